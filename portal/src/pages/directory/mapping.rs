use leptos::prelude::*;
use model::{
    Permission,
    views::{MappedGroupLine, MappingView, RoleChoice},
};

use super::Frame;
use crate::{
    components::{Card, Choice, EmptyState, ErrorView, Loading, Select},
    contexts::{use_org, use_viewer},
    pages::members::role_name,
    server_fns::{directory::read_mapping, members::list_role_choices},
};

/// `/o/:org/directory/mapping`: which groups give which roles. The form goes to a page that says who gains and who loses.
#[component]
pub(crate) fn MappingPage() -> impl IntoView {
    let org = use_org();
    let viewer = use_viewer();
    let mapping = Resource::new(move || org.get(), read_mapping);
    let roles = Resource::new(move || org.get(), list_role_choices);
    view! {
        <Suspense fallback=|| view! { <div class="page page-wide"><Loading label="Loading groups"/></div> }>
            {move || Suspend::new(async move {
                let may_write = viewer.await.is_ok_and(|viewer| viewer.may(Permission::MembersWrite));
                match (mapping.await, roles.await) {
                    (Ok(mapping), Ok(roles)) => view! { <Mapping org=org.get_untracked() mapping roles may_write/> }.into_any(),
                    (Err(error), _) | (_, Err(error)) => view! { <ErrorView error/> }.into_any(),
                }
            })}
        </Suspense>
    }
}

#[component]
fn Mapping(org: String, mapping: MappingView, roles: Vec<RoleChoice>, may_write: bool) -> impl IntoView {
    let action = format!("/o/{org}/directory/mapping/preview");
    let default = mapping.default_role.map(|role| role.to_string()).unwrap_or_default();
    let everybody: Vec<Choice> = std::iter::once(Choice::new("", "No role"))
        .chain(
            roles
                .iter()
                .filter(|role| role.name != "owner" && role.name != "admin")
                .map(|role| Choice::new(role.role.to_string(), role_name(&role.name))),
        )
        .collect();
    let groups = if mapping.groups.is_empty() {
        view! { <EmptyState title="No groups yet" icon=icondata_lu::LuUsers>"Groups appear here when your directory pushes them. Until then everybody has the role above."</EmptyState> }
            .into_any()
    } else {
        mapping.groups.into_iter().map(|group| view! { <Group group roles=roles.clone()/> }).collect_view().into_any()
    };
    let foot = may_write.then(|| {
        view! { <div class="form-foot"><button class="btn btn-primary" type="submit">"Who gains and who loses"</button></div> }
    });
    view! {
        <Frame org=org here="/mapping">
            <form method="get" action=action class="form">
                <Card title="Everybody" id="everybody">
                    <Select name="default_role" label="Role of everybody whom the directory names" options=everybody selected=default hint="Never owner or admin: being in the directory makes nobody powerful."/>
                </Card>
                <Card title="Groups" id="groups">
                    <p class="small muted">"A group keeps its role when it is renamed. Roles that were given by hand stay. Nobody can let a group give what they lack, and no group makes owners."</p>
                    {groups}
                </Card>
                {foot}
            </form>
        </Frame>
    }
}

/// One role that the form can change; further ones, which the command line can give, go along as they are.
#[component]
fn Group(group: MappedGroupLine, roles: Vec<RoleChoice>) -> impl IntoView {
    let value = |role: &str| format!("{}:{role}", group.id);
    let choices = roles.iter().filter(|role| role.name != "owner").map(|role| {
        let note = if role.may_give { "" } else { " (more than you may hand out)" };
        Choice::new(value(&role.role.to_string()), format!("{}{note}", role_name(&role.name)))
    });
    let choices: Vec<Choice> = std::iter::once(Choice::new("", "No role")).chain(choices).collect();
    let mut given = group.roles.iter().map(|role| value(&role.to_string()));
    let selected = given.next().unwrap_or_default();
    let further = given.map(|rule| view! { <input type="hidden" name="rules[]" value=rule/> }).collect_view();
    let members = if group.members == 1 { "1 member".to_owned() } else { format!("{} members", group.members) };
    let label = format!("{} ({members})", group.name);
    view! {
        {further}
        <Select name="rules[]" id=format!("group-{}", group.id) label=label options=choices selected=selected/>
    }
}

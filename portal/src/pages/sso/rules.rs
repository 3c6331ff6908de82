use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use model::{
    Connection, ConnectionId, Role, RoleId,
    views::{ConnectionView, RoleChoice, RuleLine, RulesView, StatedLine},
};

use super::frame::{OneConnection, Place};
use crate::{
    PortalError,
    components::{
        Button, ButtonKind, ButtonSize, Card, Choice, EmptyState, ErrorView, FormProblems, LinkButton, Loading, Notice, Select, Table,
        TextInput, Time,
    },
    contexts::{Problems, use_id, use_org},
    pages::members::role_name,
    server_fns::{
        members::list_role_choices,
        sso::{AddRule, RemoveRule, read_rules},
    },
};

/// A rule that is looked at before it is made, as the address carries it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Draft {
    group: String,
    role: Option<RoleId>,
}

impl Draft {
    fn is_whole(&self) -> bool {
        !self.group.trim().is_empty() && self.role.is_some()
    }
}

/// `/o/:org/sso/:id/rules`: which group gives which role, and who would hold what by it before it is saved.
#[component]
pub(crate) fn RulesPage() -> impl IntoView {
    let org = use_org();
    let id = use_id::<Connection>("id");
    let query = use_query_map();
    let draft = Memo::new(move |_| {
        query.with(|query| Draft {
            group: query.get("group").unwrap_or_default(),
            role: query.get("role").and_then(|role| role.parse::<model::Id<Role>>().ok()),
        })
    });
    let loaded = Resource::new(move || (org.get(), id.get(), draft.get()), |(org, id, draft)| load(org, id, draft));
    let draw = move |org: String, view: ConnectionView| {
        let (org, id) = (StoredValue::new(org), view.line.connection);
        view! {
            <Suspense fallback=|| view! { <Loading label="Loading the rules"/> }>
                {move || Suspend::new(async move {
                    match loaded.await {
                        Ok((rules, choices)) => view! { <Rules org=org.get_value() id rules choices draft=draft.get_untracked()/> }.into_any(),
                        Err(error) => view! { <ErrorView error/> }.into_any(),
                    }
                })}
            </Suspense>
        }
    };
    view! { <OneConnection at=Place::Rules draw/> }
}

async fn load(org: String, id: Option<ConnectionId>, draft: Draft) -> Result<(RulesView, Vec<RoleChoice>), PortalError> {
    let id = id.ok_or(PortalError::NotFound)?;
    let role = draft.role.filter(|_| draft.is_whole()).map(|role| role.to_string()).unwrap_or_default();
    let rules = read_rules(org.clone(), id, draft.group, role).await?;
    Ok((rules, list_role_choices(org).await?))
}

#[component]
fn Rules(org: String, id: ConnectionId, rules: RulesView, choices: Vec<RoleChoice>, draft: Draft) -> impl IntoView {
    let remove = ServerAction::<RemoveRule>::new();
    let rows = rules.rules.into_iter().map(|rule| row(&org, id, rule, remove)).collect_view();
    let is_draft = draft.is_whole();
    let lead = if is_draft { "As it would be with the new rule" } else { "As the rules are now" };
    let form = if is_draft { view! { <Save org id draft choices/> }.into_any() } else { view! { <Ask org id draft choices/> }.into_any() };
    view! {
        <Card title="Rules" id="rules" flush=true>
            <FormProblems problems=Problems::of(remove)/>
            <ul class="list">{rows}<li><p class="small muted">"Roles by rules come and go at each sign-in. Roles that somebody gave by hand stay. When the provider states no groups at all, nothing changes: Entra ID leaves them out above 150."</p></li></ul>
        </Card>
        {form}
        <section class="section" aria-labelledby="who">
            <div class="section-head"><h2 id="who">"Who would hold what"</h2><p>{lead}", for whoever came in the last two weeks."</p></div>
            <People people=rules.people/>
        </section>
    }
}

fn row(org: &str, id: ConnectionId, rule: RuleLine, remove: ServerAction<RemoveRule>) -> impl IntoView + use<> {
    let org = org.to_owned();
    let name = rule.group.clone();
    view! {
        <li>
            <div class="grow wrap">
                <span class="mono">{rule.group.clone()}</span>" gives "<strong>{role_name(&rule.role_name)}</strong>
                <p class="small muted">"Made by "{rule.made_by}" "<Time at=rule.created_at/></p>
            </div>
            <ActionForm action=remove>
                <input type="hidden" name="org" value=org/>
                <input type="hidden" name="id" value=id.to_string()/>
                <input type="hidden" name="group" value=rule.group/>
                <input type="hidden" name="role" value=rule.role.to_string()/>
                <Button kind=ButtonKind::DangerQuiet size=ButtonSize::Small>"Remove"<span class="visually-hidden">" rule for "{name}</span></Button>
            </ActionForm>
        </li>
    }
}

/// Nothing is saved here: the same page comes back with what the rule would mean.
#[component]
fn Ask(org: String, id: ConnectionId, draft: Draft, choices: Vec<RoleChoice>) -> impl IntoView {
    let options = choices
        .into_iter()
        .filter(|choice| choice.may_give && choice.name != "owner")
        .map(|choice| Choice::new(choice.role.to_string(), role_name(&choice.name)));
    let options: Vec<Choice> = options.collect();
    view! {
        <form class="card form card-form" method="get" action=Place::Rules.href(&org, id)>
            <TextInput name="group" label="Group" hint="Exactly as the provider states it; Entra ID states object ids unless it is told otherwise." maxlength=200_u32 required=true autocomplete="off" value=Some(draft.group)/>
            <Select name="role" label="Gives the role" options selected=draft.role.map(|role| role.to_string()).unwrap_or_default() hint="You can only give what you hold yourself; nobody becomes an owner by a group."/>
            <div class="form-foot"><Button>"Preview rule"</Button></div>
        </form>
    }
}

#[component]
fn Save(org: String, id: ConnectionId, draft: Draft, choices: Vec<RoleChoice>) -> impl IntoView {
    let add = ServerAction::<AddRule>::new();
    let role = draft.role;
    let name = choices.into_iter().find(|choice| Some(choice.role) == role).map(|choice| role_name(&choice.name)).unwrap_or_default();
    let back = Place::Rules.href(&org, id);
    let group = draft.group.clone();
    view! {
        <ActionForm action=add attr:class="card form card-form">
            <FormProblems problems=Problems::of(add)/>
            <Notice title="New rule, not saved yet:">{group}" gives "{name}"."</Notice>
            <input type="hidden" name="org" value=org/>
            <input type="hidden" name="id" value=id.to_string()/>
            <input type="hidden" name="group" value=draft.group/>
            <input type="hidden" name="role" value=role.map(|role| role.to_string()).unwrap_or_default()/>
            <div class="form-foot">
                <LinkButton href=back>"Cancel"</LinkButton>
                <Button kind=ButtonKind::Primary pending=add.pending()>"Add rule"</Button>
            </div>
        </ActionForm>
    }
}

#[component]
fn People(people: Vec<StatedLine>) -> impl IntoView {
    if people.is_empty() {
        return view! {
            <div class="card"><EmptyState title="Nobody came yet" icon=icondata_lu::LuUsers>"Test the connection or sign in by it: the groups that the provider states are listed here."</EmptyState></div>
        }
        .into_any();
    }
    let rows = people.into_iter().map(|one| {
        let roles: Vec<String> = one.roles.iter().map(|role| role_name(role)).collect();
        let groups = match one.groups {
            None => view! { <span class="none">"none stated, so nothing changes"</span> }.into_any(),
            Some(groups) if groups.is_empty() => view! { <span class="none">"in none"</span> }.into_any(),
            Some(groups) => view! { <span class="may-wrap">{groups.join(", ")}</span> }.into_any(),
        };
        view! {
            <tr>
                <th scope="row">{one.email}</th>
                <td class="col-md">{groups}</td>
                <td>{if roles.is_empty() { "nothing by rules".to_owned() } else { roles.join(", ") }}</td>
            </tr>
        }
    });
    view! {
        <Table label="Who would hold what">
            <thead><tr><th scope="col">"Person"</th><th scope="col" class="col-md">"Groups"</th><th scope="col">"Roles by rules"</th></tr></thead>
            <tbody>{rows.collect_view()}</tbody>
        </Table>
    }
    .into_any()
}

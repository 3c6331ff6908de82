use leptos::prelude::*;
use model::{
    Permission,
    views::{RoleLine, RoleRisk},
};

use crate::{
    components::{ButtonKind, Chip, ErrorView, LinkButton, Loading, PageHead, StatusWord, Table, Tone},
    contexts::{use_org, use_viewer},
    pages::members::role_name,
    server_fns::roles::list_roles,
};

/// `/o/:org/roles`.
#[component]
pub(crate) fn RolesPage() -> impl IntoView {
    let org = use_org();
    let roles = Resource::new(move || org.get(), list_roles);
    let viewer = use_viewer();
    view! {
        <Suspense fallback=|| view! { <div class="page page-wide"><Loading label="Loading roles"/></div> }>
            {move || Suspend::new(async move {
                let may_write = viewer.await.is_ok_and(|viewer| viewer.may(Permission::MembersWrite));
                match roles.await {
                    Ok(roles) => view! { <List org=org.get_untracked() roles may_write/> }.into_any(),
                    Err(error) => view! { <ErrorView error/> }.into_any(),
                }
            })}
        </Suspense>
    }
}

#[component]
fn List(org: String, roles: Vec<RoleLine>, may_write: bool) -> impl IntoView {
    let new = format!("/o/{org}/roles/new");
    let actions = move || {
        may_write
            .then(|| view! { <LinkButton href=new.clone() kind=ButtonKind::Primary icon=icondata_lu::LuPlus>"Create role"</LinkButton> })
    };
    let rows = roles.into_iter().map(|role| row(&org, role)).collect_view();
    view! {
        <div class="page page-wide">
            <PageHead title="Roles" lead="What members may do comes from the roles that they hold, all together." actions/>
            <Table label="Roles">
                <thead>
                    <tr>
                        <th scope="col">"Name"</th>
                        <th scope="col" class="col-lo">"Allows"</th>
                        <th scope="col" class="col-md">"Risk"</th>
                        <th scope="col">"Held by"</th>
                        <th scope="col"><span class="visually-hidden">"Actions"</span></th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </Table>
        </div>
    }
}

fn row(org: &str, role: RoleLine) -> impl IntoView + use<> {
    let base = format!("/o/{org}/roles/{}", role.role);
    let name = role_name(&role.name);
    let kind = role.built_in.then(|| view! { " "<Chip>"Built in"</Chip> });
    let actions = role.may_change.then(|| {
        view! {
            <span class="row-acts">
                <a class="btn btn-sm" href=base.clone()>"Change"<span class="visually-hidden">" role "{name.clone()}</span></a>
                <a class="btn btn-sm btn-danger-quiet" href=format!("{base}/remove")>"Remove"<span class="visually-hidden">" role "{name.clone()}</span></a>
            </span>
        }
    });
    view! {
        <tr>
            <th scope="row">{name}{kind}<span class="cell-sub wrap">{role.description}</span></th>
            <td class="col-lo">{count_in_words(role.permissions.iter().count())}</td>
            <td class="col-md"><Risk risk=role.risk/></td>
            <td>{held_in_words(role.people, role.invitations, role.teams)}</td>
            <td class="cell-act">{actions}</td>
        </tr>
    }
}

#[component]
fn Risk(risk: RoleRisk) -> impl IntoView {
    match risk {
        RoleRisk::Reads => view! { <StatusWord tone=Tone::Neutral>"Reads"</StatusWord> },
        RoleRisk::Changes => view! { <StatusWord tone=Tone::Warn>"Changes things"</StatusWord> },
        RoleRisk::LeadsToMore => view! { <StatusWord tone=Tone::Bad>"Gives access"</StatusWord> },
    }
}

fn count_in_words(permissions: usize) -> String {
    match permissions {
        0 => "nothing".to_owned(),
        1 => "1 permission".to_owned(),
        more => format!("{more} permissions"),
    }
}

fn held_in_words(people: u32, invitations: u32, teams: u32) -> String {
    let people = match people {
        0 => "nobody".to_owned(),
        1 => "1 member".to_owned(),
        more => format!("{more} members"),
    };
    let invited = (invitations > 0).then(|| format!("{invitations} invited"));
    let teams = match teams {
        0 => None,
        1 => Some("1 team".to_owned()),
        more => Some(format!("{more} teams")),
    };
    [Some(people), teams, invited].into_iter().flatten().collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn holders_and_permissions_are_counted_in_words() {
        assert_eq!(held_in_words(0, 0, 0), "nobody");
        assert_eq!(held_in_words(1, 2, 1), "1 member, 1 team, 2 invited");
        assert_eq!((count_in_words(0), count_in_words(1)), ("nothing".to_owned(), "1 permission".to_owned()));
    }
}

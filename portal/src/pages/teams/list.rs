use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use model::{PageSize, Permission, views::TeamLine};

use super::members_in_words;
use crate::{
    components::{ButtonKind, EmptyState, ErrorView, LinkButton, Loading, PageHead, Pager, Table, grouped},
    contexts::{use_org, use_viewer},
    pages::members::role_name,
    server_fns::teams::list_teams,
};

/// `/o/:org/teams`.
#[component]
pub(crate) fn TeamsPage() -> impl IntoView {
    let org = use_org();
    let query = use_query_map();
    let page = Memo::new(move |_| query.with(|q| q.get("page").and_then(|page| page.parse::<u32>().ok()).unwrap_or(1).max(1)));
    let teams = Resource::new(move || (org.get(), page.get()), |(org, page)| list_teams(org, page));
    let viewer = use_viewer();
    view! {
        <Suspense fallback=|| view! { <div class="page page-wide"><Loading label="Loading teams"/></div> }>
            {move || Suspend::new(async move {
                let may_write = viewer.await.is_ok_and(|viewer| viewer.may(Permission::MembersWrite));
                match teams.await {
                    Ok((total, teams)) => {
                        view! { <List org=org.get_untracked() page=page.get_untracked() total teams may_write/> }.into_any()
                    }
                    Err(error) => view! { <ErrorView error/> }.into_any(),
                }
            })}
        </Suspense>
    }
}

#[component]
fn List(org: String, page: u32, total: u64, teams: Vec<TeamLine>, may_write: bool) -> impl IntoView {
    let new = format!("/o/{org}/teams/new");
    let create = move || {
        may_write
            .then(|| view! { <LinkButton href=new.clone() kind=ButtonKind::Primary icon=icondata_lu::LuPlus>"Create team"</LinkButton> })
    };
    let body = if teams.is_empty() {
        view! {
            <div class="card">
                <EmptyState title="No teams yet" icon=icondata_lu::LuUsersRound actions=create.clone()>
                    "A team is a set of members with a name. A role that it carries is held by everybody in it, and each member's page says by which team."
                </EmptyState>
            </div>
        }
        .into_any()
    } else {
        view! { <Teams org page total teams/> }.into_any()
    };
    let head = if total == 0 {
        view! { <PageHead title="Teams" lead=LEAD/> }.into_any()
    } else {
        view! { <PageHead title="Teams" lead=LEAD actions=create/> }.into_any()
    };
    view! { <div class="page page-wide">{head}{body}</div> }
}

const LEAD: &str = "Members who work together, and the roles that they have by it.";

#[component]
fn Teams(org: String, page: u32, total: u64, teams: Vec<TeamLine>) -> impl IntoView {
    let rows = teams.into_iter().map(|team| row(&org, team)).collect_view();
    let base = format!("/o/{org}/teams?page=");
    let shown = u64::from(page).saturating_mul(PageSize::default().get().unsigned_abs());
    let previous = (page > 1).then(|| format!("{base}{}", page - 1));
    let next = (shown < total).then(|| format!("{base}{}", page + 1));
    let count = if total == 1 { "1 team".to_owned() } else { format!("{} teams", grouped(total)) };
    let foot = move || {
        view! { <div class="table-foot"><span>{count.clone()}</span><Pager label="Pages of teams" previous=previous.clone() next=next.clone()/></div> }
    };
    view! {
        <Table label="Teams" foot>
            <thead>
                <tr>
                    <th scope="col">"Name"</th>
                    <th scope="col">"In it"</th>
                    <th scope="col">"Carries"</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </Table>
    }
}

fn row(org: &str, team: TeamLine) -> impl IntoView + use<> {
    let href = format!("/o/{org}/teams/{}", team.team);
    let names: Vec<String> = team.roles.iter().map(|role| role_name(&role.name)).collect();
    let carries = if names.is_empty() { view! { <span class="none">"no role"</span> }.into_any() } else { names.join(", ").into_any() };
    view! {
        <tr>
            <th scope="row">
                <a class="row-link" href=href>{team.name}</a>
                <span class="cell-sub wrap">{team.description}</span>
            </th>
            <td>{members_in_words(team.members)}</td>
            <td class="wrap">{carries}</td>
        </tr>
    }
}

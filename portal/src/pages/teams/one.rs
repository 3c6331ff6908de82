use leptos::prelude::*;
use model::{
    Permission, Team,
    views::{RoleChoice, TeamMember, TeamView},
};

use super::{members_in_words, read, roles::RolesCard, settings::SettingsCard};
use crate::{
    components::{ButtonKind, Crumb, EmptyState, ErrorView, LinkButton, Loading, PageHead, Table, Time},
    contexts::{use_id, use_org, use_viewer},
    pages::members::StateOfMember,
    server_fns::{members::list_role_choices, teams::ChangeTeam},
};

/// `/o/:org/teams/:id`.
#[component]
pub(crate) fn TeamPage() -> impl IntoView {
    let org = use_org();
    let id = use_id::<Team>("id");
    // It leads back to this page, which has to show what was saved; what was refused stays in its fields.
    let change = ServerAction::<ChangeTeam>::new();
    let saved = Memo::new(move |times: Option<&u32>| {
        times.map_or(0, |times| *times) + u32::from(change.value().with(|answer| matches!(answer, Some(Ok(())))))
    });
    let team = Resource::new(move || (org.get(), id.get(), saved.get()), |(org, id, _)| read(org, id));
    let choices = Resource::new(move || org.get(), list_role_choices);
    let viewer = use_viewer();
    view! {
        <Suspense fallback=|| view! { <div class="page page-wide"><Loading label="Loading the team"/></div> }>
            {move || Suspend::new(async move {
                let may_write = viewer.await.is_ok_and(|viewer| viewer.may(Permission::MembersWrite));
                match (team.await, choices.await) {
                    (Ok(team), Ok(choices)) => view! { <Body org=org.get_untracked() team choices may_write change/> }.into_any(),
                    (Err(error), _) | (_, Err(error)) => view! { <ErrorView error/> }.into_any(),
                }
            })}
        </Suspense>
    }
}

#[component]
fn Body(org: String, team: TeamView, choices: Vec<RoleChoice>, may_write: bool, change: ServerAction<ChangeTeam>) -> impl IntoView {
    let TeamView { line, members } = team;
    let base = format!("/o/{org}/teams/{}", line.team);
    let crumbs = vec![Crumb::new(format!("/o/{org}/teams"), "Teams")];
    let add = format!("{base}/add");
    let actions = move || {
        may_write.then(|| {
            view! { <LinkButton href=add.clone() kind=ButtonKind::Primary icon=icondata_lu::LuUserPlus>"Add members"</LinkButton> }
        })
    };
    let lead = if line.description.is_empty() { members_in_words(line.members) } else { line.description.clone() };
    let settings = may_write.then(|| view! { <SettingsCard org=org.clone() line=line.clone() change/> });
    view! {
        <div class="page page-wide stack-6">
            <PageHead title=line.name.clone() lead crumbs actions/>
            <Members org base=base.clone() members may_write/>
            <RolesCard base line choices may_write/>
            {settings}
        </div>
    }
}

#[component]
fn Members(org: String, base: String, members: Vec<TeamMember>, may_write: bool) -> impl IntoView {
    if members.is_empty() {
        return view! {
            <div class="card">
                <EmptyState title="Nobody is in it yet" icon=icondata_lu::LuUsersRound>"Whoever is added has what the team carries from their next request."</EmptyState>
            </div>
        }
        .into_any();
    }
    let count = members_in_words(u32::try_from(members.len()).unwrap_or(u32::MAX));
    let foot = move || view! { <div class="table-foot"><span>{count.clone()}</span></div> };
    let rows = members.into_iter().map(|member| row(&org, &base, member, may_write)).collect_view();
    view! {
        <section class="section" aria-labelledby="members">
            <div class="section-head"><h2 id="members">"Members"</h2></div>
            <Table label="Members of the team" foot>
                <thead>
                    <tr>
                        <th scope="col">"Name"</th>
                        <th scope="col" class="col-md">"State"</th>
                        <th scope="col" class="col-md">"Added"</th>
                        <th scope="col"><span class="visually-hidden">"Actions"</span></th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </Table>
        </section>
    }
    .into_any()
}

fn row(org: &str, base: &str, member: TeamMember, may_write: bool) -> impl IntoView + use<> {
    let page = format!("/o/{org}/members/{}", member.person);
    let out = format!("{base}/preview?what=remove&people[]={}", member.person);
    let name = member.name.clone();
    let act = may_write.then(|| {
        view! { <a class="btn btn-sm btn-danger-quiet" href=out>"Take out"<span class="visually-hidden">" "{name}</span></a> }
    });
    view! {
        <tr>
            <th scope="row"><a href=page>{member.name}</a><span class="cell-sub">{member.email}</span></th>
            <td class="col-md"><StateOfMember state=member.state/></td>
            <td class="col-md"><Time at=member.added_at/><span class="cell-sub">"by "{member.added_by}</span></td>
            <td class="cell-act">{act}</td>
        </tr>
    }
}

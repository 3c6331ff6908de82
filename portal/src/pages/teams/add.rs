use leptos::prelude::*;
use model::{
    Team,
    views::{MemberLine, MembersView, TeamView},
};

use super::read;
use crate::{
    components::{CheckboxGroup, Crumb, EmptyState, ErrorView, LinkButton, Loading, PageHead, Tick},
    contexts::{use_id, use_org},
    pages::members::role_name,
    server_fns::members::list_members,
};

/// `/o/:org/teams/:id/add`: who is to be in it. The form goes to the page that says who gains what.
#[component]
pub(crate) fn AddToTeamPage() -> impl IntoView {
    let org = use_org();
    let id = use_id::<Team>("id");
    let team = Resource::new(move || (org.get(), id.get()), |(org, id)| read(org, id));
    let members = Resource::new(move || org.get(), list_members);
    view! {
        <Suspense fallback=|| view! { <div class="page page-narrow"><Loading label="Loading members"/></div> }>
            {move || Suspend::new(async move {
                match (team.await, members.await) {
                    (Ok(team), Ok(members)) => view! { <Body org=org.get_untracked() team members/> }.into_any(),
                    (Err(error), _) | (_, Err(error)) => view! { <ErrorView error/> }.into_any(),
                }
            })}
        </Suspense>
    }
}

#[component]
fn Body(org: String, team: TeamView, members: MembersView) -> impl IntoView {
    let page = format!("/o/{org}/teams/{}", team.line.team);
    let crumbs = vec![Crumb::new(format!("/o/{org}/teams"), "Teams"), Crumb::new(page.clone(), team.line.name.clone())];
    let names: Vec<String> = team.line.roles.iter().map(|role| role_name(&role.name)).collect();
    let lead = if names.is_empty() {
        "The team carries no role, so being in it gives nobody anything yet.".to_owned()
    } else {
        format!("Whoever is added has, by this team: {}.", names.join(", "))
    };
    let others: Vec<MemberLine> =
        members.members.into_iter().filter(|member| !team.members.iter().any(|known| known.person == member.person)).collect();
    let body = if others.is_empty() {
        view! { <div class="card"><EmptyState title="Everybody is in it" icon=icondata_lu::LuUsersRound>"Every member of the organisation is in this team."</EmptyState></div> }
            .into_any()
    } else {
        view! { <Form page others/> }.into_any()
    };
    view! {
        <div class="page page-narrow">
            <PageHead title=format!("Add to {}", team.line.name) lead crumbs/>
            {body}
        </div>
    }
}

#[component]
fn Form(page: String, others: Vec<MemberLine>) -> impl IntoView {
    let tick = |member: MemberLine| Tick { value: member.person.to_string(), label: member.name, hint: Some(member.email), checked: false };
    let ticks: Vec<Tick> = others.into_iter().map(tick).collect();
    let preview = format!("{page}/preview");
    view! {
        <form method="get" action=preview class="card form card-form">
            <input type="hidden" name="what" value="add"/>
            <CheckboxGroup name="people[]" legend="Members who are not in it" hint="You see who gains what before anything is saved." options=ticks/>
            <div class="form-foot">
                <LinkButton href=page>"Cancel"</LinkButton>
                <button class="btn btn-primary" type="submit">"Preview change"</button>
            </div>
        </form>
    }
}

use leptos::prelude::*;
use model::views::{DepartureView, MemberDetail, MemberState, TeamName};

use super::{
    OneMember,
    access::AccessCard,
    change::{RolesCard, StandingCard},
    in_words::StateOfMember,
    keys::KeysCard,
    receipts::OfMember,
    sessions::MemberSessions,
    sign_ins::{MemberSignIns, SignIns, sign_ins},
};
use crate::components::{Card, Crumb, Notice, PageHead, Time, Tone};

/// `/o/:org/members/:id`.
#[component]
pub(crate) fn MemberPage() -> impl IntoView {
    let sign_ins = sign_ins();
    view! { <OneMember draw=move |org, member, left| view! { <Person org member left sign_ins/> }/> }
}

#[component]
fn Person(org: String, member: MemberDetail, left: Vec<DepartureView>, sign_ins: SignIns) -> impl IntoView {
    let crumbs = vec![Crumb::new(format!("/o/{org}/members"), "Members")];
    let line = member.line.clone();
    let suspended = (line.state == MemberState::Suspended).then(|| {
        view! {
            <Notice tone=Tone::Warn title="Suspended.">
                "They cannot sign in to this organisation, and the API keys that they answer for are refused. Roles and keys are kept for when they are back."
            </Notice>
        }
    });
    let manage = member.may_change.then(|| {
        view! {
            <RolesCard org=org.clone() member=member.line.clone()/>
            {(!line.is_you).then(|| view! { <StandingCard org=org.clone() member=member.line.clone()/> })}
        }
    });
    let may_end = member.may_change && !line.is_you && !member.sessions.is_empty();
    let teams = teams(&org, member.teams);
    let permissions = if line.state == MemberState::Active { member.permissions } else { Vec::new() };
    view! {
        <div class="page page-wide stack-6">
            <PageHead title=line.name.clone() lead=line.email.clone() crumbs/>
            {suspended}
            <Card title="Membership" id="membership">
                <dl class="kv">
                    <dt>"State"</dt>
                    <dd><StateOfMember state=line.state/></dd>
                    <dt>"Joined"</dt>
                    <dd><Time at=member.joined_at/></dd>
                    <dt>"Teams"</dt>
                    <dd>{teams}</dd>
                    <dt>"Second factor"</dt>
                    <dd>{if line.has_factor { "on" } else { "off" }}</dd>
                </dl>
            </Card>
            <AccessCard roles=line.roles.clone() permissions/>
            {manage}
            <MemberSessions org=org.clone() person=line.person sessions=member.sessions may_end/>
            <MemberSignIns org=org.clone() person=line.person.to_string() sign_ins/>
            <KeysCard org keys=member.keys/>
            <OfMember left/>
        </div>
    }
}

/// The teams that they are in, each leading to its page.
fn teams(org: &str, teams: Vec<TeamName>) -> AnyView {
    if teams.is_empty() {
        return view! { <span class="none">"in none"</span> }.into_any();
    }
    let links = teams.into_iter().enumerate().map(|(number, team)| {
        let between = (number > 0).then_some(", ");
        view! { {between}<a href=format!("/o/{org}/teams/{}", team.team)>{team.name}</a> }
    });
    links.collect_view().into_any()
}

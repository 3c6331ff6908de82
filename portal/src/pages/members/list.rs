use leptos::prelude::*;
use model::{
    Permission,
    views::{MemberLine, MembersView},
};

use super::{
    in_words::{StateOfMember, names},
    invitations::InvitationsCard,
};
use crate::{
    components::{ButtonKind, Chip, ErrorView, LinkButton, Loading, PageHead, Table, Time, Tone},
    contexts::{use_org, use_viewer},
    server_fns::members::list_members,
};

/// `/o/:org/members`.
#[component]
pub(crate) fn MembersPage() -> impl IntoView {
    let org = use_org();
    let members = Resource::new(move || org.get(), list_members);
    let viewer = use_viewer();
    view! {
        <Suspense fallback=|| view! { <div class="page page-wide"><Loading label="Loading members"/></div> }>
            {move || Suspend::new(async move {
                let may_write = viewer.await.is_ok_and(|viewer| viewer.may(Permission::MembersWrite));
                match members.await {
                    Ok(members) => view! { <List org=org.get_untracked() members may_write/> }.into_any(),
                    Err(error) => view! { <ErrorView error/> }.into_any(),
                }
            })}
        </Suspense>
    }
}

#[component]
fn List(org: String, members: MembersView, may_write: bool) -> impl IntoView {
    let invite = format!("/o/{org}/members/invite");
    let actions = move || {
        may_write.then(|| {
            view! { <LinkButton href=invite.clone() kind=ButtonKind::Primary icon=icondata_lu::LuUserPlus>"Invite members"</LinkButton> }
        })
    };
    let MembersView { members, invitations } = members;
    let open = (!invitations.is_empty()).then(|| view! { <InvitationsCard org=org.clone() invitations may_write/> });
    view! {
        <div class="page page-wide">
            <PageHead title="Members" lead="Who belongs to the organisation, as what, and since when they were last here." actions/>
            <MemberTable org=org.clone() members/>
            <p class="small"><a href=format!("/o/{org}/members/left")>"Who left, and what ended with them"</a></p>
            {open}
        </div>
    }
}

#[component]
fn MemberTable(org: String, members: Vec<MemberLine>) -> impl IntoView {
    let count = members.len();
    let rows = members.into_iter().map(|member| row(&org, member)).collect_view();
    let foot = move || view! { <div class="table-foot"><span>{if count == 1 { "1 member".to_owned() } else { format!("{count} members") }}</span></div> };
    view! {
        <Table label="Members" foot>
            <thead>
                <tr>
                    <th scope="col">"Name"</th>
                    <th scope="col">"Roles"</th>
                    <th scope="col" class="col-md">"State"</th>
                    <th scope="col" class="col-lo">"Second factor"</th>
                    <th scope="col" class="col-md">"Last seen"</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </Table>
    }
}

fn row(org: &str, member: MemberLine) -> impl IntoView + use<> {
    let href = format!("/o/{org}/members/{}", member.person);
    let seen = member
        .last_seen_at
        .map_or_else(|| view! { <span class="none">"not signed in"</span> }.into_any(), |at| view! { <Time at/> }.into_any());
    let factor = if member.has_factor { "on" } else { "off" };
    view! {
        <tr>
            <th scope="row">
                <a class="row-link" href=href>{member.name.clone()}</a>
                {member.is_you.then(|| view! { " "<Chip tone=Tone::Neutral>"You"</Chip> })}
                <span class="cell-sub">{member.email.clone()}</span>
            </th>
            <td>{names(&member.roles)}</td>
            <td class="col-md"><StateOfMember state=member.state/></td>
            <td class="col-lo">{factor}</td>
            <td class="col-md">{seen}</td>
        </tr>
    }
}

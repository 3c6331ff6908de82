//! Members: the list with its invitations, the form that invites, and the page of one member.

mod access;
mod change;
mod in_words;
mod invitations;
mod invite;
mod keys;
mod list;
mod person;
mod receipts;
mod remove;
mod sessions;
mod sign_ins;

pub(crate) use in_words::{StateOfMember, role_name};
pub(crate) use invite::InvitePage;
pub(crate) use list::MembersPage;
pub(crate) use person::MemberPage;
pub(crate) use remove::RemovePage;

use leptos::prelude::*;
use model::{
    Person, PersonId,
    views::{DepartureView, MemberDetail},
};

use crate::{
    PortalError,
    components::{ErrorView, Loading},
    contexts::{use_id, use_org},
    server_fns::members::read_member,
};

/// The page of one member: loads them and hands them to `draw`, or shows why it cannot.
#[component]
fn OneMember<V, F>(draw: F) -> impl IntoView
where
    V: IntoView + 'static,
    F: Fn(String, MemberDetail, Vec<DepartureView>) -> V + Copy + Send + Sync + 'static,
{
    let org = use_org();
    let left = receipts::receipts();
    let id = use_id::<Person>("id");
    let member = Resource::new(move || (org.get(), id.get()), |(org, id)| read(org, id));
    view! {
        <Suspense fallback=|| view! { <div class="page page-wide"><Loading label="Loading the member"/></div> }>
            {move || Suspend::new(async move {
                let (member, left, org) = (member.await, left.await, org.get_untracked());
                match member {
                    Ok(member) => draw(org, member, left).into_any(),
                    Err(error) => receipts::departed(&org, left, &error).unwrap_or_else(|| view! { <ErrorView error/> }.into_any()),
                }
            })}
        </Suspense>
    }
}

async fn read(org: String, id: Option<PersonId>) -> Result<MemberDetail, PortalError> {
    match id {
        Some(id) => read_member(org, id).await,
        None => Err(PortalError::NotFound),
    }
}

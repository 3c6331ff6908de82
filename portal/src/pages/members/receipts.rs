use leptos::prelude::*;
use model::{Person, views::DepartureView};

use crate::{
    PortalError,
    components::{Crumb, Notice, PageHead, Receipts, Tone},
    contexts::{use_id, use_org},
    server_fns::members::list_departures_of,
};

/// What ended when the person in the address left, each time that they did.
pub(super) type Left = Resource<Vec<DepartureView>>;

/// Begins to read it; the page does it before it draws anything, so that server and browser agree about it.
pub(super) fn receipts() -> Left {
    let org = use_org();
    let id = use_id::<Person>("id");
    Resource::new(
        move || (org.get(), id.get()),
        |(org, id)| async move {
            match id {
                Some(id) => list_departures_of(org, id).await.unwrap_or_default(),
                None => Vec::new(),
            }
        },
    )
}

/// The page of somebody who is a member no more; `None` when they never were one, or may not be looked at.
pub(super) fn departed(org: &str, left: Vec<DepartureView>, why: &PortalError) -> Option<AnyView> {
    let last = left.first().filter(|_| matches!(why, PortalError::NotFound))?.clone();
    let crumbs = vec![Crumb::new(format!("/o/{org}/members"), "Members")];
    let page = view! {
        <div class="page page-wide stack-6">
            <PageHead title=last.name lead=last.email crumbs/>
            <Notice tone=Tone::Neutral title="Left the organisation.">
                "They cannot sign in here, and single sign-on does not bring them back. Invite them, or let the directory name them again, when they return."
            </Notice>
            <OfMember left/>
        </div>
    };
    Some(page.into_any())
}

/// The receipts on a member's page; nothing for who never left.
#[component]
pub(super) fn OfMember(left: Vec<DepartureView>) -> impl IntoView {
    (!left.is_empty()).then(|| {
        view! {
            <section class="section" aria-labelledby="receipts">
                <div class="section-head"><h2 id="receipts">"What ended when they left"</h2></div>
                <Receipts departures=left/>
            </section>
        }
    })
}

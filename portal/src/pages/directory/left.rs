use leptos::prelude::*;
use model::views::DepartureView;

use crate::{
    components::{Crumb, EmptyState, ErrorView, Loading, PageHead, Receipts},
    contexts::use_org,
    server_fns::directory::list_departures,
};

/// `/o/:org/members/left`: the receipts of who left.
#[component]
pub(crate) fn DeparturesPage() -> impl IntoView {
    let org = use_org();
    let departures = Resource::new(move || org.get(), list_departures);
    view! {
        <Suspense fallback=|| view! { <div class="page page-wide"><Loading label="Loading who left"/></div> }>
            {move || Suspend::new(async move {
                match departures.await {
                    Ok(departures) => view! { <Page org=org.get_untracked() departures/> }.into_any(),
                    Err(error) => view! { <ErrorView error/> }.into_any(),
                }
            })}
        </Suspense>
    }
}

#[component]
fn Page(org: String, departures: Vec<DepartureView>) -> impl IntoView {
    let crumbs = vec![Crumb::new(format!("/o/{org}/members"), "Members")];
    let body = if departures.is_empty() {
        view! {
            <div class="card"><EmptyState title="Nobody left yet" icon=icondata_lu::LuUsers>"When somebody is removed, or leaves the directory, the receipt of what ended is kept here."</EmptyState></div>
        }
        .into_any()
    } else {
        view! { <Receipts departures org/> }.into_any()
    };
    view! {
        <div class="page page-wide">
            <PageHead title="Who left" lead="What ended with each membership, when, and how long it took." crumbs/>
            {body}
        </div>
    }
}

use leptos::{either::Either, prelude::*};
use leptos_router::components::Redirect;

use crate::{components::ErrorView, contexts::use_org, server_fns::session::find_landing};

/// Leads to the page that the person starts on.
#[component]
pub(crate) fn LandingPage() -> impl IntoView {
    let org = use_org();
    let landing = Resource::new(move || org.get(), find_landing);
    view! {
        <Suspense fallback=|| ()>
            {move || Suspend::new(async move {
                match landing.await {
                    Ok(path) => Either::Left(view! { <Redirect path=path /> }),
                    Err(error) => Either::Right(view! { <ErrorView error=error /> }),
                }
            })}
        </Suspense>
    }
}

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use model::views::{SignInLine, SignInQuery};

use super::{Lines, filters::Filters};
use crate::{
    components::{ErrorView, Loading, PageHead},
    contexts::use_org,
    server_fns::sign_ins::list_sign_ins,
};

/// `/o/:org/sign-ins`: every way in.
#[component]
pub(crate) fn SignInsPage() -> impl IntoView {
    let org = use_org();
    let map = use_query_map();
    let query = Memo::new(move |_| {
        let text = |name: &str| map.with(|map| map.get(name).unwrap_or_default().trim().to_owned());
        SignInQuery {
            code: text("code"),
            method: text("method"),
            outcome: text("outcome"),
            person: text("person"),
            connection: text("connection"),
        }
    });
    let lines = Resource::new(move || (org.get(), query.get()), |(org, query)| list_sign_ins(org, query));
    view! {
        <Suspense fallback=|| view! { <div class="page page-wide"><Loading label="Loading the sign-in log"/></div> }>
            {move || Suspend::new(async move {
                match lines.await {
                    Ok(lines) => view! { <Log org=org.get_untracked() lines query=query.get_untracked()/> }.into_any(),
                    Err(error) => view! { <ErrorView error/> }.into_any(),
                }
            })}
        </Suspense>
    }
}

#[component]
fn Log(org: String, lines: Vec<SignInLine>, query: SignInQuery) -> impl IntoView {
    let base = format!("/o/{org}/sign-ins");
    view! {
        <div class="page page-wide stack-6">
            <PageHead
                title="Sign-in log"
                lead="Who came in during the last two weeks, who did not, and why. Whoever is refused is shown a support code: look it up here."
            />
            <Filters base query=query.clone()/>
            <Lines org lines query/>
        </div>
    }
}

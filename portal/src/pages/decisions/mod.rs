//! Every governed call: the list, and one decision with everything that led to it.

mod detail;
mod evaluated;
// Only the server reads words; the browser bundle does without.
#[cfg(any(feature = "ssr", test))]
mod filter;
mod filters;
mod list;
mod query;
mod record;

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use model::{
    DecisionId,
    views::{DecisionDetail, DecisionPage as Decisions, KeyLine},
};

use crate::{
    PortalError,
    components::{ErrorView, Loading, PageHead},
    contexts::{respond_with, use_id, use_org},
    server_fns::{
        decisions::{list_decisions, read_decision},
        keys::list_keys,
    },
};
use detail::DetailBody;
pub(crate) use detail::reason_in_words;
use filters::Filters;
use list::DecisionTable;
pub(crate) use list::took_in_words;
pub(crate) use query::DecisionQuery;

/// `/o/:org/decisions`.
#[component]
pub(crate) fn DecisionsPage() -> impl IntoView {
    let org = use_org();
    let words = use_query_map();
    let query = Memo::new(move |_| {
        let words = words.read();
        let [verdict, policy, key, since, before] = ["verdict", "policy", "key", "since", "before"].map(|name| words.get(name));
        DecisionQuery { verdict, policy, key, since, before }
    });
    let decisions = Resource::new(
        move || (org.get(), query.get()),
        |(org, query)| list_decisions(org, query.verdict, query.policy, query.key, query.since, query.before),
    );
    // The key filter offers names to those who may see them, and a plain field to the others.
    let keys = Resource::new(move || org.get(), list_keys);
    view! {
        <Transition fallback=|| view! { <div class="page page-wide"><Loading label="Loading decisions"/></div> }>
            {move || Suspend::new(async move {
                let keys = keys.await.unwrap_or_default();
                let page = decisions.await;
                view! { <List org=org.get_untracked() query=query.get_untracked() keys page/> }
            })}
        </Transition>
    }
}

#[component]
fn List(org: String, query: DecisionQuery, keys: Vec<KeyLine>, page: Result<Decisions, PortalError>) -> impl IntoView {
    let (problems, page) = match page {
        Err(problems @ PortalError::Fields(_)) => {
            respond_with(problems.status());
            (Some(problems), None)
        }
        Err(error) => return view! { <ErrorView error/> }.into_any(),
        Ok(page) => (None, Some(page)),
    };
    view! {
        <div class="page page-wide">
            <PageHead title="Decisions" lead="Every governed call, with each policy that was evaluated. Values that were redacted are not stored."/>
            <Filters org=org.clone() query=query.clone() keys problems/>
            {page.map(|page| view! { <DecisionTable org query page/> })}
        </div>
    }
    .into_any()
}

/// `/o/:org/decisions/:id`.
#[component]
pub(crate) fn DecisionPage() -> impl IntoView {
    let org = use_org();
    let id = use_id::<model::Decision>("id");
    let decision = Resource::new(move || (org.get(), id.get()), |(org, id)| read(org, id));
    view! {
        <Suspense fallback=|| view! { <div class="page"><Loading label="Loading the decision"/></div> }>
            {move || Suspend::new(async move {
                match decision.await {
                    Ok(decision) => view! { <DetailBody org=org.get_untracked() decision/> }.into_any(),
                    Err(error) => view! { <ErrorView error/> }.into_any(),
                }
            })}
        </Suspense>
    }
}

async fn read(org: String, id: Option<DecisionId>) -> Result<DecisionDetail, PortalError> {
    match id {
        Some(id) => read_decision(org, id).await,
        None => Err(PortalError::NotFound),
    }
}

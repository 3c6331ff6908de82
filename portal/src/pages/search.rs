use icondata_lu::{LuArrowRight, LuSearch};
use leptos::{either::Either, prelude::*};
use leptos_router::hooks::use_query_map;

use crate::{
    components::{Button, EmptyState, ErrorView, Icon, Loading, PageHead},
    contexts::{use_org, use_viewer},
    layouts::{by_id, destinations, matching},
    server_fns::session::search,
};

/// One thing that was found.
type Found = (String, String);

/// Finds pages, and what an id or a word names; the palette without scripts.
#[component]
pub(crate) fn SearchPage() -> impl IntoView {
    let org = use_org();
    let query = use_query_map();
    let words = Memo::new(move |_| query.with(|q| q.get("q").unwrap_or_default()));
    let viewer = use_viewer();
    let found = Resource::new(move || (org.get(), words.get()), |(org, q)| search(org, q));
    let results = move || {
        let (org, text) = (org.get(), words.get());
        Suspend::new(async move {
            match (viewer.await, found.await) {
                (Ok(viewer), Ok(found)) => {
                    let pages = matching(destinations(&viewer), &text).into_iter().map(|d| (d.title.to_owned(), d.href));
                    let ids = by_id(&org, &text).into_iter().map(|(title, href)| (title.to_owned(), href));
                    Either::Left(view! { <Results found=ids.chain(found).chain(pages).collect() /> })
                }
                (Err(error), _) | (_, Err(error)) => Either::Right(view! { <ErrorView error=error /> }),
            }
        })
    };
    view! {
        <div class="page page-narrow">
            <PageHead title="Search" lead="Pages by name; a decision, approval, export or API key by its id." />
            <form class="toolbar" method="get" role="search">
                <div class="input-group">
                    <Icon icon=LuSearch />
                    <input class="input" type="search" name="q" aria-label="Search pages, or paste an id" value=move || words.get() />
                </div>
                <Button>"Search"</Button>
            </form>
            <Transition fallback=|| view! { <Loading label="Searching" /> }>{results}</Transition>
        </div>
    }
}

#[component]
fn Results(found: Vec<Found>) -> impl IntoView {
    if found.is_empty() {
        return Either::Left(view! {
            <div class="card">
                <EmptyState title="Nothing matches" icon=LuSearch>"Paste a whole id, or try one word of a page's name."</EmptyState>
            </div>
        });
    }
    let rows = found.into_iter().map(|(title, href)| {
        view! {
            <li>
                <Icon icon=LuArrowRight />
                <a class="row-link grow" href=href>{title}</a>
            </li>
        }
    });
    Either::Right(view! { <ul class="card list">{rows.collect_view()}</ul> })
}

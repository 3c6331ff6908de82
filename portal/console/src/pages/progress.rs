use axum::response::Response;
use governance::operators::{Operator, PlatformJob};
use leptos::prelude::*;
use model::OrgId;

use super::{
    frame::{Page, Place, framed},
    marks::{at, job},
};
use crate::Console;

/// What is on its way for an organisation. The page asks again by itself, which is why there is no form on it.
pub(crate) fn progress(console: &Console, who: &Operator, org: OrgId, jobs: &[PlatformJob]) -> Response {
    let page = Page { asks_again: true, ..Page::new("On its way", Place::Orgs) };
    let lines = jobs.iter().map(|one| view! { <li>{job(&one.kind)}", asked for by "{one.asked_by.clone()}", "{at(one.asked_at)}</li> });
    let body = view! {
        <div class="page page-narrow">
            <header class="page-head">
                <div>
                    <nav aria-label="Way here"><ol class="crumbs"><li><a href="/orgs">"Organisations"</a></li></ol></nav>
                    <h1>"On its way"</h1>
                    <p>"This page asks again by itself and leads to the organisation when it is done."</p>
                </div>
            </header>
            <section class="card" aria-label="On its way"><div class="card-body"><ul class="stack-2" role="status">{lines.collect_view()}</ul></div></section>
            <p class="small"><a href=format!("/orgs/{org}")>"Go to the organisation now"</a></p>
        </div>
    };
    framed(console, who, &page, body.into_any())
}

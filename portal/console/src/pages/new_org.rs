use axum::response::Response;
use governance::{Error, operators::Operator};
use leptos::prelude::*;

use super::{
    fields::{Line, Told, line, plan_choice},
    frame::{Page, Place, framed},
};
use crate::{Console, forms::NewOrg};

/// The form for a new organisation, with what was typed.
pub(crate) fn new_org(console: &Console, who: &Operator, typed: &NewOrg, error: Option<Error>) -> Response {
    let told = Told::of(error);
    let page = Page { status: told.status, ..Page::new("Create organisation", Place::Orgs) };
    let name = Line { name: "name", id: "name", label: "Name", value: &typed.name, ..Line::default() };
    let slug = Line {
        name: "slug",
        id: "slug",
        label: "Short name",
        hint: "In its addresses: 2 to 40 lower-case letters, digits and hyphens. It stays.",
        value: &typed.slug,
        ..Line::default()
    };
    let owner = Line {
        name: "owner_email",
        id: "owner_email",
        label: "First owner",
        hint: "Gets an invitation by mail. Without one, only the command line can add somebody.",
        kind: "email",
        value: &typed.owner_email,
        required: false,
        ..Line::default()
    };
    let chosen = if typed.tier.is_empty() { "evaluation" } else { &typed.tier };
    let body = view! {
        <div class="page page-narrow">
            <header class="page-head">
                <div>
                    <nav aria-label="Way here"><ol class="crumbs"><li><a href="/orgs">"Organisations"</a></li></ol></nav>
                    <h1>"Create organisation"</h1>
                </div>
            </header>
            <form method="post" action="/orgs/new" class="card form card-form">
                {told.notice()}
                {line(&name, &told)}
                {line(&slug, &told)}
                {plan_choice(chosen)}
                {line(&owner, &told)}
                <div class="form-foot"><button class="btn btn-primary">"Create organisation"</button></div>
            </form>
        </div>
    };
    framed(console, who, &page, body.into_any())
}

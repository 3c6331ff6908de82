use axum::response::Response;
use governance::operators::{Inside, Operator};
use leptos::prelude::*;
use model::{OrgId, grouped};

use super::frame::{Page, Place, framed};
use crate::Console;

/// The little of an organisation that it let this operator see.
pub(crate) fn inside(console: &Console, who: &Operator, org: OrgId, inside: &Inside) -> Response {
    let page = Page::new(format!("Inside {}", inside.name), Place::Orgs);
    let decisions =
        inside.decisions.iter().map(|(verdict, count)| view! { <dt>{verdict.as_str()}</dt><dd>{grouped(*count)}</dd> }).collect_view();
    let networks = inside.security.networks.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    let networks = if networks.is_empty() { "everywhere".to_owned() } else { networks };
    let factor = if inside.security.second_factor_for_all { "everybody" } else { "whose role needs one" };
    let body = view! {
        <div class="page">
            <header class="page-head">
                <div>
                    <nav aria-label="Way here">
                        <ol class="crumbs"><li><a href="/orgs">"Organisations"</a></li><li><a href=format!("/orgs/{org}")>{inside.name.clone()}</a></li></ol>
                    </nav>
                    <h1>{page.title.clone()}</h1>
                    <p>"You see this because they let you. That you looked stands in their log."</p>
                </div>
            </header>
            <div class="columns columns-2">
                <section class="card" aria-labelledby="decisions">
                    <header><h2 id="decisions">"Decisions, last 24 hours"</h2></header>
                    <div class="card-body"><dl class="kv">{decisions}</dl></div>
                </section>
                <section class="card" aria-labelledby="settings">
                    <header><h2 id="settings">"How people get in"</h2></header>
                    <div class="card-body">
                        <dl class="kv">
                            <dt>"From"</dt><dd>{networks}</dd>
                            <dt>"Second factor"</dt><dd>{factor}</dd>
                            <dt>"Unused sessions"</dt><dd>"end after "{inside.security.idle_minutes}" minutes"</dd>
                            <dt>"All sessions"</dt><dd>"end after "{inside.security.session_hours}" hours"</dd>
                        </dl>
                    </div>
                </section>
            </div>
            {people(inside)}
        </div>
    };
    framed(console, who, &page, body.into_any())
}

fn people(inside: &Inside) -> impl IntoView + use<> {
    let rows = inside.people.iter().map(|(member, roles)| {
        let state = if member.suspended_at.is_some() { "suspended" } else { "active" };
        view! {
            <tr>
                <th scope="row">{member.name.clone()}<span class="cell-sub">{member.email.clone()}</span></th>
                <td>{roles.join(", ")}</td>
                <td class="col-md">{state}</td>
            </tr>
        }
    });
    view! {
        <div class="table-block">
            <div class="table-wrap" role="region" aria-label="Members" tabindex="0">
                <table class="table">
                    <thead><tr><th scope="col">"Member"</th><th scope="col">"Roles"</th><th scope="col" class="col-md">"State"</th></tr></thead>
                    <tbody>{rows.collect_view()}</tbody>
                </table>
            </div>
        </div>
    }
}

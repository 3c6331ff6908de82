use axum::response::Response;
use governance::operators::{OperatedOrg, Operator};
use leptos::prelude::*;

use super::{
    fields::in_words,
    frame::{Page, Place, framed},
    marks::{at_or, count, state},
};
use crate::{Console, forms::Search};

/// The organisations, `rows` of them.
pub(crate) fn orgs(console: &Console, who: &Operator, asked: &Search, mut orgs: Vec<OperatedOrg>, rows: usize) -> Response {
    let is_more = orgs.len() > rows;
    orgs.truncate(rows);
    let next = orgs.last().filter(|_| is_more).map(|last| next_page(&asked.q, &last.slug));
    let list = if orgs.is_empty() { empty(asked) } else { table(&orgs, next, asked.after.is_some()) };
    let body = view! {
        <div class="page page-wide">
            <header class="page-head">
                <div>
                    <h1>"Organisations"</h1>
                    <p>"How much there is of each, never what it says. What is inside belongs to the customer."</p>
                </div>
                <div class="page-actions"><a class="btn btn-primary" href="/orgs/new">"Create organisation"</a></div>
            </header>
            <form class="toolbar" role="search" action="/orgs">
                <input class="input platform-search" type="search" name="q" value=asked.q.clone() aria-label="Name or short name" placeholder="Name or short name" />
                <button class="btn">"Search"</button>
            </form>
            {list}
        </div>
    };
    framed(console, who, &Page::new("Organisations", Place::Orgs), body.into_any())
}

fn next_page(q: &str, after: &str) -> String {
    // A short name needs no encoding; what was searched for does.
    let q: String = q.bytes().map(encoded).collect();
    format!("/orgs?q={q}&after={after}")
}

fn encoded(byte: u8) -> String {
    if byte.is_ascii_alphanumeric() { char::from(byte).to_string() } else { format!("%{byte:02X}") }
}

fn empty(asked: &Search) -> AnyView {
    let nothing_found = !asked.q.trim().is_empty() || asked.after.is_some();
    let (title, text) = if nothing_found {
        ("Nothing found", "No organisation has this in its name or short name.")
    } else {
        ("No organisation yet", "The first one gets a workspace, the usual roles and an empty log, and its owner an invitation.")
    };
    let action = if nothing_found {
        view! { <a class="btn" href="/orgs">"Show all"</a> }.into_any()
    } else {
        view! { <a class="btn" href="/orgs/new">"Create organisation"</a> }.into_any()
    };
    view! { <div class="card"><div class="empty"><h2>{title}</h2><p>{text}</p><div class="row">{action}</div></div></div> }.into_any()
}

fn table(orgs: &[OperatedOrg], next: Option<String>, is_later: bool) -> AnyView {
    let count = orgs.len();
    let rows = orgs.iter().map(row).collect_view();
    view! {
        <div class="table-block">
            <div class="table-wrap" role="region" aria-label="Organisations" tabindex="0">
                <table class="table">
                    <thead>
                        <tr>
                            <th scope="col">"Organisation"</th>
                            <th scope="col">"State"</th>
                            <th scope="col" class="col-md">"Plan"</th>
                            <th scope="col" class="col-lo cell-num">"People"</th>
                            <th scope="col" class="col-lo cell-num">"API keys"</th>
                            <th scope="col" class="col-lo cell-num">"Records"</th>
                            <th scope="col" class="col-md">"Last activity"</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
            <div class="table-foot">
                <span>{format!("{count} on this page")}</span>
                <nav class="pager" aria-label="Pages">
                    {is_later.then(|| view! { <a class="btn btn-sm" href="/orgs">"First page"</a> })}
                    {next.map(|href| view! { <a class="btn btn-sm" href=href rel="next">"Next"</a> })}
                </nav>
            </div>
        </div>
    }
    .into_any()
}

fn row(org: &OperatedOrg) -> impl IntoView + use<> {
    view! {
        <tr>
            <th scope="row">
                <a class="row-link" href=format!("/orgs/{}", org.org)>{org.name.clone()}</a>
                <span class="cell-sub mono">{org.slug.clone()}</span>
            </th>
            <td>{state(org)}</td>
            <td class="col-md">{in_words(org.tier)}</td>
            <td class="col-lo cell-num">{count(org.people)}</td>
            <td class="col-lo cell-num">{count(org.keys)}</td>
            <td class="col-lo cell-num">{count(org.records)}</td>
            <td class="col-md">{at_or(org.last_activity_at, "none")}</td>
        </tr>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_searched_for_stays_one_value() {
        assert_eq!(next_page("a&after=z é", "acme"), "/orgs?q=a%26after%3Dz%20%C3%A9&after=acme");
    }
}

use axum::response::Response;
use governance::operators::{Operator, OperatorDeed};
use leptos::prelude::*;

use super::{
    frame::{Page, Place, framed},
    marks::{act, at},
};
use crate::Console;

/// What operators did, newest first, `rows` of it.
pub(crate) fn audit(console: &Console, who: &Operator, mut deeds: Vec<OperatorDeed>, rows: usize) -> Response {
    let is_more = deeds.len() > rows;
    deeds.truncate(rows);
    let next = deeds.last().filter(|_| is_more).map(|last| format!("/audit?before={}", last.deed_id));
    let lines = deeds.iter().map(row).collect_view();
    let body = view! {
        <div class="page page-wide">
            <header class="page-head">
                <div>
                    <h1>"Operator audit"</h1>
                    <p>"What operators did, asked for and opened. The database refuses to change it."</p>
                </div>
            </header>
            <div class="table-block">
                <div class="table-wrap" role="region" aria-label="Operator audit" tabindex="0">
                    <table class="table">
                        <thead>
                            <tr>
                                <th scope="col">"When"</th>
                                <th scope="col">"What"</th>
                                <th scope="col" class="col-md">"Organisation"</th>
                                <th scope="col" class="col-md">"Who"</th>
                                <th scope="col" class="col-lo">"From"</th>
                            </tr>
                        </thead>
                        <tbody>{lines}</tbody>
                    </table>
                </div>
                <div class="table-foot">
                    <span></span>
                    <nav class="pager" aria-label="Pages">{next.map(|href| view! { <a class="btn btn-sm" href=href rel="next">"Older"</a> })}</nav>
                </div>
            </div>
        </div>
    };
    framed(console, who, &Page::new("Operator audit", Place::Audit), body.into_any())
}

fn row(deed: &OperatorDeed) -> impl IntoView + use<> {
    let is_about_one = !deed.org_id.is_nil();
    let name = deed.org_name.clone().unwrap_or_else(|| "not there yet".to_owned());
    let org = is_about_one.then(|| view! { <a href=format!("/orgs/{}", deed.org_id)>{name}</a> });
    let reason = deed.details.get("reason").and_then(|reason| reason.as_str()).map(str::to_owned);
    view! {
        <tr>
            <td>{at(deed.at)}</td>
            <th scope="row">{act(&deed.act)}{reason.map(|reason| view! { <span class="cell-sub">{reason}</span> })}</th>
            <td class="col-md">{org}</td>
            <td class="col-md">{deed.operator.clone()}</td>
            <td class="col-lo mono">{deed.ip.clone()}</td>
        </tr>
    }
}

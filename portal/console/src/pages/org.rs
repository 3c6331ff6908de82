use axum::response::Response;
use governance::operators::{OperatedOrg, Operator, PlatformJob, Sheet};
use leptos::prelude::*;
use model::{OrgId, grouped};

use super::{
    access,
    fields::{Told, in_words},
    frame::{Page, Place, framed},
    marks::{at, at_or, count, job, state, status},
    org_forms,
};
use crate::Console;

/// One organisation: what it is, what can be done, what was asked for.
pub(crate) fn org(console: &Console, who: &Operator, org: OrgId, sheet: &Sheet, told: &Told) -> Response {
    let title = sheet.org.as_ref().map_or_else(|| "New organisation".to_owned(), |org| org.name.clone());
    let is_busy = sheet.jobs.iter().any(|job| job.is_on_its_way(console.gov.now()));
    let page = Page { status: told.status, ..Page::new(title.clone(), Place::Orgs) };
    let facts = sheet.org.as_ref().map(facts);
    let actions = sheet.org.as_ref().filter(|org| org.deleted_at.is_none()).map(|org| org_forms::actions(org, told));
    let end = sheet.org.as_ref().filter(|org| org.deleted_at.is_none()).map(|org| org_forms::end(org, told));
    let slug = sheet.org.as_ref().map(|org| org.slug.clone());
    let body = view! {
        <div class="page">
            <header class="page-head">
                <div>
                    <nav aria-label="Way here"><ol class="crumbs"><li><a href="/orgs">"Organisations"</a></li></ol></nav>
                    <h1>{title}</h1>
                    {slug.map(|slug| view! { <p class="mono">{slug}</p> })}
                </div>
            </header>
            {told.notice()}
            {is_busy.then(|| view! { <div class="notice" role="status"><p>"Something is on its way. "<a href=format!("/orgs/{org}/progress")>"See how far it is"</a></p></div> })}
            {facts}
            {actions}
            {access::access(console, who, org, sheet, told)}
            {jobs(&sheet.jobs)}
            {end}
            <p class="small muted">"Id "<span class="mono">{org.to_string()}</span></p>
        </div>
    };
    framed(console, who, &page, body.into_any())
}

fn facts(org: &OperatedOrg) -> impl IntoView + use<> {
    let calls = org.calls_per_minute.unwrap_or_else(|| org.tier.calls_per_minute());
    let whose = if org.calls_per_minute.is_some() { "by its own limit" } else { "of the plan" };
    let until = org.delete_after.map(|due| view! { <dt>"Removed"</dt><dd>{at(due)}", unless it is kept"</dd> });
    view! {
        <section class="card" aria-labelledby="facts">
            <header><h2 id="facts">"Overview"</h2></header>
            <div class="card-body">
                <dl class="kv">
                    <dt>"State"</dt><dd>{state(org)}</dd>
                    {org.suspended_at.map(|since| view! { <dt>"Suspended"</dt><dd>"since "{at(since)}</dd> })}
                    {until}
                    <dt>"Plan"</dt><dd>{in_words(org.tier)}</dd>
                    <dt>"Calls per minute"</dt><dd>{grouped(u64::from(calls))}" "{whose}</dd>
                    <dt>"People with a role"</dt><dd>{count(org.people)}</dd>
                    <dt>"API keys in force"</dt><dd>{count(org.keys)}</dd>
                    <dt>"Records"</dt><dd>{count(org.records)}</dd>
                    <dt>"Last activity"</dt><dd>{at_or(org.last_activity_at, "none")}</dd>
                    <dt>"Made"</dt><dd>{at(org.created_at)}</dd>
                </dl>
            </div>
        </section>
    }
}

fn jobs(jobs: &[PlatformJob]) -> impl IntoView + use<> {
    let rows = jobs.iter().map(job_row).collect_view();
    (!jobs.is_empty()).then(|| {
        view! {
            <section aria-labelledby="jobs" class="stack">
                <h2 id="jobs">"Asked for"</h2>
                <div class="table-block">
                    <div class="table-wrap" role="region" aria-label="Jobs" tabindex="0">
                        <table class="table">
                            <thead>
                                <tr>
                                    <th scope="col">"Change"</th>
                                    <th scope="col">"State"</th>
                                    <th scope="col" class="col-md">"By"</th>
                                    <th scope="col" class="col-md">"When"</th>
                                </tr>
                            </thead>
                            <tbody>{rows}</tbody>
                        </table>
                    </div>
                </div>
            </section>
        }
    })
}

fn job_row(one: &PlatformJob) -> impl IntoView + use<> {
    let (tone, word) = match one.status.as_str() {
        "done" => ("ok", "Done"),
        "failed" => ("bad", "Failed"),
        "withdrawn" => ("neutral", "Withdrawn"),
        _ => ("warn", "Waiting"),
    };
    let later = (one.status == "waiting" && one.run_after > one.asked_at)
        .then(|| view! { <span class="cell-sub">"until "{at(one.run_after)}</span> });
    view! {
        <tr>
            <th scope="row">{job(&one.kind)}</th>
            <td>
                {status(tone, word)}
                {one.problem.clone().map(|problem| view! { <span class="cell-sub platform-problem">{problem}</span> })}
                {later}
            </td>
            <td class="col-md">{one.asked_by.clone()}</td>
            <td class="col-md">{at(one.finished_at.unwrap_or(one.asked_at))}</td>
        </tr>
    }
}

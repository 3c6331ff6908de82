//! What an operator can do about an organisation. Each form works by itself; what cannot be done now is not offered.

use governance::operators::OperatedOrg;
use leptos::prelude::*;
use model::DELETION_WAITS_DAYS;

use super::fields::{Line, Told, line, plan_choice};
use crate::forms::Which;

pub(super) fn actions(org: &OperatedOrg, told: &Told) -> AnyView {
    let base = format!("/orgs/{}", org.org);
    if org.delete_after.is_some() {
        return keep(&base).into_any();
    }
    let door = if org.suspended_at.is_some() { resume(&base).into_any() } else { suspend(&base, told).into_any() };
    view! { <div class="columns columns-2">{plan(&base, org, told)}{door}</div> }.into_any()
}

/// The way out, last on the page.
pub(super) fn end(org: &OperatedOrg, told: &Told) -> AnyView {
    if org.delete_after.is_some() {
        return ().into_any();
    }
    delete(&format!("/orgs/{}", org.org), org, told).into_any()
}

fn plan(base: &str, org: &OperatedOrg, told: &Told) -> impl IntoView + use<> {
    let calls = org.calls_per_minute.map(|calls| calls.to_string()).unwrap_or_default();
    let form = Some(Which::Plan);
    let limit = Line {
        form,
        name: "calls_per_minute",
        id: "calls_per_minute",
        label: "Calls per minute",
        hint: "Empty takes the plan's.",
        value: &calls,
        required: false,
        ..Line::default()
    };
    view! {
        <form method="post" action=format!("{base}/plan") class="card form card-form" aria-labelledby="plan-title">
            <h2 id="plan-title">"Plan and limits"</h2>
            {told.notice_in(form)}
            {plan_choice(told.typed(form, "tier").unwrap_or(org.tier.as_str()))}
            {line(&limit, told)}
            <div class="form-foot"><button class="btn">"Save plan"</button></div>
        </form>
    }
}

fn suspend(base: &str, told: &Told) -> impl IntoView + use<> {
    let reason = Line {
        form: Some(Which::Suspend),
        name: "reason",
        id: "suspend-reason",
        label: "Reason",
        hint: "Stands in the organisation's own log.",
        ..Line::default()
    };
    view! {
        <form method="post" action=format!("{base}/suspend") class="card form card-form" aria-labelledby="suspend-title">
            <h2 id="suspend-title">"Suspend"</h2>
            {told.notice_in(Some(Which::Suspend))}
            <p class="help">"Nobody gets in and no key is taken from then on, within a second. Nothing is lost."</p>
            {line(&reason, told)}
            <div class="form-foot"><button class="btn btn-danger-quiet">"Suspend organisation"</button></div>
        </form>
    }
}

fn resume(base: &str) -> impl IntoView + use<> {
    view! {
        <form method="post" action=format!("{base}/resume") class="card form card-form" aria-labelledby="resume-title">
            <h2 id="resume-title">"Resume"</h2>
            <p class="help">"Its people and keys get in again, as they were."</p>
            <div class="form-foot"><button class="btn btn-primary">"Resume organisation"</button></div>
        </form>
    }
}

fn keep(base: &str) -> impl IntoView + use<> {
    view! {
        <form method="post" action=format!("{base}/keep") class="card form card-form" aria-labelledby="keep-title">
            <h2 id="keep-title">"Keep it after all"</h2>
            <p class="help">"It stays suspended until you resume it."</p>
            <div class="form-foot"><button class="btn btn-primary">"Keep organisation"</button></div>
        </form>
    }
}

fn delete(base: &str, org: &OperatedOrg, told: &Told) -> impl IntoView + use<> {
    let form = Some(Which::Delete);
    let slug = Line { form, name: "slug", id: "delete-slug", label: "Short name, to confirm", ..Line::default() };
    let reason = Line { form, name: "reason", id: "delete-reason", label: "Reason", ..Line::default() };
    let what = format!(
        "Suspends {} now and removes it in {DELETION_WAITS_DAYS} days; until then it can be kept. Its log stays without personal values, \
         so that proofs that were handed out go on verifying.",
        org.name
    );
    view! {
        <form method="post" action=format!("{base}/delete") class="card form card-form" aria-labelledby="delete-title">
            <h2 id="delete-title">"Delete"</h2>
            {told.notice_in(form)}
            <p class="help">{what}</p>
            {line(&slug, told)}
            {line(&reason, told)}
            <div class="form-foot"><button class="btn btn-danger">"Delete organisation"</button></div>
        </form>
    }
}

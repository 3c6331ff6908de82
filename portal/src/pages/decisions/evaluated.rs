use leptos::prelude::*;
use model::{Action, Verdict, views::EvaluatedPolicy};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use crate::components::{Chip, Icon, SeverityMark, VerdictShape};

/// Each policy with its own result: those that matched in view, the rest behind a disclosure.
#[component]
pub(super) fn EvaluatedPolicies(org: String, policies: Vec<EvaluatedPolicy>, took: String, verdict: Verdict) -> impl IntoView {
    let total = policies.len();
    let (matched, passed): (Vec<_>, Vec<_>) = policies.into_iter().partition(|policy| policy.matched);
    let none_matched = matched.is_empty().then(|| view! { <p class="card-body small muted">"No policy matched."</p> });
    let matched = matched.into_iter().map(|policy| hit(&org, policy, verdict)).collect_view();
    let passed_count = passed.len();
    let passed = passed.into_iter().map(|policy| pass(&org, policy)).collect_view();
    let rest = (passed_count > 0).then(|| {
        view! {
            <details class="done">
                <summary><Icon icon=icondata_lu::LuCircleCheck/>{passed_in_words(passed_count)}<Icon icon=icondata_lu::LuChevronRight/></summary>
                <ol class="trace">{passed}</ol>
            </details>
        }
    });
    view! {
        <section class="card" aria-labelledby="evaluated">
            <header><h2 id="evaluated">"Evaluated policies"</h2><span class="push muted">{format!("{total}, {took}")}</span></header>
            {none_matched}
            <ol class="trace">{matched}</ol>
            {rest}
        </section>
    }
}

fn hit(org: &str, policy: EvaluatedPolicy, verdict: Verdict) -> impl IntoView + use<> {
    let line = origin(org, &policy);
    view! {
        <li data-hit="true">
            <VerdictShape verdict/>
            <span>
                <b class="strong">{policy.name}</b>" "
                <Chip>{format!("asks to {}", act_in_words(&policy.action))}</Chip>
            </span>
            <SeverityMark severity=policy.severity/>
            {policy.matched_on.map(|on| view! { <small>"Matched on "{on}</small> })}
            <small>{line}</small>
        </li>
    }
}

fn pass(org: &str, policy: EvaluatedPolicy) -> impl IntoView + use<> {
    let line = origin(org, &policy);
    view! {
        <li>
            <Icon icon=icondata_lu::LuCheck/>
            <span>{policy.name}</span>
            <span class="took">"did not match"</span>
            <small>{line}</small>
        </li>
    }
}

/// Where the policy comes from; its id leads to every decision that it matched.
fn origin(org: &str, policy: &EvaluatedPolicy) -> impl IntoView + use<> {
    let others = format!("/o/{org}/decisions?policy={}", utf8_percent_encode(&policy.id, NON_ALPHANUMERIC));
    let rest = format!(" version {}, {} tier, category {}", policy.version, policy.tier, policy.category);
    view! { <a class="mono" href=others title="Decisions that this policy matched">{policy.id.clone()}</a>{rest} }
}

/// What a policy asks for, as it goes on after "asks to".
fn act_in_words(action: &str) -> &str {
    match Action::parse(action) {
        Some(Action::RequireApproval) => "hold for approval",
        Some(Action::Block) => "deny",
        Some(Action::Redact | Action::Warn | Action::Log | Action::Allow) | None => action,
    }
}

fn passed_in_words(count: usize) -> String {
    if count == 1 { "1 more, which did not match".to_owned() } else { format!("{count} more, which did not match") }
}

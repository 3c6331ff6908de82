use leptos::prelude::*;
use model::views::{DecisionDetail, FoundFamily, FoundKind};

use super::{
    evaluated::EvaluatedPolicies,
    list::took_in_words,
    record::{CanonicalRecord, Proof},
};
use crate::{
    components::{Card, Crumb, FoundKinds, IdText, MaskedText, PageHead, Time, VerdictMark, grouped},
    pages::approvals::ask::plane_in_words,
};

/// Everything about one decision: what was sent, what was evaluated, who called, and the proof.
#[component]
pub(super) fn DetailBody(org: String, decision: DecisionDetail) -> impl IntoView {
    let line = decision.line.clone();
    let title = line.target.clone().unwrap_or_else(|| plane_in_words(line.plane).to_owned());
    let crumbs = vec![Crumb::new(format!("/o/{org}/decisions"), "Decisions")];
    view! {
        <div class="page">
            <PageHead title crumbs lead=without_ids(&decision)/>
            <p class="row small muted">
                <VerdictMark verdict=line.verdict block=true/>
                <Time at=line.at/>
                <IdText value=line.id.to_string() label="the decision id"/>
                <span>{format!("ledger {}", grouped(line.seq))}</span>
            </p>
            <div class="columns columns-main">
                <div class="stack-6">
                    <WhatWasSent query=decision.query.clone() detections=decision.detections.clone()/>
                    <EvaluatedPolicies org=org.clone() policies=decision.evaluated.clone() took=took_in_words(line.took_micros) verdict=line.verdict/>
                    <CanonicalRecord record=decision.record.clone()/>
                </div>
                <div class="stack-6">
                    <Chain org decision=decision.clone()/>
                    <Proof proof=decision.proof/>
                </div>
            </div>
        </div>
    }
}

/// The reason with the deciding policy by its name alone; its id stands with the policy below.
fn without_ids(decision: &DecisionDetail) -> String {
    let named = decision.evaluated.iter().filter(|policy| policy.matched);
    named.fold(decision.reason.clone(), |reason, policy| reason_in_words(&reason, &policy.id, &policy.name))
}

/// "policy ID (NAME)", as callers are told it, becomes "“NAME”".
pub(crate) fn reason_in_words(reason: &str, id: &str, name: &str) -> String {
    reason.replace(&format!("policy {id} ({name})"), &format!("“{name}”"))
}

#[component]
fn WhatWasSent(query: Option<String>, detections: Vec<FoundKind>) -> impl IntoView {
    let text = query.map_or_else(
        || view! { <p class="small none">"The text was erased, or the call carried none. The proof still holds."</p> }.into_any(),
        |text| view! { <p class="small sent-text"><MaskedText text/></p> }.into_any(),
    );
    let removed: u64 = detections.iter().filter(|found| found.family != FoundFamily::Attack).map(|found| found.count).sum();
    let words = match removed {
        0 => None,
        1 => Some("1 value was removed. It is not stored.".to_owned()),
        many => Some(format!("{} values were removed. They are not stored.", grouped(many))),
    };
    let found = view! {
        {words.map(|words| view! { <p class="small muted">{words}</p> })}
        <FoundKinds label="What was found, by kind" kinds=detections/>
    };
    view! { <Card title="What was sent" id="sent"><div class="stack-2">{text}{found}</div></Card> }
}

#[component]
fn Chain(org: String, decision: DecisionDetail) -> impl IntoView {
    let line = decision.line;
    let none = |word: &'static str| view! { <span class="none">{word}</span> }.into_any();
    let key_name = line.key_name;
    let key = match decision.key {
        Some(id) => view! { <a href=format!("/o/{org}/keys/{id}")>{key_name}</a> }.into_any(),
        None => key_name.into_any(),
    };
    let approval = decision
        .approval
        .map_or_else(|| none("not needed"), |id| view! { <a href=format!("/o/{org}/approvals/{id}")>"Open the approval"</a> }.into_any());
    let context = decision.context.into_iter().map(|(name, value)| view! { <dt class="mono">{name}</dt><dd>{value}</dd> }).collect_view();
    view! {
        <Card title="Chain" id="chain">
            <dl class="kv">
                <dt>"API key"</dt><dd>{key}</dd>
                <dt>"On behalf of"</dt><dd>{line.end_user.map_or_else(|| none("not said"), IntoAny::into_any)}</dd>
                <dt>"Through"</dt><dd>{plane_in_words(line.plane)}</dd>
                <dt>"Approval"</dt><dd>{approval}</dd>
                <dt>"Trace"</dt><dd><IdText value=decision.trace_id label="the trace id"/></dd>
                <dt>"Request"</dt><dd><IdText value=decision.request_id label="the request id"/></dd>
                <dt>"Policy set"</dt><dd><IdText value=decision.policy_set label="the policy set"/></dd>
                {context}
            </dl>
        </Card>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_names_the_policy_once() {
        let reason = "Denied by policy sys_sqli (SQL injection) on pattern.";

        assert_eq!(reason_in_words(reason, "sys_sqli", "SQL injection"), "Denied by “SQL injection” on pattern.");
        assert_eq!(reason_in_words(reason, "other", "SQL injection"), reason);
    }
}

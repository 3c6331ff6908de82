use leptos::prelude::*;
use model::{Plane, views::ApprovalDetail};

use crate::{
    components::{CopyButton, IdText, MaskedText, Time, in_words},
    pages::decisions::reason_in_words,
};

/// The call as it would run, with what was masked marked by kind.
#[component]
pub(super) fn WhatWillRun(approval: ApprovalDetail) -> impl IntoView {
    let target = approval.target.unwrap_or_else(|| plane_in_words(approval.plane).to_owned());
    let runs_for = in_words(approval.execute_within_seconds);
    view! {
        <section class="section" aria-labelledby="run">
            <h2 id="run">"What will run"</h2>
            <div class="code">
                <div class="code-head"><b class="strong">{target}</b><CopyButton text=approval.call.clone() label="the call"/></div>
                <pre tabindex="0" role="region" aria-label="The call, masked"><code><MaskedText text=approval.call/></code></pre>
            </div>
            <p class="small muted">
                {format!("An approval works once, must run within {runs_for}, and is bound to exactly this call: ")}
                <span class="nowrap">"sha256 "<IdText value=approval.digest label="the digest" chars=16/></span>
            </p>
        </section>
    }
}

/// The policy that stopped it, in its own words.
#[component]
pub(super) fn WhyItStopped(org: String, approval: ApprovalDetail) -> impl IntoView {
    let reason = reason_in_words(&approval.reason, &approval.policy_id, &approval.line.policy_name);
    let policy = if approval.policy_id.is_empty() {
        view! { <span class="none">"none: the caller asked for a person"</span> }.into_any()
    } else {
        view! { {approval.line.policy_name}<br/><IdText value=approval.policy_id label="the policy id" chars=40/> }.into_any()
    };
    let decision = approval.decision.map_or_else(
        || view! { <span class="none">"none"</span> }.into_any(),
        |id| view! { <a href=format!("/o/{org}/decisions/{id}")>"Open every evaluated policy"</a> }.into_any(),
    );
    view! {
        <section class="section" aria-labelledby="why">
            <h2 id="why">"Why it stopped"</h2>
            <dl class="kv"><dt>"Policy"</dt><dd>{policy}</dd><dt>"Reason"</dt><dd>{reason}</dd><dt>"Decision"</dt><dd>{decision}</dd></dl>
        </section>
    }
}

/// The key, and the person behind it where that is known.
#[component]
pub(super) fn WhoAsks(org: String, approval: ApprovalDetail) -> impl IntoView {
    let none = |word: &'static str| view! { <span class="none">{word}</span> }.into_any();
    let end_user = approval.line.end_user.map_or_else(|| none("not said"), IntoAny::into_any);
    let ip = approval.ip.map_or_else(|| none("not known"), IntoAny::into_any);
    view! {
        <section class="section" aria-labelledby="who">
            <h2 id="who">"Who asks"</h2>
            <dl class="kv">
                <dt>"API key"</dt><dd><a href=format!("/o/{org}/keys/{}", approval.key)>{approval.line.key_name}</a></dd>
                <dt>"On behalf of"</dt><dd>{end_user}</dd>
                <dt>"Through"</dt><dd>{plane_in_words(approval.plane)}</dd>
                <dt>"From"</dt><dd>{ip}</dd>
                <dt>"Trace"</dt><dd><IdText value=approval.trace_id label="the trace id"/></dd>
            </dl>
        </section>
    }
}

/// What each answer leads to, and what silence does.
#[component]
pub(super) fn WhatHappensNext(approval: ApprovalDetail) -> impl IntoView {
    let runs_for = in_words(approval.execute_within_seconds);
    view! {
        <section class="section" aria-labelledby="next">
            <h2 id="next">"What happens next"</h2>
            <dl class="kv">
                <dt>"Approve"</dt><dd>{format!("The caller may run it once, within {runs_for}.")}</dd>
                <dt>"Reject"</dt><dd>"The caller is told, with your reason."</dd>
                <dt>"Nothing"</dt><dd>"It is denied on "<Time at=approval.line.approve_by/>"."</dd>
            </dl>
        </section>
    }
}

/// Which surface asked, for people.
pub(crate) const fn plane_in_words(plane: Plane) -> &'static str {
    match plane {
        Plane::Decide => "Decision API",
        Plane::PreCheck => "Gateway pre-check",
        Plane::Proxy => "Proxied request",
        Plane::McpInput => "MCP tool call, input",
        Plane::McpOutput => "MCP tool call, output",
        Plane::Queue => "Asked for in so many words",
    }
}

use std::{cmp::Reverse, sync::Arc, time::Instant};

use detect::{Family, Finding, Findings};
use model::{DecisionId, Verdict};
use policy::Evaluation;
use serde_json::Value;
use store::Recorded;

use super::{Call, Outcome, Redaction, joined, weight};
use crate::{Governance, Result, auth::Caller, detection::Tally, snapshots::PolicySet};

/// Texts above this size are scanned away from the event loop.
const INLINE_BYTES: usize = 16 * 1024;

/// A call with everything that evaluation says about it.
pub(super) struct Judged {
    pub(super) call: Call,
    pub(super) set: Arc<PolicySet>,
    pub(super) evaluation: Evaluation,
    pub(super) reason: String,
    /// The text without the values that redact policies name: what the client may pass on.
    pub(super) redacted_text: String,
    /// The text without any detected value: what may be stored (BP-46).
    pub(super) stored_text: String,
    /// What was found, by kind.
    pub(super) detections: Tally,
    pub(super) fingerprints: Vec<String>,
    pub(super) took_micros: u64,
}

pub(super) async fn judge(gov: &Governance, caller: &Caller, set: Arc<PolicySet>, call: Call) -> Result<Judged> {
    if call.text.len() <= INLINE_BYTES {
        return Ok(judge_now(gov, caller, set, call));
    }
    let (gov, caller) = (gov.clone(), caller.clone());
    joined(tokio::task::spawn_blocking(move || judge_now(&gov, &caller, set, call)).await)
}

fn judge_now(gov: &Governance, caller: &Caller, set: Arc<PolicySet>, call: Call) -> Judged {
    let started = Instant::now();
    let findings = detect::scan(&call.text);
    let asked = policy::Call { plane: call.plane, tenant: caller.tenant(), text: &call.text, now: gov.now(), facts: facts(&call) };
    let mut evaluation = policy::evaluate(&set.snapshot, &asked, &findings);
    evaluation.matched.sort_by_key(|m| weight(m.action));
    let took_micros = u64::try_from(started.elapsed().as_micros()).unwrap_or(u64::MAX);
    let redacted_text = evaluation.redacted_text(&call.text);
    let stored_text = stored_text(&call.text, &evaluation, &findings);
    Judged {
        reason: evaluation.reason(),
        detections: Tally::of(&findings),
        fingerprints: fingerprints(gov, caller, &call.text, &findings),
        call,
        set,
        evaluation,
        redacted_text,
        stored_text,
        took_micros,
    }
}

/// What the client said beside the text.
pub(super) fn facts(call: &Call) -> policy::Facts<'_> {
    policy::Facts {
        request_type: &call.request_type,
        target: call.target.as_deref(),
        end_user: call.end_user.as_deref(),
        context: call.exact.get("context").and_then(Value::as_object),
    }
}

/// Policies and detector are both taken at their word on the text as it was sent: a policy that takes out "SSN" must not
/// hide from the detector what the number behind it is.
fn stored_text(text: &str, evaluation: &Evaluation, findings: &Findings) -> String {
    let mut whole = evaluation.clone();
    let values = findings.iter().filter(|f| is_value(f));
    whole.redact.extend(values.map(|f| policy::Redaction::labelled(f.start..f.end, f.kind.word())));
    // Nothing to take out means that no value was found: scanning the same text again would find none either.
    if whole.redact.is_empty() {
        return text.to_owned();
    }
    whole.redact.sort_by_key(|redaction| (redaction.span.start, Reverse(redaction.span.end)));
    let redacted = whole.redacted_text(text);
    detect::redact(&redacted, detect::scan(&redacted).iter().filter(|f| is_value(f)))
}

/// Values must not be stored; attack text must, or nobody could judge the decision.
fn is_value(finding: &Finding) -> bool {
    matches!(finding.kind.family(), Family::PersonalData | Family::Secret)
}

/// Keyed, per organisation: the same value can be recognised again there, and nowhere be read.
fn fingerprints(gov: &Governance, caller: &Caller, text: &str, findings: &Findings) -> Vec<String> {
    let values = findings.iter().filter(|f| is_value(f)).take(20);
    values
        .filter_map(|f| {
            let kind = f.kind.word();
            let label = format!("{}/{kind}", caller.scope.org());
            Some(format!("{kind}:{}", gov.parts.mac.fingerprint(&label, text.get(f.start..f.end)?)))
        })
        .collect()
}

impl Judged {
    /// The verdict, and where no policy made it, the machine word for what did; with the sentence that says why.
    pub(super) fn verdict(&self) -> (Verdict, Option<&'static str>, &str) {
        let must_redact = self.evaluation.matched.iter().any(|m| m.redacts);
        let waits_or_passes = matches!(self.evaluation.verdict, Verdict::Redact | Verdict::RequireApproval);
        if must_redact && waits_or_passes && self.call.redaction == Redaction::Impossible {
            return (Verdict::Deny, Some("unsupported_obligation"), "Values have to be removed first, and this caller cannot remove them.");
        }
        (self.evaluation.verdict, None, &self.reason)
    }

    /// The plain answer; callers add hold or spending.
    pub(super) fn outcome(&self, caller: &Caller, decision: DecisionId, recorded: Recorded, verdict: Verdict) -> Outcome {
        Outcome {
            decision,
            plane: self.call.plane,
            at: recorded.at,
            seq: recorded.seq,
            verdict,
            refusal: None,
            reason: self.reason.clone(),
            matched: self.evaluation.matched.clone(),
            snapshot: self.set.snapshot.clone(),
            evaluated: self.evaluation.evaluated,
            redacted_text: self.redacted_text.clone(),
            redactions: self.detections.values(),
            severity: (!self.evaluation.matched.is_empty()).then(|| self.evaluation.severity()),
            hold: None,
            spent: None,
            took_micros: self.took_micros,
            trace_id: caller.scope.request().trace_id.clone(),
        }
    }
}

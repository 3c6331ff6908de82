use ledger::Deed;
use model::{ApprovalId, DecisionId, DeedKind, PersonalField, Verdict};
use policy::Match;
use serde_json::{Map, Value, json};

use super::evaluate::Judged;

/// Stored text is cut here; the verdict was made on all of it.
const STORED_BYTES: usize = 4 * 1024;
/// A label is cut here.
const LABEL_CHARS: usize = 254;

/// The record of a decision: what was asked by kind, what matched, under which policy set; never a detected value.
pub(super) fn deed(judged: &Judged, decision: DecisionId, verdict: Verdict, reason: &str, approval: Option<ApprovalId>) -> Deed {
    let call = &judged.call;
    let matched: Vec<Value> = judged.evaluation.matched.iter().map(line).collect();
    let mut deed = Deed::new(DeedKind::Decided, decision.as_uuid())
        .verdict(verdict)
        .fact("plane", call.plane.as_str())
        .fact("request_type", call.request_type.as_str())
        .fact("matched", matched)
        .fact("evaluated", judged.evaluation.evaluated)
        .fact("policy_set", judged.set.digest.as_str())
        .fact("reason", reason)
        .fact("took_us", judged.took_micros)
        .fact("detections", judged.detections.fact())
        .personal(PersonalField::Query, cut(&judged.stored_text, STORED_BYTES))
        .personal_opt(PersonalField::EndUser, call.end_user.clone())
        .personal_opt(PersonalField::Context, context(judged))
        .personal_opt(PersonalField::Fingerprints, fingerprints(judged));
    if let Some(target) = &call.target {
        deed = deed.fact("target", target.as_str());
    }
    if let Some(approval) = approval {
        deed = deed.fact("approval", approval.to_string());
    }
    deed
}

fn line(matched: &Match) -> Value {
    json!({
        "policy": matched.policy.as_str(),
        "name": matched.name,
        "action": matched.action.as_str(),
        "severity": matched.severity.as_str(),
        "category": matched.category.as_str(),
        "version": matched.version,
        "on": matched.matched_on,
        "by": matched.source.to_string(),
    })
}

/// Labels are caller text: values in them are removed before they are cut and stored.
fn context(judged: &Judged) -> Option<String> {
    if judged.call.context.is_empty() {
        return None;
    }
    let labels = serde_json::to_value(&judged.call.context).ok()?;
    let (redacted, _) = detect::redact_json(&labels, &|_| true);
    let labels = redacted.as_object().into_iter().flatten().filter_map(|(name, label)| Some((short(name), short(label.as_str()?).into())));
    let kept: Map<String, Value> = labels.collect();
    Some(Value::Object(kept).to_string())
}

fn short(label: &str) -> String {
    label.chars().take(LABEL_CHARS).collect()
}

fn fingerprints(judged: &Judged) -> Option<String> {
    (!judged.fingerprints.is_empty()).then(|| judged.fingerprints.join(" "))
}

/// At most `most` bytes, on a character boundary.
pub(super) fn cut(text: &str, most: usize) -> &str {
    if text.len() <= most {
        return text;
    }
    let end = (0..=most).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    text.get(..end).unwrap_or_default()
}

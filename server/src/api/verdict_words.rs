//! What a verdict is called on the wire: the one file that maps it into each surface's words.

use governance::decide::Outcome;
use model::{Action, Verdict};
use policy::{Match, PolicyTier};
use serde::Serialize;
use serde_json::{Value, json};
use utoipa::ToSchema;

/// How an outcome reads, before any surface dresses it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Reading {
    /// The word of decision mode: `allow`, `deny` or `needs_approval`.
    pub(super) verdict: &'static str,
    /// Whether the call may go ahead now.
    pub(super) is_allowed: bool,
    /// Whether values have to be removed first.
    pub(super) must_redact: bool,
    /// Why it may not, or what to know although it may; a machine word first.
    pub(super) reasons: Vec<String>,
}

impl Reading {
    /// The plain reading.
    pub(super) fn of(outcome: &Outcome) -> Self {
        let (verdict, code) = match outcome.verdict {
            Verdict::Allow => ("allow", None),
            Verdict::Redact => ("allow", Some("redaction_required")),
            Verdict::RequireApproval => ("needs_approval", Some("approval_required")),
            Verdict::Deny => ("deny", Some(outcome.refusal.unwrap_or("blocked_by_policy"))),
        };
        let is_allowed = verdict == "allow";
        let must_redact = is_allowed && outcome.matched.iter().any(|hit| hit.redacts);
        let mut reasons: Vec<String> = code.iter().flat_map(|code| [(*code).to_owned(), outcome.reason.clone()]).collect();
        reasons.extend(warnings(&outcome.matched));
        Self { verdict, is_allowed, must_redact, reasons }
    }

    /// A sentence that says why the call may not go ahead.
    pub(super) fn block_reason(&self, outcome: &Outcome) -> Option<String> {
        if self.is_allowed {
            return None;
        }
        Some(match outcome.verdict {
            Verdict::RequireApproval => format!("Requires human approval before it may run. {}", outcome.reason),
            Verdict::Deny | Verdict::Allow | Verdict::Redact => outcome.reason.clone(),
        })
    }
}

/// The sentences of policies that only warn (TC-50).
fn warnings(matched: &[Match]) -> impl Iterator<Item = String> {
    let warned = matched.iter().filter(|hit| hit.action == Action::Warn);
    warned.map(|hit| format!("Warning: policy {} ({}) matched on {}.", hit.policy, hit.name, hit.matched_on))
}

/// Ids of the policies that matched, the deciding one first.
pub(super) fn policy_ids(outcome: &Outcome) -> Vec<String> {
    outcome.matched.iter().map(|hit| hit.policy.to_string()).collect()
}

/// A matched policy with whose it is.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(super) struct PolicyIdentity {
    id: String,
    name: String,
    /// `shipped` or `organization`.
    source: &'static str,
    version: u32,
}

/// The matched policies in the order of [`policy_ids`].
pub(super) fn policy_identities(outcome: &Outcome) -> Vec<PolicyIdentity> {
    let source = |hit: &Match| match outcome.snapshot.find(&hit.policy).map(|policy| policy.tier) {
        Some(PolicyTier::System) => "shipped",
        Some(PolicyTier::Organization | PolicyTier::Tenant) | None => "organization",
    };
    let identity =
        |hit: &Match| PolicyIdentity { id: hit.policy.to_string(), name: hit.name.clone(), source: source(hit), version: hit.version };
    outcome.matched.iter().map(identity).collect()
}

/// A matched policy as tool checks tell it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(super) struct PolicyMatch {
    policy_id: String,
    policy_name: String,
    action: &'static str,
    risk_level: &'static str,
    allow_override: bool,
}

/// The matched policies as tool checks tell them.
pub(super) fn policy_matches(outcome: &Outcome) -> Vec<PolicyMatch> {
    let one = |hit: &Match| PolicyMatch {
        policy_id: hit.policy.to_string(),
        policy_name: hit.name.clone(),
        action: hit.action.as_str(),
        risk_level: hit.severity.as_str(),
        allow_override: false,
    };
    outcome.matched.iter().map(one).collect()
}

/// `policy_info` of tool checks, where `policies_evaluated` is a number.
pub(super) fn check_policy_info(outcome: &Outcome, reading: &Reading) -> Value {
    let matched: Vec<Value> = outcome
        .matched
        .iter()
        .map(|hit| {
            json!({
                "policy_id": hit.policy.as_str(), "policy_name": hit.name, "category": hit.category.as_str(),
                "severity": hit.severity.as_str(), "action": hit.action.as_str(),
            })
        })
        .collect();
    let removed: u64 = if reading.must_redact { outcome.redactions.iter().map(|kind| kind.count).sum() } else { 0 };
    let mut info = json!({
        "policies_evaluated": outcome.evaluated, "blocked": !reading.is_allowed, "redactions_applied": removed,
        "processing_time_ms": outcome.took_micros.div_ceil(1_000), "matched_policies": matched,
    });
    if let (Some(members), Some(reason)) = (info.as_object_mut(), reading.block_reason(outcome)) {
        members.insert("block_reason".to_owned(), Value::from(reason));
    }
    info
}

/// `policy_info` of proxy mode, where `policies_evaluated` names the policies that matched.
pub(super) fn proxy_policy_info(outcome: &Outcome, tenant: &str) -> Value {
    json!({
        "policies_evaluated": policy_ids(outcome),
        "static_checks": outcome.matched.iter().map(|hit| hit.category.as_str()).collect::<Vec<_>>(),
        "processing_time": processing_time(outcome.took_micros),
        "tenant_id": tenant,
    })
}

/// Like `3.2ms`.
fn processing_time(micros: u64) -> String {
    format!("{}.{}ms", micros / 1_000, micros % 1_000 / 100)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use model::{Id, Plane};
    use policy::{PolicyId, Snapshot};
    use time::OffsetDateTime;
    use uuid::Uuid;

    use super::*;

    fn outcome(verdict: Verdict, actions: &[Action]) -> Outcome {
        let snapshot = Arc::new(Snapshot::build(Vec::new(), Vec::new()));
        let shipped = snapshot.describe().first().unwrap().clone();
        let hit = |action: &Action| Match {
            policy: PolicyId::parse("pol_1").unwrap(),
            name: "One".to_owned(),
            category: shipped.category.clone(),
            severity: shipped.severity,
            action: *action,
            source: policy::Source::Policy,
            redacts: *action == Action::Redact,
            version: 1,
            matched_on: "ssn".to_owned(),
            spans: Vec::new(),
        };
        Outcome {
            decision: Id::from_uuid(Uuid::nil()),
            plane: Plane::Decide,
            at: OffsetDateTime::UNIX_EPOCH,
            seq: 1,
            verdict,
            refusal: None,
            reason: "Because.".to_owned(),
            matched: actions.iter().map(hit).collect(),
            snapshot,
            evaluated: 40,
            redacted_text: String::new(),
            redactions: Vec::new(),
            severity: None,
            hold: None,
            spent: None,
            took_micros: 3_249,
            trace_id: String::new(),
        }
    }

    fn read(verdict: Verdict, actions: &[Action]) -> (&'static str, bool, Option<String>) {
        let outcome = outcome(verdict, actions);
        let reading = Reading::of(&outcome);
        (reading.verdict, reading.must_redact, reading.reasons.into_iter().next())
    }

    #[test]
    fn every_verdict_has_its_word() {
        let first = |code: &str| Some(code.to_owned());

        assert_eq!(read(Verdict::Allow, &[]), ("allow", false, None));
        assert_eq!(read(Verdict::Redact, &[Action::Redact]), ("allow", true, first("redaction_required")));
        assert_eq!(read(Verdict::RequireApproval, &[Action::RequireApproval]), ("needs_approval", false, first("approval_required")));
        assert_eq!(read(Verdict::Deny, &[Action::Block, Action::Redact]), ("deny", false, first("blocked_by_policy")));
    }

    #[test]
    fn an_approved_call_still_has_to_be_redacted() {
        assert!(read(Verdict::Allow, &[Action::RequireApproval, Action::Redact]).1);
    }

    #[test]
    fn a_held_call_says_that_it_needs_approval() {
        let held = outcome(Verdict::RequireApproval, &[Action::RequireApproval]);

        assert_eq!(Reading::of(&held).block_reason(&held).unwrap(), "Requires human approval before it may run. Because.");
        assert_eq!(processing_time(3_249), "3.2ms");
    }
}

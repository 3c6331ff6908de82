use std::{sync::Arc, time::Instant};

use model::TenantId;
use policy::{Evaluation, PolicyResult, Snapshot};
use time::OffsetDateTime;

use super::{Call, evaluate::facts, joined, without_values};
use crate::Result;

/// What a policy set says to a call that is not made.
pub(crate) struct Weighed {
    pub(crate) evaluation: Evaluation,
    pub(crate) results: Vec<PolicyResult>,
    pub(crate) redacted_text: String,
    pub(crate) risk_score: f64,
    pub(crate) took_micros: u64,
}

/// Judges as [`super::decide`] does, with the time of each policy, away from the event loop.
pub(crate) async fn weigh(snapshot: Arc<Snapshot>, tenant: TenantId, now: OffsetDateTime, call: Call) -> Result<Weighed> {
    joined(tokio::task::spawn_blocking(move || weigh_now(&snapshot, tenant, now, call)).await)
}

/// The same at once; for callers that left the event loop already.
pub(crate) fn weigh_now(snapshot: &Snapshot, tenant: TenantId, now: OffsetDateTime, call: Call) -> Weighed {
    let (started, call) = (Instant::now(), without_values(call));
    let findings = detect::scan(&call.text);
    let asked = policy::Call { plane: call.plane, tenant, text: &call.text, now, facts: facts(&call) };
    let (evaluation, results) = policy::evaluate_each(snapshot, &asked, &findings, &|| started.elapsed());
    Weighed {
        redacted_text: evaluation.redacted_text(&call.text),
        evaluation,
        results,
        risk_score: policy::risk_score(&findings),
        took_micros: u64::try_from(started.elapsed().as_micros()).unwrap_or(u64::MAX),
    }
}

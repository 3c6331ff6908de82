use std::time::Instant;

use gate::problem::Problem;
use governance::{
    Governance,
    auth::Caller,
    decide::{Call, Outcome, decide},
};

/// Decides one call and measures how long a durable answer took.
pub(super) async fn decided(gov: &Governance, caller: &Caller, call: Call) -> Result<Outcome, Problem> {
    let started = Instant::now();
    let outcome = decide(gov, caller, call).await?;
    metrics::histogram!("axonflow_decision_duration_seconds", "plane" => outcome.plane.as_str()).record(started.elapsed().as_secs_f64());
    Ok(outcome)
}

/// A text that has to be there.
pub(super) fn required(field: &'static str, text: &str) -> Result<(), Problem> {
    if text.trim().is_empty() { Err(Problem::invalid(field, "is required")) } else { Ok(()) }
}

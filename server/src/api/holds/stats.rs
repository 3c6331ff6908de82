use axum::{Json, extract::State};
use gate::{ApiClient, HoldsRead, problem::Problem};
use governance::{Governance, approvals::counts};
use serde::Serialize;
use utoipa::ToSchema;

use super::envelope::Envelope;

#[derive(Serialize, ToSchema)]
pub(in crate::api) struct QueueStats {
    total_pending: u64,
    high_priority: u64,
    critical_priority: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    oldest_pending_hours: Option<f64>,
}

/// How much waits in the queue.
#[utoipa::path(get, path = "/api/v1/hitl/stats", tag = "approvals", responses((status = 200, body = Envelope<QueueStats>)))]
pub(in crate::api) async fn hold_stats(
    client: ApiClient<HoldsRead>,
    State(gov): State<Governance>,
) -> Result<Json<Envelope<QueueStats>>, Problem> {
    let counts = counts(&gov, &client.caller.scope, None).await?;
    Ok(Json(Envelope::of(QueueStats {
        total_pending: counts.pending,
        high_priority: counts.high,
        critical_priority: counts.critical,
        oldest_pending_hours: counts.oldest_pending_seconds.map(|seconds| time::Duration::seconds(seconds).as_seconds_f64() / 3_600.0),
    })))
}

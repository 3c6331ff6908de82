use axum::{Json, extract::State};
use gate::{ApiClient, AuditReadAll, problem::Problem};
use governance::{
    Governance,
    evidence::{EvidenceSummary, summary},
};

/// Counts what an export would hold.
#[utoipa::path(get, path = "/api/v1/evidence/summary", tag = "evidence", responses((status = 200, body = Value), (status = 403)))]
pub(in crate::api) async fn evidence_summary(
    client: ApiClient<AuditReadAll>,
    State(gov): State<Governance>,
) -> Result<Json<EvidenceSummary>, Problem> {
    Ok(Json(summary(&gov, &client.caller.scope).await?))
}

use axum::{Json, extract::State};
use gate::{ApiClient, AuditReadAll, api_client::BulkLane, json_body::Body, problem::Problem};
use governance::{
    Governance,
    evidence::{ApiEvidence, ApiExport, api_export},
};
use utoipa::ToSchema;

/// What to export.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only describes the body; the use case reads it")]
pub(in crate::api) struct EvidenceToExport {
    /// RFC 3339 or a day.
    start_date: String,
    /// RFC 3339 or a day; now when unsaid.
    end_date: Option<String>,
    /// `audit_logs`, `workflow_steps`, `hitl_approvals`; all when empty.
    types: Option<Vec<String>>,
    limit: Option<i64>,
}

/// Exports records as plain JSON. It proves nothing by itself; a bundle does.
#[utoipa::path(post, path = "/api/v1/evidence/export", tag = "evidence", request_body = EvidenceToExport,
    responses((status = 200, body = Value), (status = 403), (status = 429)))]
pub(in crate::api) async fn export_evidence(
    client: ApiClient<AuditReadAll, BulkLane>,
    State(gov): State<Governance>,
    body: Body<ApiExport>,
) -> Result<Json<ApiEvidence>, Problem> {
    Ok(Json(api_export(&gov, &client.caller.scope, body.value).await?))
}

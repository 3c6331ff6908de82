use axum::{
    Json,
    extract::{Path, State},
};
use gate::{ApiClient, HoldsDecide, json_body::Body, problem::Problem};
use governance::{Governance, approvals::reject_by_key};

use super::envelope::{Decided, Envelope, Review, approval_id};

/// Rejects a held call with an API key, where the organisation lets keys decide.
#[utoipa::path(post, path = "/api/v1/hitl/queue/{id}/reject", tag = "approvals", params(("id" = String, Path)), request_body = Review,
    responses((status = 200, body = Envelope<Decided>), (status = 404), (status = 409)))]
pub(in crate::api) async fn reject_hold(
    client: ApiClient<HoldsDecide>,
    State(gov): State<Governance>,
    Path(id): Path<String>,
    body: Body<Review>,
) -> Result<Json<Envelope<Decided>>, Problem> {
    let hold = approval_id(&id)?;
    reject_by_key(&gov, &client.caller, hold, &body.value.claimed(), body.value.comment.as_deref()).await?;
    Ok(Json(Envelope::of(Decided { request_id: hold.to_string(), status: "rejected" })))
}

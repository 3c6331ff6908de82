use axum::{
    Json,
    extract::{Path, State},
};
use gate::{ApiClient, HoldsRead, problem::Problem};
use governance::{Governance, approvals::record};

use super::{
    envelope::{Envelope, approval_id},
    view::HeldCall,
};

/// One held call.
#[utoipa::path(get, path = "/api/v1/hitl/queue/{id}", tag = "approvals", params(("id" = String, Path)),
    responses((status = 200, body = Envelope<HeldCall>), (status = 404)))]
pub(in crate::api) async fn get_hold(
    client: ApiClient<HoldsRead>,
    State(gov): State<Governance>,
    Path(id): Path<String>,
) -> Result<Json<Envelope<HeldCall>>, Problem> {
    let scope = &client.caller.scope;
    let found = record(&gov, scope, approval_id(&id)?).await?;
    Ok(Json(Envelope::of(HeldCall::of(scope.org(), found))))
}

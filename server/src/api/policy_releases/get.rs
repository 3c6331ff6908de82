use axum::{
    Json,
    extract::{Path, State},
};
use gate::{ApiClient, PoliciesRead, problem::Problem};
use governance::{Governance, releases};
use model::views::ReleaseDetail;

use super::{release_id, shapes::PolicyReleaseDetail};

/// One change with what it would change, and what is missing before it can be handed in.
#[utoipa::path(get, path = "/api/v1/policy-releases/{id}", tag = "policies", params(("id" = String, Path)),
    responses((status = 200, body = PolicyReleaseDetail), (status = 404)))]
pub(in crate::api) async fn get_release(
    client: ApiClient<PoliciesRead>,
    State(gov): State<Governance>,
    Path(id): Path<String>,
) -> Result<Json<ReleaseDetail>, Problem> {
    Ok(Json(releases::get(&gov, &client.caller.scope, release_id(&id)?).await?))
}

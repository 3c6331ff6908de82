use axum::{
    extract::{Path, State},
    response::Response,
};
use gate::{ApiClient, PoliciesWrite, problem::Problem};
use governance::Governance;
use policy::PolicyKind;

use crate::api::policy_removal::{DraftedRemoval, removal};

/// Takes a Rego policy out of force; its versions stay. Where changes are reviewed, drafts that.
#[utoipa::path(delete, path = "/api/v1/rego-policies/{id}", tag = "policies", params(("id" = String, Path)),
    responses((status = 204), (status = 202, body = DraftedRemoval), (status = 404)))]
pub(in crate::api) async fn delete_rego_policy(
    client: ApiClient<PoliciesWrite>,
    State(gov): State<Governance>,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    removal(&gov, &client.caller, id, PolicyKind::Rego).await
}

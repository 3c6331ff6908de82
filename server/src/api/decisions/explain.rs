use axum::{
    extract::{Path, State},
    response::Response,
};
use gate::{AnyClient, problem::Problem};
use governance::{
    Governance,
    audit::ReadScope,
    auth::Caller,
    decisions::{self, Explanation},
};

use crate::api::read_scope;

/// Why a decision came out as it did.
#[utoipa::path(get, path = "/api/v1/decisions/{id}/explain", tag = "decisions", params(("id" = String, Path)),
    responses((status = 200, body = Value), (status = 404)))]
pub(in crate::api) async fn explain_decision(client: AnyClient, State(gov): State<Governance>, Path(id): Path<String>) -> Response {
    let scope = read_scope::of(&client);
    read_scope::answer(&scope, explain(&gov, &client.caller, &scope, &id).await)
}

/// Not there, another organisation's, another person's and not for this key are one answer.
async fn explain(gov: &Governance, caller: &Caller, scope: &ReadScope, id: &str) -> Result<Explanation, Problem> {
    match (scope, id.parse()) {
        (ReadScope::Tenant | ReadScope::OwnRows(_), Ok(id)) => Ok(decisions::explain(gov, &caller.scope, id, scope.only()).await?),
        (ReadScope::Tenant | ReadScope::OwnRows(_) | ReadScope::None, _) => Err(Problem::not_found()),
    }
}

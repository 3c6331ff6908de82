//! How the removal of a policy is answered, whatever its kind.

use axum::{
    Json,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use gate::problem::Problem;
use governance::{
    Governance,
    auth::Caller,
    policies::{Removed, delete},
};
use policy::PolicyKind;
use serde::Serialize;
use utoipa::ToSchema;

/// A removal that a second person has to release.
#[derive(Serialize, ToSchema)]
pub(super) struct DraftedRemoval {
    policy_id: String,
    release_id: String,
    /// `draft`.
    state: &'static str,
}

/// 204 when the policy is out of force, 202 when its removal is a draft and it is still enforced.
pub(super) async fn removal(gov: &Governance, caller: &Caller, id: String, kind: PolicyKind) -> Result<Response, Problem> {
    Ok(match delete(gov, &caller.scope, &id, kind).await? {
        Removed::Gone => StatusCode::NO_CONTENT.into_response(),
        Removed::Drafted(release) => {
            let drafted = DraftedRemoval { policy_id: id, release_id: release.to_string(), state: "draft" };
            (StatusCode::ACCEPTED, Json(drafted)).into_response()
        }
    })
}

use axum::{Json, extract::State};
use gate::{ApiClient, AuditReadAll, json_body::Body, problem::Problem};
use governance::{
    Governance,
    simulation::{ReplaySubject, ReplayWindow, replay},
};
use model::{ReleaseId, views::Replay};
use serde::Deserialize;
use utoipa::ToSchema;

use super::shapes::Replayed;

/// A change, or a policy as it is stored; one of both.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::api) struct ReplayQuestion {
    #[schema(value_type = Option<String>)]
    release_id: Option<ReleaseId>,
    policy_id: Option<String>,
    /// 1 to 90; 7 when left out.
    days: Option<u16>,
    /// 1 to 10,000, which it is when left out.
    most: Option<usize>,
}

/// What past decisions would have been under a change, and how many calls a day would wait for a human. Leaves no trace.
#[utoipa::path(post, path = "/api/v1/policies/replay", tag = "policies", request_body = ReplayQuestion,
    responses((status = 200, body = Replayed), (status = 403), (status = 404)))]
pub(in crate::api) async fn replay_policies(
    client: ApiClient<AuditReadAll>,
    State(gov): State<Governance>,
    body: Body<ReplayQuestion>,
) -> Result<Json<Replay>, Problem> {
    let asked = body.value;
    let default = ReplayWindow::default();
    let window = ReplayWindow { days: asked.days.unwrap_or(default.days), most: asked.most.unwrap_or(default.most) };
    let subject = match (asked.release_id, asked.policy_id) {
        (Some(release), None) => ReplaySubject::Release(release),
        (None, Some(policy)) => ReplaySubject::Policy(policy),
        (Some(_), Some(_)) | (None, None) => return Err(Problem::invalid("policy_id", "or release_id is required, and not both")),
    };
    Ok(Json(replay(&gov, &client.caller.scope, &subject, window).await?))
}

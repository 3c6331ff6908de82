use axum::{extract::State, response::Response};
use gate::{AnyClient, json_body::Body, problem::Problem};
use governance::{
    Governance,
    audit::{AuditFilter, AuditPage, ReadScope, search},
    auth::Caller,
};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::{api::read_scope, http::read_time};

#[derive(Deserialize, ToSchema)]
pub(in crate::api) struct AuditSearch {
    user_email: Option<String>,
    client_id: Option<String>,
    /// RFC 3339.
    start_time: Option<String>,
    /// RFC 3339.
    end_time: Option<String>,
    /// `allowed`, `blocked`, `redacted`, `needs_approval` or `error`; the words of verdicts are understood too.
    action: Option<String>,
    decision_id: Option<String>,
    policy_name: Option<String>,
    override_id: Option<String>,
    limit: Option<u32>,
    offset: Option<u32>,
}

/// Searches decisions and reports.
#[utoipa::path(post, path = "/api/v1/audit/search", tag = "audit", request_body = AuditSearch, responses((status = 200, body = Value)))]
pub(in crate::api) async fn search_audit(client: AnyClient, State(gov): State<Governance>, body: Body<AuditSearch>) -> Response {
    let scope = read_scope::of(&client);
    read_scope::answer(&scope, found(&gov, &client.caller, body.value, scope.clone()).await)
}

async fn found(gov: &Governance, caller: &Caller, asked: AuditSearch, scope: ReadScope) -> Result<AuditPage, Problem> {
    let time = |field: &'static str, text: Option<String>| text.map(|text| read_time(field, &text)).transpose();
    let filter = AuditFilter {
        user_email: asked.user_email,
        client_id: asked.client_id,
        start: time("start_time", asked.start_time)?,
        end: time("end_time", asked.end_time)?,
        action: asked.action,
        decision_id: asked.decision_id,
        // An override is named for its policy.
        policy_name: asked.policy_name.or_else(|| asked.override_id.map(|id| id.trim_start_matches("ovr_").to_owned())),
        limit: asked.limit.unwrap_or(100),
        offset: asked.offset.unwrap_or(0),
        restrict_to: scope,
    };
    Ok(search(gov, &caller.scope, filter).await?)
}

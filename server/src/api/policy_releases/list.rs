use axum::{Json, extract::State};
use gate::{ApiClient, PoliciesRead, problem::Problem};
use governance::{
    Governance,
    releases::{self, ReleaseFilter},
};
use model::{ReleaseState, views::ReleaseLine};
use serde::Serialize;
use utoipa::ToSchema;

use super::shapes::PolicyRelease;
use crate::http::QueryText;

#[derive(Serialize, ToSchema)]
pub(in crate::api) struct Releases {
    #[schema(value_type = Vec<PolicyRelease>)]
    releases: Vec<ReleaseLine>,
}

/// Changes of policies on their way into force, and those that came there, the last written first.
#[utoipa::path(get, path = "/api/v1/policy-releases", tag = "policies", responses((status = 200, body = Releases)),
    params(("state" = Option<String>, Query), ("policy_id" = Option<String>, Query), ("waits_for_review" = Option<bool>, Query),
        ("limit" = Option<u32>, Query), ("offset" = Option<u32>, Query)))]
pub(in crate::api) async fn list_releases(
    client: ApiClient<PoliciesRead>,
    State(gov): State<Governance>,
    query: QueryText,
) -> Result<Json<Releases>, Problem> {
    Ok(Json(Releases { releases: releases::list(&gov, &client.caller.scope, &filter(&query)?).await? }))
}

/// `open` stands for drafts and what was handed in.
fn filter(query: &QueryText) -> Result<ReleaseFilter, Problem> {
    let states = match query.text("state").as_deref() {
        None => Vec::new(),
        Some("open") => vec![ReleaseState::Draft, ReleaseState::Requested],
        Some(word) => vec![ReleaseState::parse(word).ok_or_else(|| Problem::invalid("state", "is unknown"))?],
    };
    Ok(ReleaseFilter {
        states,
        policy: query.text("policy_id"),
        waits_for_review: query.flag("waits_for_review")?.unwrap_or(false),
        limit: query.number("limit")?,
        offset: query.number("offset")?.unwrap_or(0),
    })
}

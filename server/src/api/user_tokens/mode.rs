use axum::{Json, extract::State};
use gate::{ApiClient, PoliciesRead, SettingsWrite, json_body::Body, problem::Problem};
use governance::{Governance, user_tokens};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What becomes of user tokens that cannot be verified.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::api) struct ModeOfUserTokens {
    /// Refused, in place of being taken for a label that proves nothing.
    strict: bool,
}

/// Whether user tokens that cannot be verified are refused.
#[utoipa::path(get, path = "/api/v1/user-tokens/mode", tag = "user tokens", responses((status = 200, body = ModeOfUserTokens)))]
pub(in crate::api) async fn get_user_token_mode(
    client: ApiClient<PoliciesRead>,
    State(gov): State<Governance>,
) -> Result<Json<ModeOfUserTokens>, Problem> {
    Ok(Json(ModeOfUserTokens { strict: user_tokens::is_strict(&gov, &client.caller.scope).await? }))
}

/// Says whether user tokens that cannot be verified are refused.
#[utoipa::path(put, path = "/api/v1/user-tokens/mode", tag = "user tokens", request_body = ModeOfUserTokens,
    responses((status = 200, body = ModeOfUserTokens)))]
pub(in crate::api) async fn set_user_token_mode(
    client: ApiClient<SettingsWrite>,
    State(gov): State<Governance>,
    body: Body<ModeOfUserTokens>,
) -> Result<Json<ModeOfUserTokens>, Problem> {
    user_tokens::set_strict(&gov, &client.caller.scope, body.value.strict).await?;
    Ok(Json(body.value))
}

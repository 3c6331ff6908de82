use axum::{Json, extract::State, http::StatusCode};
use gate::{ApiClient, Govern, json_body::Body, problem::Problem};
use governance::{
    Governance,
    user_tokens::{IssuedUserToken, issue},
};
use serde::Deserialize;
use utoipa::ToSchema;

/// An hour.
const DEFAULT_SECONDS: u32 = 3_600;

#[derive(Deserialize, ToSchema)]
pub(in crate::api) struct UserTokenToIssue {
    /// The person, as your organisation names them: an address or an id.
    subject: String,
    /// 60 to 43,200; an hour when not given.
    expires_in_seconds: Option<u32>,
}

/// A token and its end, for the reference.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only describes the body")]
struct UserToken {
    user_token: String,
    expires_at: String,
}

/// Issues a user token for one person. Whoever holds the key vouches for who that is.
#[utoipa::path(post, path = "/api/v1/user-tokens", tag = "user tokens", request_body = UserTokenToIssue,
    responses((status = 201, body = UserToken)))]
pub(in crate::api) async fn issue_user_token(
    client: ApiClient<Govern>,
    State(gov): State<Governance>,
    body: Body<UserTokenToIssue>,
) -> Result<(StatusCode, Json<IssuedUserToken>), Problem> {
    let seconds = body.value.expires_in_seconds.unwrap_or(DEFAULT_SECONDS);
    Ok((StatusCode::CREATED, Json(issue(&gov, &client.caller, &body.value.subject, seconds).await?)))
}

use axum::{
    Json,
    extract::State,
    http::{HeaderName, header::SET_COOKIE},
};
use gate::{AnyClient, SDK_COOKIE, SecretString, json_body::Body, problem::Problem};
use governance::{Governance, sdk_sign_in};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use utoipa::ToSchema;

#[derive(Deserialize, ToSchema)]
pub(in crate::api) struct SdkLogin {
    /// The organisation's short name or id.
    org_id: String,
    /// The organisation's password for the SDK.
    password: String,
}

#[derive(Serialize, ToSchema)]
pub(in crate::api) struct SdkLoggedIn {
    org_id: String,
    name: String,
    #[serde(with = "time::serde::rfc3339")]
    #[schema(value_type = String, format = DateTime)]
    expires_at: OffsetDateTime,
}

/// Opens a portal session for the SDK. It is refused where people need a second factor or the organisation's provider.
#[utoipa::path(post, path = "/api/v1/auth/login", tag = "sdk portal", request_body = SdkLogin,
    responses((status = 200, body = SdkLoggedIn, description = "with the cookie `axonflow_session`"), (status = 403)))]
pub(in crate::api) async fn log_in(
    client: AnyClient,
    State(gov): State<Governance>,
    body: Body<SdkLogin>,
) -> Result<([(HeaderName, String); 1], Json<SdkLoggedIn>), Problem> {
    let SdkLogin { org_id, password } = body.value;
    let opened = sdk_sign_in::sign_in(&gov, &client.caller, &org_id, SecretString::new(password)).await?;
    let cookie = format!("{SDK_COOKIE}={}; Path=/api/v1; HttpOnly; Secure; SameSite=Strict", opened.token.expose());
    Ok(([(SET_COOKIE, cookie)], Json(SdkLoggedIn { org_id: opened.slug, name: opened.name, expires_at: opened.ends_at })))
}

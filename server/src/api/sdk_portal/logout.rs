use axum::{
    extract::State,
    http::{HeaderName, StatusCode, header::SET_COOKIE},
};
use gate::{SDK_COOKIE, SdkSession, problem::Problem};
use governance::{Governance, sdk_sign_in};

/// Ends the SDK's portal session.
#[utoipa::path(post, path = "/api/v1/auth/logout", tag = "sdk portal", responses((status = 204)))]
pub(in crate::api) async fn log_out(
    sdk: SdkSession,
    State(gov): State<Governance>,
) -> Result<(StatusCode, [(HeaderName, String); 1]), Problem> {
    sdk_sign_in::sign_out(&gov, &sdk.caller, sdk.live.session).await?;
    let removal = format!("{SDK_COOKIE}=; Path=/api/v1; Max-Age=0; HttpOnly; Secure; SameSite=Strict");
    Ok((StatusCode::NO_CONTENT, [(SET_COOKIE, removal)]))
}

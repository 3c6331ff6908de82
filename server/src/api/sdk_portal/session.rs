use axum::Json;
use gate::SdkSession;
use serde::Serialize;
use time::OffsetDateTime;
use utoipa::ToSchema;

#[derive(Serialize, ToSchema)]
pub(in crate::api) struct SdkSessionState {
    session: String,
    #[serde(with = "time::serde::rfc3339")]
    #[schema(value_type = String, format = DateTime)]
    expires_at: OffsetDateTime,
}

/// The SDK's portal session, while it is live.
#[utoipa::path(get, path = "/api/v1/auth/session", tag = "sdk portal", responses((status = 200, body = SdkSessionState), (status = 401)))]
pub(in crate::api) async fn sdk_session(sdk: SdkSession) -> Json<SdkSessionState> {
    Json(SdkSessionState { session: sdk.live.session.to_string(), expires_at: sdk.live.ends_at })
}

//! The portal's side of the SDK: signing in by the organisation's password, beside an API key.

mod login;
mod logout;
mod session;

use utoipa_axum::{router::OpenApiRouter, routes};

use super::Api;

pub(super) fn routes() -> OpenApiRouter<Api> {
    OpenApiRouter::new().routes(routes!(login::log_in)).routes(routes!(logout::log_out)).routes(routes!(session::sdk_session))
}

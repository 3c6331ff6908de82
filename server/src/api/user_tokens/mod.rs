//! Tokens that say for which person a call is made, and the public keys to check them with.

mod issue;
mod key_set;
mod mode;

use utoipa_axum::{router::OpenApiRouter, routes};

use super::Api;

pub(super) fn routes() -> OpenApiRouter<Api> {
    OpenApiRouter::new()
        .routes(routes!(issue::issue_user_token))
        .routes(routes!(mode::get_user_token_mode, mode::set_user_token_mode))
        .routes(routes!(key_set::key_set))
}

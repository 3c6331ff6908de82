use axum::{extract::State, response::Response};

use crate::scim::{Scim, answer};

pub(in crate::scim) async fn service_provider_config(State(scim): State<Scim>) -> Response {
    answer::document(&scim.discovery.service_provider_config())
}

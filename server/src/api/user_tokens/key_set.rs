use axum::{Json, extract::State};
use gate::Anyone;
use governance::Governance;
use serde_json::Value;

/// The public keys of user tokens (RFC 7517): the one that signs, the next, and those that signed what still counts.
#[utoipa::path(get, path = "/.well-known/jwks.json", tag = "user tokens", responses((status = 200, body = Value)))]
pub(in crate::api) async fn key_set(_: Anyone, State(gov): State<Governance>) -> Json<Value> {
    Json(gov.signing().user_tokens.verifier.key_set())
}

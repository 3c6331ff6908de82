use axum::{Json, extract::State};
use gate::{ApiClient, SettingsWrite, problem::Problem};
use governance::{Governance, sign_ins};
use model::views::{SignInLine, SignInQuery};
use utoipa::ToSchema;

use crate::http::QueryText;

/// One line of the sign-in log.
#[expect(dead_code, reason = "only describes the body; the use case answers the real one")]
#[derive(ToSchema)]
pub(in crate::api) struct SignIn {
    /// The support code that the person may tell.
    code: String,
    #[schema(format = DateTime)]
    at: String,
    /// `password`, `authenticator`, `recovery_code`, `passkey`, `sdk` or `sso`.
    method: String,
    connection: Option<String>,
    connection_name: Option<String>,
    /// `signed_in`, `refused` or `tested`.
    outcome: String,
    refusal: Option<String>,
    sentence: Option<String>,
    person: Option<String>,
    email: Option<String>,
    subject: Option<String>,
    ip: Option<String>,
    user_agent: Option<String>,
    /// Each check of a provider's answer: `step`, `held`, `seen`.
    steps: Vec<serde_json::Value>,
}

/// Who came in during the last two weeks, who did not, and why; newest first, a hundred at most.
#[utoipa::path(get, path = "/api/v1/sign-ins", tag = "members",
    params(("code" = Option<String>, Query), ("method" = Option<String>, Query), ("outcome" = Option<String>, Query),
        ("person" = Option<String>, Query, description = "a person's id, or part of an address"), ("connection" = Option<String>, Query)),
    responses((status = 200, body = [SignIn])))]
pub(in crate::api) async fn list_sign_ins(
    client: ApiClient<SettingsWrite>,
    State(gov): State<Governance>,
    query: QueryText,
) -> Result<Json<Vec<SignInLine>>, Problem> {
    let text = |name| query.text(name).unwrap_or_default();
    let query = SignInQuery {
        code: text("code"),
        method: text("method"),
        outcome: text("outcome"),
        person: text("person"),
        connection: text("connection"),
    };
    Ok(Json(sign_ins::list(&gov, &client.caller.scope, &query).await?))
}

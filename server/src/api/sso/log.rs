use axum::{Json, extract::State};
use gate::{ApiClient, SettingsWrite, problem::Problem};
use governance::{Governance, sso};
use model::views::SignInLine;

use super::{connection_id, shapes::SsoSignIn};
use crate::http::QueryText;

/// What providers answered in the last two weeks, newest first, and why somebody was refused.
#[utoipa::path(get, path = "/api/v1/sso/sign-ins", tag = "single sign-on",
    params(("connection" = Option<String>, Query), ("code" = Option<String>, Query)), responses((status = 200, body = [SsoSignIn])))]
pub(in crate::api) async fn list_sign_ins(
    client: ApiClient<SettingsWrite>,
    State(gov): State<Governance>,
    query: QueryText,
) -> Result<Json<Vec<SignInLine>>, Problem> {
    let connection = query.text("connection").map(|text| connection_id(&text)).transpose()?;
    Ok(Json(sso::sign_in_lines(&gov, &client.caller.scope, connection, query.text("code").as_deref()).await?))
}

use axum::{
    Json,
    extract::{Path, State},
    http::StatusCode,
};
use gate::{ApiClient, SettingsWrite, json_body::Body, problem::Problem};
use governance::{
    Governance,
    sso::guests::{self, NewLink},
};
use model::{
    SetUpLinkId, ShortText,
    views::{IssuedSetUpLink, SetUpLinkLine},
};
use serde::Deserialize;
use utoipa::ToSchema;

use super::{
    connection_id,
    shapes::{SsoSetUpLink, SsoSetUpLinkMade},
};

/// A link to make.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::api) struct SsoSetUpLinkToMake {
    /// For whom it is; links are told apart by it.
    made_for: String,
    /// The domain whose record the guest may see and have looked for.
    domain: Option<String>,
    /// How many days it is good, up to 30; 7 when left out.
    days: Option<u16>,
}

/// The links by which somebody without an account may set a connection up, newest first; never their text.
#[utoipa::path(get, path = "/api/v1/sso/connections/{id}/set-up-links", tag = "single sign-on", params(("id" = String, Path)),
    responses((status = 200, body = [SsoSetUpLink]), (status = 404)))]
pub(in crate::api) async fn list_set_up_links(
    client: ApiClient<SettingsWrite>,
    State(gov): State<Governance>,
    Path(id): Path<String>,
) -> Result<Json<Vec<SetUpLinkLine>>, Problem> {
    Ok(Json(guests::list(&gov, &client.caller.scope, connection_id(&id)?).await?))
}

/// Makes such a link; its text is in this answer only.
#[utoipa::path(post, path = "/api/v1/sso/connections/{id}/set-up-links", tag = "single sign-on", params(("id" = String, Path)),
    request_body = SsoSetUpLinkToMake, responses((status = 201, body = SsoSetUpLinkMade), (status = 404), (status = 409)))]
pub(in crate::api) async fn make_set_up_link(
    client: ApiClient<SettingsWrite>,
    State(gov): State<Governance>,
    Path(id): Path<String>,
    body: Body<SsoSetUpLinkToMake>,
) -> Result<(StatusCode, Json<IssuedSetUpLink>), Problem> {
    let (id, new) = (connection_id(&id)?, body.value);
    let made_for = ShortText::parse("made_for", &new.made_for).map_err(governance::Error::from)?;
    let new = NewLink { made_for, domain: new.domain, days: new.days.unwrap_or(7) };
    Ok((StatusCode::CREATED, Json(guests::make(&gov, &client.caller.scope, id, &new).await?)))
}

/// Takes a link back: it opens nothing any more.
#[utoipa::path(delete, path = "/api/v1/sso/connections/{id}/set-up-links/{link}", tag = "single sign-on",
    params(("id" = String, Path), ("link" = String, Path)), responses((status = 204), (status = 404), (status = 409)))]
pub(in crate::api) async fn revoke_set_up_link(
    client: ApiClient<SettingsWrite>,
    State(gov): State<Governance>,
    Path((id, link)): Path<(String, String)>,
) -> Result<StatusCode, Problem> {
    let link: SetUpLinkId = link.parse().map_err(|_| Problem::not_found())?;
    guests::revoke(&gov, &client.caller.scope, connection_id(&id)?, link).await?;
    Ok(StatusCode::NO_CONTENT)
}

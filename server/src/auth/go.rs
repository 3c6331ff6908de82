use ::sso::saml::Outgoing;
use axum::{
    Form,
    extract::{Path, Query},
    http::{
        HeaderMap,
        header::{CONTENT_TYPE, LOCATION},
    },
    response::{IntoResponse, Response},
};
use gate::{Door, PageRefusal, SecretString};
use governance::{
    Error,
    sso::{self, guests},
};
use model::{ConnectionId, Permission};
use serde::Deserialize;

use super::{
    browser::{self, Answers},
    pages,
};

/// The organisation's short name and the connection, from the path.
pub(super) type Where = Path<(String, String)>;

#[derive(Deserialize)]
pub(super) struct How {
    /// A test shows what was checked, and signs nobody in.
    test: Option<String>,
}

pub(super) fn connection(text: &str) -> Result<ConnectionId, Error> {
    text.parse().map_err(|_| Error::NotFound)
}

#[derive(Deserialize)]
pub(super) struct Start {
    #[serde(rename = "sso-email", default)]
    email: String,
}

/// Leads an address to its organisation's provider, and says why. It tells nothing about accounts: the domain decides.
pub(super) async fn start(door: Door, Form(form): Form<Start>) -> Result<Response, PageRefusal> {
    let found = door.sso_destination(&form.email).await?;
    Ok(found.map_or_else(pages::no_provider, |found| pages::onward(&found)))
}

/// Our metadata, for the provider's console.
pub(super) async fn metadata(door: Door, Path((org, id)): Where) -> Result<Response, PageRefusal> {
    let xml = sso::metadata(door.governance(), &org, connection(&id)?).await?;
    Ok(([(CONTENT_TYPE, "application/samlmetadata+xml")], xml).into_response())
}

/// Sends the browser to the provider.
pub(super) async fn login(door: Door, Path((org, id)): Where, Query(how): Query<How>, headers: HeaderMap) -> Result<Response, PageRefusal> {
    let is_test = how.test.is_some();
    if is_test {
        door.member(&org, Permission::SettingsWrite).await?;
    }
    let connection = connection(&id)?;
    let is_form = sso::answers_by_form(door.governance(), &org, connection).await?;
    let answers = if is_form { Answers::ByForm } else { Answers::ByRedirect };
    let value = browser::known_or_new(&headers, answers);
    let outgoing = sso::begin(door.governance(), &org, connection, value.expose(), is_test, door.facts()).await?;
    sent(outgoing, answers, &value)
}

/// The same for somebody without an account, by the link that they were given: a test, which signs nobody in.
pub(super) async fn test_by_guest(door: Door, Path(token): Path<String>, headers: HeaderMap) -> Result<Response, PageRefusal> {
    let is_form = guests::answers_by_form(door.governance(), &token, door.facts()).await?;
    let answers = if is_form { Answers::ByForm } else { Answers::ByRedirect };
    let value = browser::known_or_new(&headers, answers);
    let outgoing = guests::begin_test(door.governance(), &token, value.expose(), door.facts()).await?;
    sent(outgoing, answers, &value)
}

/// On to the provider, with the cookie that its answer has to come with.
pub(super) fn sent(outgoing: Outgoing, answers: Answers, value: &SecretString) -> Result<Response, PageRefusal> {
    let mut response = onward(outgoing)?;
    browser::remember(response.headers_mut(), answers, value);
    Ok(response)
}

/// On to the provider.
pub(super) fn onward(outgoing: Outgoing) -> Result<Response, PageRefusal> {
    match outgoing {
        Outgoing::Redirect(url) => {
            let location = url.parse::<axum::http::HeaderValue>().map_err(Error::broken)?;
            Ok((axum::http::StatusCode::SEE_OTHER, [(LOCATION, location)]).into_response())
        }
        Outgoing::Post(form) => pages::send_form(&form),
    }
}

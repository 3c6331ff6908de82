use axum::{
    Form,
    extract::{Path, Query},
    http::HeaderMap,
    response::Response,
};
use gate::{Door, PageRefusal, SecretString};
use governance::sso::{self, Arrived, Sent};
use serde::Deserialize;

use super::{
    browser::{self, Answers},
    go::{Where, connection},
    pages,
};

#[derive(Deserialize)]
pub(super) struct SamlForm {
    #[serde(rename = "SAMLResponse", default)]
    response: String,
    #[serde(rename = "RelayState", default)]
    relay_state: String,
}

#[derive(Deserialize)]
pub(super) struct Callback {
    #[serde(default)]
    state: String,
    code: Option<String>,
    iss: Option<String>,
    error: Option<String>,
}

/// The answer of a SAML provider.
pub(super) async fn saml(
    door: Door,
    Path((org, id)): Where,
    headers: HeaderMap,
    Form(form): Form<SamlForm>,
) -> Result<Response, PageRefusal> {
    let browser = browser::known(&headers, Answers::ByForm);
    arrive(&door, (&org, &id), browser, &form.relay_state, Sent::Saml(form.response)).await
}

/// The answer of an OpenID Connect provider.
pub(super) async fn oidc(
    door: Door,
    Path((org, id)): Where,
    headers: HeaderMap,
    Query(query): Query<Callback>,
) -> Result<Response, PageRefusal> {
    let browser = browser::known(&headers, Answers::ByRedirect);
    let sent = match (query.code, query.error) {
        (Some(code), None) => Sent::Code { code, issuer: query.iss },
        (_, error) => Sent::Error(error.unwrap_or_else(|| "no code".to_owned())),
    };
    arrive(&door, (&org, &id), browser, &query.state, sent).await
}

/// Ends on a page of ours that goes on by itself: the session's cookie is not sent with a request that came from elsewhere.
async fn arrive(
    door: &Door,
    (org, id): (&str, &str),
    browser: Option<SecretString>,
    handle: &str,
    sent: Sent,
) -> Result<Response, PageRefusal> {
    let browser = browser.as_ref().map(|browser| browser.expose().as_str());
    let arrived = sso::finish(door.governance(), org, connection(id)?, handle, browser, sent, door.facts()).await?;
    Ok(match arrived {
        Arrived::Proved(proved, origin) => {
            door.sign_in_by_provider(&proved, &origin).await?;
            pages::signed_in()
        }
        Arrived::Tested(report) => pages::tested(org, id, &report),
        Arrived::Refused(code) => pages::refused(code.as_deref()),
    })
}

//! Signing out at the provider too, and a provider that signs somebody out here.

use axum::{
    Form,
    extract::{Path, Query, RawQuery},
    http::HeaderMap,
    response::{IntoResponse, Redirect, Response},
};
use gate::{Door, PageRefusal};
use governance::sso::{self, EndedThere, LogOutMessage};
use serde::Deserialize;

use super::{
    browser::{self, Answers},
    go::{Where, connection, onward, sent},
    pages,
};

#[derive(Deserialize)]
pub(super) struct Ticket {
    #[serde(default)]
    ticket: String,
}

/// What a message about signing out brings, by either way.
#[derive(Deserialize)]
pub(super) struct Message {
    #[serde(rename = "SAMLRequest")]
    request: Option<String>,
    #[serde(rename = "SAMLResponse")]
    response: Option<String>,
    #[serde(rename = "RelayState", default)]
    relay_state: String,
}

#[derive(Deserialize)]
pub(super) struct State {
    #[serde(default)]
    state: String,
}

/// Sends a browser, whose session here has ended, to sign out at its SAML provider too.
pub(super) async fn by_saml(door: Door, at: Where, ticket: Query<Ticket>, headers: HeaderMap) -> Result<Response, PageRefusal> {
    leave(&door, at, ticket, &headers, Answers::ByForm).await
}

/// The same at its OpenID Connect provider.
pub(super) async fn by_oidc(door: Door, at: Where, ticket: Query<Ticket>, headers: HeaderMap) -> Result<Response, PageRefusal> {
    leave(&door, at, ticket, &headers, Answers::ByRedirect).await
}

async fn leave(
    door: &Door,
    Path((org, id)): Where,
    Query(Ticket { ticket }): Query<Ticket>,
    headers: &HeaderMap,
    answers: Answers,
) -> Result<Response, PageRefusal> {
    let value = browser::known_or_new(headers, answers);
    match sso::log_out_at_provider(door.governance(), &org, connection(&id)?, &ticket, value.expose()).await? {
        Some(outgoing) => sent(outgoing, answers, &value),
        None => Ok(Redirect::to("/signed-out").into_response()),
    }
}

/// A message about signing out in an address, whose text is what was signed.
pub(super) async fn slo_by_redirect(
    door: Door,
    at: Where,
    RawQuery(query): RawQuery,
    Query(message): Query<Message>,
    headers: HeaderMap,
) -> Result<Response, PageRefusal> {
    let carried = LogOutMessage::Query(query.unwrap_or_default());
    let is_request = message.request.is_some();
    slo(&door, at, (carried, is_request), &message.relay_state, &headers).await
}

/// A message about signing out in a form.
pub(super) async fn slo_by_form(door: Door, at: Where, headers: HeaderMap, Form(message): Form<Message>) -> Result<Response, PageRefusal> {
    let is_request = message.request.is_some();
    let carried = LogOutMessage::Form(message.request.or(message.response).unwrap_or_default());
    slo(&door, at, (carried, is_request), &message.relay_state, &headers).await
}

async fn slo(
    door: &Door,
    Path((org, id)): Where,
    (carried, is_request): (LogOutMessage, bool),
    relay_state: &str,
    headers: &HeaderMap,
) -> Result<Response, PageRefusal> {
    let (gov, id) = (door.governance(), connection(&id)?);
    if is_request {
        return Ok(match sso::end_by_provider(gov, &org, id, (carried, relay_state), door.facts()).await? {
            EndedThere::Answer(outgoing) => onward(outgoing)?,
            EndedThere::NoPlace => pages::ended_by_provider(),
            EndedThere::Refused(code) => pages::not_ended(&code),
        });
    }
    let browser = browser::known(headers, Answers::ByForm);
    let browser = browser.as_ref().map(|browser| browser.expose().as_str());
    let confirmed = sso::logged_out_by_saml(gov, &org, id, carried, (relay_state, browser)).await?;
    Ok(pages::logged_out(confirmed))
}

/// Back from an OpenID Connect provider, at which somebody signed out.
pub(super) async fn back_from_oidc(
    door: Door,
    Path((_, id)): Where,
    Query(State { state }): Query<State>,
    headers: HeaderMap,
) -> Result<Response, PageRefusal> {
    let browser = browser::known(&headers, Answers::ByRedirect);
    let browser = browser.as_ref().map(|browser| browser.expose().as_str());
    let confirmed = sso::logged_out_by_oidc(door.governance(), connection(&id)?, &state, browser).await?;
    Ok(pages::logged_out(confirmed))
}

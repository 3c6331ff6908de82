use std::sync::Arc;

use model::{ConnectionId, RequestFacts, SetUpLinkId};
use sso::{
    oidc, random_handle,
    saml::{self, Outgoing},
};
use store::{
    OrgScope,
    entry::{self, NewSsoRequest},
    sso::{self as rows, ConnectionRow},
};
use time::Duration;

use super::{
    connection::{self, Protocol},
    expects::{Expects, digest},
    plan_allows,
};
use crate::{
    Error, Governance, Result,
    sign_in::throttle::{self, Limit},
};

/// How long somebody may take at their provider.
const ANSWER_WITHIN: Duration = Duration::minutes(10);

/// Whether the answer comes by a form of another site, which a browser sends with few cookies.
pub async fn answers_by_form(gov: &Governance, slug: &str, connection: ConnectionId) -> Result<bool> {
    let owner = entry::sso_connection(gov.pool(), connection).await?.filter(|owner| owner.slug == slug).ok_or(Error::NotFound)?;
    let row = connection::find(&mut gov.pool().org_tx(&owner.scope()).await?, connection).await?;
    Ok(row.protocol == "saml")
}

/// Begins a sign-in by a connection, for the browser whose cookie says `browser`. A test signs nobody in, and may use a
/// connection that is switched off.
pub async fn begin(
    gov: &Governance,
    slug: &str,
    connection: ConnectionId,
    browser: &str,
    is_test: bool,
    facts: &Arc<RequestFacts>,
) -> Result<Outgoing> {
    throttle::count(gov, Limit::SsoSource, &throttle::source(facts.ip.as_deref())).await?;
    let owner = entry::sso_connection(gov.pool(), connection).await?.filter(|owner| owner.slug == slug).ok_or(Error::NotFound)?;
    plan_allows(owner.tier)?;
    let scope = owner.scope().with_request(facts.clone());
    let mut tx = gov.pool().org_tx(&scope).await?;
    let row = connection::find(&mut tx, connection).await?;
    if !row.fields.enabled && !is_test {
        return Err(Error::NotFound);
    }
    drop(tx);
    send(gov, &scope, slug, &row, browser, if is_test { For::Test } else { For::SignIn }).await
}

/// The same for a guest, who may only test.
pub(super) async fn begin_for_guest(
    gov: &Governance,
    scope: &OrgScope,
    slug: &str,
    connection: ConnectionId,
    link: SetUpLinkId,
    browser: &str,
) -> Result<Outgoing> {
    let row = connection::find(&mut gov.pool().org_tx(scope).await?, connection).await?;
    send(gov, scope, slug, &row, browser, For::Guest(link)).await
}

/// What a sign-in is begun for.
#[derive(Debug, Clone, Copy)]
enum For {
    SignIn,
    Test,
    Guest(SetUpLinkId),
}

async fn send(gov: &Governance, scope: &OrgScope, slug: &str, row: &ConnectionRow, browser: &str, what_for: For) -> Result<Outgoing> {
    let keys = rows::keys_of(&mut gov.pool().org_tx(scope).await?, row.connection()).await?;
    let handle = random_handle(&mut rand::rng());
    let (expects, outgoing) = match connection::protocol(row)? {
        Protocol::Saml(idp) => by_saml(gov, scope, slug, row, &idp, &keys, handle.expose()).await?,
        Protocol::Oidc(settings) => by_oidc(gov, slug, row, &settings, handle.expose())?,
    };
    let (expects, is_test) = match what_for {
        For::SignIn => (expects, false),
        For::Test => (expects, true),
        For::Guest(link) => (Expects::ForGuest(link, Box::new(expects)), true),
    };
    remember(gov, scope, row.connection(), (handle.expose(), browser), &expects, is_test).await?;
    Ok(outgoing)
}

/// Keeps what an answer has to fit, by its handle and the browser that has to bring it.
pub(super) async fn remember(
    gov: &Governance,
    scope: &OrgScope,
    connection: ConnectionId,
    (handle, browser): (&str, &str),
    expects: &Expects,
    is_test: bool,
) -> Result<()> {
    let (handle, now) = (digest(handle), gov.now());
    let new = NewSsoRequest {
        handle: &handle,
        browser: &digest(browser),
        org: scope.org(),
        connection,
        expects: &expects.seal(gov, scope.org(), &handle).await?,
        is_test,
        now,
        until: now + ANSWER_WITHIN,
    };
    Ok(entry::add_sso_request(gov.pool(), new).await?)
}

async fn by_saml(
    gov: &Governance,
    scope: &OrgScope,
    slug: &str,
    row: &ConnectionRow,
    idp: &saml::IdentityProvider,
    keys: &[rows::KeyRow],
    handle: &str,
) -> Result<(Expects, Outgoing)> {
    let signs = row.fields.sign_requests || idp.wants_signed_requests;
    let key = if signs { connection::signing_key(gov, scope, row.connection(), keys).await? } else { None };
    let sp = connection::service_provider(gov, slug, row.connection());
    let (id, outgoing) = saml::begin(idp, &sp, key.as_ref(), handle, gov.now(), &mut rand::rng()).map_err(Error::broken)?;
    Ok((Expects::Saml(id), outgoing))
}

fn by_oidc(
    gov: &Governance,
    slug: &str,
    row: &ConnectionRow,
    settings: &connection::OidcSettings,
    handle: &str,
) -> Result<(Expects, Outgoing)> {
    let back = connection::redirect_uri(gov, slug, row.connection());
    let begun = oidc::begin(&settings.provider, &settings.client_id, &back, handle, &mut rand::rng()).map_err(Error::broken)?;
    let expects = Expects::Oidc(begun.nonce.expose().clone(), begun.verifier.expose().clone());
    Ok((expects, Outgoing::Redirect(begun.url)))
}

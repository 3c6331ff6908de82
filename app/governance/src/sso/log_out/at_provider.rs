use model::ConnectionId;
use sso::{
    oidc, random_handle,
    saml::{self, Outgoing},
};
use store::{
    OrgScope, entry,
    sso::{self as rows, ConnectionRow},
};

use super::AtProvider;
use crate::{
    Error, Governance, Result,
    sso::{
        begin::remember,
        connection::{self, Protocol},
        expects::{Expects, digest},
    },
};

/// Whether a provider has a place to sign out at.
pub(super) const fn has_place(provider: &Protocol) -> bool {
    match provider {
        Protocol::Saml(idp) => idp.log_out_redirect.is_some() || idp.log_out_post.is_some(),
        Protocol::Oidc(settings) => settings.provider.end_session_endpoint.is_some(),
    }
}

/// Sends a browser to sign out at its provider too; what it says when it comes back is bound to the browser's cookie. Nothing when
/// the ticket was used or is over. Our own session has ended before: this only asks the provider to end its own.
pub async fn log_out_at_provider(
    gov: &Governance,
    slug: &str,
    connection: ConnectionId,
    ticket: &str,
    browser: &str,
) -> Result<Option<Outgoing>> {
    let owner = entry::sso_connection(gov.pool(), connection).await?.filter(|owner| owner.slug == slug).ok_or(Error::NotFound)?;
    let key = digest(ticket);
    let Some(taken) = entry::take_sso_request(gov.pool(), &key, &key, connection, gov.now()).await? else { return Ok(None) };
    let Expects::Leaving(at_provider) = Expects::open(gov, taken.org(), &key, &taken.expects).await? else { return Ok(None) };
    let scope = owner.scope();
    let row = connection::find(&mut gov.pool().org_tx(&scope).await?, connection).await?;
    let handle = random_handle(&mut rand::rng());
    let begun = match (connection::protocol(&row)?, at_provider) {
        (Protocol::Saml(idp), AtProvider::Saml(session)) => by_saml(gov, (&scope, slug), &row, &idp, &session, handle.expose()).await?,
        (Protocol::Oidc(settings), AtProvider::Oidc(token)) => {
            let back = connection::signed_out_uri_at(gov.parts.settings.public_url.trim_end_matches('/'), slug, connection);
            let url = oidc::logout_url(&settings.provider, &settings.client_id, &back, token.as_deref(), handle.expose());
            url.map(|url| (Expects::LeftOidc, Outgoing::Redirect(url)))
        }
        _ => None,
    };
    let Some((expects, outgoing)) = begun else { return Ok(None) };
    remember(gov, &scope, connection, (handle.expose(), browser), &expects, false).await?;
    Ok(Some(outgoing))
}

async fn by_saml(
    gov: &Governance,
    (scope, slug): (&OrgScope, &str),
    row: &ConnectionRow,
    idp: &saml::IdentityProvider,
    session: &saml::ProviderSession,
    handle: &str,
) -> Result<Option<(Expects, Outgoing)>> {
    let keys = rows::keys_of(&mut gov.pool().org_tx(scope).await?, row.connection()).await?;
    let key = connection::signing_key(gov, scope, row.connection(), &keys).await?;
    let sp = connection::service_provider(gov, slug, row.connection());
    let begun = saml::begin_log_out((idp, &sp), key.as_ref(), session, handle, gov.now(), &mut rand::rng()).map_err(Error::broken)?;
    Ok(begun.map(|(id, outgoing)| (Expects::LeftSaml(id), outgoing)))
}

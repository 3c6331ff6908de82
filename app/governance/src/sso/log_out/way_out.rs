use model::ConnectionId;
use serde::Serialize;
use sso::random_handle;
use store::entry;

use super::{Origin, at_provider::has_place};
use crate::{
    Governance, Result,
    sso::{begin::remember, connection, expects::Expects},
};

/// Where somebody who has signed out here may sign out at their provider too.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct WayOut {
    /// `saml` or `oidc`.
    pub protocol: String,
    /// The organisation's short name.
    pub org: String,
    /// The connection.
    pub connection: ConnectionId,
    /// What opens the way, once, within ten minutes.
    pub ticket: String,
}

/// The way out at the provider of a session that has ended here; `None` when there is none. Nothing that goes wrong here undoes the
/// end of the session.
pub async fn way_out(gov: &Governance, origin: &Origin) -> Option<WayOut> {
    match found(gov, origin).await {
        Ok(found) => found,
        Err(error) => {
            tracing::warn!(%error, "the way to sign out at a provider could not be prepared");
            None
        }
    }
}

async fn found(gov: &Governance, origin: &Origin) -> Result<Option<WayOut>> {
    let connection = origin.connection;
    let Some(owner) = entry::sso_connection(gov.pool(), connection).await?.filter(|owner| owner.slug == origin.org) else {
        return Ok(None);
    };
    let scope = owner.scope();
    let row = connection::find(&mut gov.pool().org_tx(&scope).await?, connection).await?;
    if !has_place(&connection::protocol(&row)?) {
        return Ok(None);
    }
    let expects = Expects::Leaving(origin.open(gov, owner.org).await?);
    let ticket = random_handle(&mut rand::rng());
    remember(gov, &scope, connection, (ticket.expose(), ticket.expose()), &expects, false).await?;
    Ok(Some(WayOut { protocol: row.protocol, org: owner.slug, connection, ticket: ticket.expose().clone() }))
}

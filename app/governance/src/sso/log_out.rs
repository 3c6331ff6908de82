use model::ConnectionId;
use sso::oidc;
use store::entry;

use super::connection::{self, Protocol};
use crate::{Error, Governance, Result};

/// Where a browser signs out at an OpenID Connect provider too, and comes back to us from. Nothing when the provider has no such
/// place. Our own session has ended before: this only asks the provider to end its own.
pub async fn log_out_at_provider(gov: &Governance, slug: &str, connection: ConnectionId) -> Result<Option<String>> {
    let owner = entry::sso_connection(gov.pool(), connection).await?.filter(|owner| owner.slug == slug).ok_or(Error::NotFound)?;
    let row = connection::find(&mut gov.pool().org_tx(&owner.scope()).await?, connection).await?;
    let Protocol::Oidc(settings) = connection::protocol(&row)? else { return Ok(None) };
    let back = connection::signed_out_uri_at(gov.parts.settings.public_url.trim_end_matches('/'));
    Ok(oidc::logout_url(&settings.provider, &settings.client_id, &back))
}

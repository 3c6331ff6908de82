use model::ConnectionId;
use sso::saml::{self, Incoming};
use store::entry;

use super::LogOutMessage;
use crate::{
    Governance, Result,
    sso::{
        connection::{self, Protocol},
        expects::{Expects, digest},
        judge::SLOTS,
    },
};

/// Whether a SAML provider says, in answer to what this browser was sent with, that its session has ended. An answer is looked at
/// once.
pub async fn logged_out_by_saml(
    gov: &Governance,
    slug: &str,
    connection: ConnectionId,
    message: LogOutMessage,
    (relay_state, browser): (&str, Option<&str>),
) -> Result<bool> {
    let Some(Expects::LeftSaml(request_id)) = taken(gov, connection, relay_state, browser).await? else { return Ok(false) };
    let owner = entry::sso_connection(gov.pool(), connection).await?.filter(|owner| owner.slug == slug);
    let Some(owner) = owner else { return Ok(false) };
    let row = connection::find(&mut gov.pool().org_tx(&owner.scope()).await?, connection).await?;
    let Protocol::Saml(idp) = connection::protocol(&row)? else { return Ok(false) };
    let (sp, now) = (connection::service_provider(gov, slug, connection), gov.now());
    let read = SLOTS.run(move || {
        let incoming = Incoming { carried: message.carried(), idp: &idp, sp: &sp, now };
        saml::read_log_out_answer(&incoming, &request_id).map_err(|refused| refused.why.code())
    });
    Ok(match read.await? {
        Ok(_) => true,
        Err(why) => {
            metrics::counter!("axonflow_sso_log_out_refused_total", "why" => why).increment(1);
            false
        }
    })
}

/// Whether a browser comes back that we sent to sign out at its OpenID Connect provider.
pub async fn logged_out_by_oidc(gov: &Governance, connection: ConnectionId, state: &str, browser: Option<&str>) -> Result<bool> {
    Ok(matches!(taken(gov, connection, state, browser).await?, Some(Expects::LeftOidc)))
}

async fn taken(gov: &Governance, connection: ConnectionId, handle: &str, browser: Option<&str>) -> Result<Option<Expects>> {
    let (Some(browser), handle) = (browser, digest(handle)) else { return Ok(None) };
    let taken = entry::take_sso_request(gov.pool(), &handle, &digest(browser), connection, gov.now()).await?;
    let Some(taken) = taken else { return Ok(None) };
    Expects::open(gov, taken.org(), &handle, &taken.expects).await.map(Some)
}

use std::sync::Arc;

use model::{
    IdpKind, RequestFacts, SetUpLinkState, SsoProtocol,
    views::{GuestDomain, GuestSetUp, GuestView, ProviderView},
};
use store::{
    OrgTx,
    sso::{self as rows, SetUpLinkRow, set_up_links},
};

use super::enter::{self, Guest};
use crate::{
    Error, Governance, Result,
    sso::{connection, domains, ours::our_addresses, shown},
};

/// What the holder of a link sees. Of one that has ended, that it has.
pub async fn look(gov: &Governance, token: &str, facts: &Arc<RequestFacts>) -> Result<GuestView> {
    let guest = enter::enter(gov, token, facts).await?;
    let mut tx = gov.pool().org_tx(&guest.scope).await?;
    let link = set_up_links::find(&mut tx, guest.link).await?.ok_or(Error::NotFound)?;
    let state = enter::state(&mut tx, &link).await?;
    let set_up = if state == SetUpLinkState::Open { Some(set_up(gov, &mut tx, &guest, &link).await?) } else { None };
    Ok(GuestView { org_name: guest.owner.org_name, made_by: link.made_name, state, set_up })
}

async fn set_up(gov: &Governance, tx: &mut OrgTx, guest: &Guest, link: &SetUpLinkRow) -> Result<GuestSetUp> {
    let row = connection::find(tx, link.connection()).await?;
    let read = connection::protocol(&row).ok();
    let provider = read.map(|read| shown::provider(&read, row.fields.metadata_url.clone(), gov.now(), None, &[]));
    Ok(GuestSetUp {
        ours: our_addresses(&gov.parts.settings.public_url, &guest.owner.slug, &row),
        protocol: SsoProtocol::parse(&row.protocol).unwrap_or(SsoProtocol::Saml),
        kind: IdpKind::parse(&row.kind).unwrap_or(IdpKind::Other),
        name: row.fields.name,
        provider,
        domain: domain(tx, link).await?,
        expires_at: link.expires_at,
    })
}

async fn domain(tx: &mut OrgTx, link: &SetUpLinkRow) -> Result<Option<GuestDomain>> {
    let Some(name) = &link.domain else { return Ok(None) };
    let row = rows::domain_of(tx, name).await?;
    Ok(row.map(|row| {
        let (record_name, record_value) = domains::record(&row);
        GuestDomain { domain: row.domain, record_name, record_value, verified_at: row.verified_at }
    }))
}

/// What a guest reads of a provider: not which other connections are to the same one.
pub(super) fn of_this_alone(read: ProviderView) -> ProviderView {
    ProviderView { also_used_by: Vec::new(), ..read }
}

//! A provider's certificates: several may be trusted at once, so that one ends after the next is known.

use model::{ConnectionId, Invalid};
use sso::{Certificate, saml::IdentityProvider};
use store::{OrgScope, sso as rows};

use super::{
    connection::{self, Protocol},
    offer, provider,
};
use crate::{Error, Governance, Result};

/// Trusts one more certificate: the provider's next one, before it signs with it.
pub async fn add_certificate(gov: &Governance, scope: &OrgScope, connection: ConnectionId, pasted: &str) -> Result<()> {
    let new =
        Certificate::from_text(pasted).map_err(|fault| Invalid::new("certificate", format!("The certificate cannot be used: {fault}.")))?;
    change(gov, scope, connection, "certificate added", |idp| {
        if idp.certificates.contains(&new) {
            return Err(Error::Conflict("This certificate is trusted already.".to_owned()));
        }
        idp.certificates.push(new);
        Ok(())
    })
    .await
}

/// Trusts a certificate no longer; one that can check a signature always stays.
pub async fn remove_certificate(gov: &Governance, scope: &OrgScope, connection: ConnectionId, sha256: &str) -> Result<()> {
    change(gov, scope, connection, "certificate removed", |idp| {
        let before = idp.certificates.len();
        idp.certificates.retain(|one| one.sha256 != sha256);
        if idp.certificates.len() == before { Err(Error::NotFound) } else { Ok(()) }
    })
    .await
}

/// Reads the metadata again from where it is published. What is new is trusted beside what was, so that nothing stops working;
/// certificates that have ended go. Says how many are new.
pub async fn refresh(gov: &Governance, scope: &OrgScope, connection: ConnectionId) -> Result<usize> {
    let row = connection::find(&mut gov.pool().org_tx(scope).await?, connection).await?;
    let Some(url) = row.fields.metadata_url else {
        return Err(Error::Conflict("This connection's metadata did not come from an address.".to_owned()));
    };
    let published = offer::published(gov, &url).await?;
    let now = gov.now();
    let mut added = 0;
    change(gov, scope, connection, "metadata read again", |idp| {
        added = merge(idp, published, now)?;
        Ok(())
    })
    .await?;
    Ok(added)
}

/// What is published now, and the certificates before it that have not ended.
fn merge(idp: &mut IdentityProvider, published: IdentityProvider, now: time::OffsetDateTime) -> Result<usize> {
    if idp.entity_id != published.entity_id {
        let sentence =
            format!("The metadata there is now of another provider, {}. Change the provider if that is meant.", published.entity_id);
        return Err(Error::Conflict(sentence));
    }
    let added = published.certificates.iter().filter(|one| !idp.certificates.contains(one)).count();
    let before = std::mem::replace(idp, published).certificates;
    for certificate in before.into_iter().filter(|one| one.not_after > now) {
        if !idp.certificates.contains(&certificate) {
            idp.certificates.push(certificate);
        }
    }
    Ok(added)
}

async fn change(
    gov: &Governance,
    scope: &OrgScope,
    connection: ConnectionId,
    what: &str,
    edit: impl FnOnce(&mut IdentityProvider) -> Result<()> + Send,
) -> Result<()> {
    let mut tx = gov.pool().org_tx(scope).await?;
    let (row, acting) = connection::to_change(&mut tx, connection).await?;
    let Protocol::Saml(mut idp) = connection::protocol(&row)? else {
        return Err(Error::Conflict("Only SAML connections have certificates; others are asked for their keys each time.".to_owned()));
    };
    edit(&mut idp)?;
    let idp = idp.checked(gov.now()).map_err(|fault| Error::Conflict(fault.to_string()))?;
    let mut fields = row.fields.clone();
    fields.provider = Some(provider::stored(&Protocol::Saml(idp))?);
    rows::update(&mut tx, connection, &fields).await?;
    tx.commit(acting.sign(connection::changed(&row, what))).await?;
    Ok(())
}

use ledger::Deed;
use model::{DeedKind, KeyId, PersonalField, ShortText};
use store::{OrgScope, keys, members};

use crate::{Error, Governance, Result};

/// Ends a key now, everywhere.
pub async fn revoke(gov: &Governance, scope: &OrgScope, key: KeyId, reason: Option<&str>) -> Result<()> {
    let reason = reason.filter(|text| !text.trim().is_empty()).map(|text| ShortText::<500>::parse("reason", text)).transpose()?;
    let mut tx = gov.pool().org_tx(scope).await?;
    let acting = members::acting(&mut tx).await?;
    let is_live = keys::lock_live(&mut tx, key).await?;
    let record = keys::find(&mut tx, key).await?.ok_or(Error::NotFound)?;
    if !is_live {
        return Err(Error::Conflict("This key was revoked before.".to_owned()));
    }
    keys::revoke(&mut tx, key).await?;
    let deed = Deed::new(DeedKind::KeyRevoked, key.as_uuid())
        .target(key.client_id())
        .fact("name", record.name)
        .personal_opt(PersonalField::Reason, reason.map(String::from));
    tx.commit(acting.sign(deed)).await?;
    Ok(())
}

use ledger::Deed;
use model::{DeedKind, KeyId};
use store::{OrgScope, keys, members};

use super::roll::lock_usable;
use crate::{Error, Governance, Result};

/// Ends every secret of a key but the newest now, on every node.
pub async fn end_overlap(gov: &Governance, scope: &OrgScope, key: KeyId) -> Result<()> {
    let mut tx = gov.pool().org_tx(scope).await?;
    let acting = members::acting(&mut tx).await?;
    let record = lock_usable(&mut tx, key).await?;
    let ended = keys::end_older_secrets(&mut tx, key).await?;
    if ended == 0 {
        return Err(Error::Conflict("No older secret of this key works any more.".to_owned()));
    }
    let deed =
        Deed::new(DeedKind::KeyOverlapEnded, key.as_uuid()).target(key.client_id()).fact("name", record.name).fact("secrets_ended", ended);
    tx.commit(acting.sign(deed)).await?;
    Ok(())
}

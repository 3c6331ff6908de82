use ledger::Deed;
use model::{DeedKind, DirectoryTokenId};
use store::{OrgScope, directory::tokens, members};

use crate::{Error, Governance, Result};

/// Ends a token now, everywhere: it is looked up on each call.
pub async fn revoke(gov: &Governance, scope: &OrgScope, token: DirectoryTokenId) -> Result<()> {
    let mut tx = gov.pool().org_tx(scope).await?;
    let acting = members::acting(&mut tx).await?;
    let row = tokens::find(&mut tx, token).await?.ok_or(Error::NotFound)?;
    if !tokens::revoke(&mut tx, token).await? {
        return Err(Error::Conflict("This token was revoked before.".to_owned()));
    }
    let deed = Deed::new(DeedKind::DirectoryTokenRevoked, token.as_uuid()).fact("name", row.name);
    tx.commit(acting.sign(deed)).await?;
    Ok(())
}

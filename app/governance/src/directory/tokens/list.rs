use store::{
    OrgScope,
    directory::tokens::{self, TokenRow},
};

use crate::{Governance, Result};

/// Every token, newest first; never its text.
pub async fn list(gov: &Governance, scope: &OrgScope) -> Result<Vec<TokenRow>> {
    let mut tx = gov.pool().org_tx(scope).await?;
    Ok(tokens::list(&mut tx).await?)
}

use model::{EmailAddress, PersonId};
use store::{OrgScope, members};

use crate::{Error, Governance, Result};

/// The member with this address; for commands.
pub async fn by_email(gov: &Governance, scope: &OrgScope, email: &EmailAddress) -> Result<PersonId> {
    let mut tx = gov.pool().org_tx(scope).await?;
    let all = members::list(&mut tx).await?;
    all.into_iter().find(|member| member.email == email.as_str()).map(|member| member.person).ok_or(Error::NotFound)
}

use ledger::Deed;
use model::{DeedKind, TeamId};
use store::{OrgScope, members, teams};

use super::TeamInput;
use crate::{Error, Governance, Result};

/// Gives a team another name or description. What its members hold by it says the new name from then on.
pub async fn change(gov: &Governance, scope: &OrgScope, team: TeamId, input: &TeamInput) -> Result<()> {
    let mut tx = gov.pool().org_tx(scope).await?;
    members::lock_all(&mut tx).await?;
    let before = teams::find(&mut tx, team).await?.ok_or(Error::NotFound)?;
    if before.name == input.name.as_str() && before.description == input.description {
        return Ok(());
    }
    let acting = members::acting(&mut tx).await?;
    teams::change(&mut tx, team, &input.fields()).await?;
    teams::settle(&mut tx, &acting.name).await?;
    let deed = Deed::new(DeedKind::TeamChanged, team.as_uuid()).target(input.name.as_str()).fact("name_before", before.name);
    tx.commit(acting.sign(deed)).await?;
    Ok(())
}

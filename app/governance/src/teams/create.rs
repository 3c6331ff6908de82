use ledger::Deed;
use model::{DeedKind, Id, TeamId};
use store::{OrgScope, members, teams};
use uuid::Uuid;

use super::TeamInput;
use crate::{Governance, Result};

/// Makes a team. Nobody is in it and it carries nothing, so making one gives nobody anything.
pub async fn create(gov: &Governance, scope: &OrgScope, input: &TeamInput) -> Result<TeamId> {
    let team: TeamId = Id::from_uuid(Uuid::now_v7());
    let mut tx = gov.pool().org_tx(scope).await?;
    let acting = members::acting(&mut tx).await?;
    teams::add(&mut tx, team, &input.fields(), &acting.name).await?;
    let deed = Deed::new(DeedKind::TeamCreated, team.as_uuid()).target(input.name.as_str());
    tx.commit(acting.sign(deed)).await?;
    Ok(team)
}

use std::collections::HashMap;

use model::{PermissionSet, PersonId, TeamId, views::Affected};
use store::{OrgScope, OrgTx, members};

use super::apply::{TeamChange, attempt};
use crate::{Governance, Result, grants::together};

/// Who would gain and who would lose what, by name; nobody who keeps what they have. It is tried and not kept, so it is what
/// saving would do, and refuses what saving would refuse.
pub async fn preview(gov: &Governance, scope: &OrgScope, team: TeamId, change: &TeamChange) -> Result<Vec<Affected>> {
    let mut tx = gov.pool().org_tx(scope).await?;
    members::lock_all(&mut tx).await?;
    let before = rights(&mut tx).await?;
    attempt(&mut tx, team, change).await?;
    let after = rights(&mut tx).await?;
    let of = |rights: &HashMap<PersonId, PermissionSet>, person| rights.get(&person).copied().unwrap_or_default();
    let all = members::list(&mut tx).await?.into_iter().map(|member| {
        let (had, has) = (of(&before, member.person), of(&after, member.person));
        Affected { person: member.person, name: member.name, gains: has.without(had), loses: had.without(has) }
    });
    Ok(all.filter(|one| one.gains.union(one.loses) != PermissionSet::NONE).collect())
}

/// What everybody may do, all their roles together.
async fn rights(tx: &mut OrgTx) -> Result<HashMap<PersonId, PermissionSet>> {
    let held = members::held_by_all(tx).await?;
    Ok(held.into_iter().map(|(person, held)| (person, together(held.iter().map(|one| one.permissions)))).collect())
}

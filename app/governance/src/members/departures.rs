use model::{PersonId, views::DepartureView};
use store::{
    OrgScope,
    members::{self, DepartureRow},
};

use crate::{Governance, Result};

/// Who left, newest first, each with what ended.
pub async fn departures(gov: &Governance, scope: &OrgScope) -> Result<Vec<DepartureView>> {
    let mut tx = gov.pool().org_tx(scope).await?;
    Ok(members::departures(&mut tx).await?.into_iter().map(view).collect())
}

/// The receipts of one person, who may be a member again.
pub async fn departures_of(gov: &Governance, scope: &OrgScope, person: PersonId) -> Result<Vec<DepartureView>> {
    let mut tx = gov.pool().org_tx(scope).await?;
    Ok(members::departures_of(&mut tx, person).await?.into_iter().map(view).collect())
}

fn view(row: DepartureRow) -> DepartureView {
    DepartureView {
        id: row.departure_id.to_string(),
        person: row.person(),
        name: row.display_name,
        email: row.email,
        by_directory: row.how == "directory",
        by: row.by_name,
        left_at: row.left_at,
        took_micros: row.took_micros,
        sessions: row.sessions,
        roles: row.roles,
        teams: row.teams,
        keys_revoked: row.keys_revoked,
        keys_handed: row.keys_handed,
        exports: row.exports,
    }
}

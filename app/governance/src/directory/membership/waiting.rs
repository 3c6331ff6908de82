use ledger::Deed;
use model::DeedKind;
use store::{OrgScope, directory::users, members};
use uuid::Uuid;

use super::settle::settle;
use crate::{Governance, Result};

/// How many are looked at in one go.
const MOST: i64 = 500;

/// Looks again at people who work here and are no members, for example after their domain was proved; how many became members.
pub async fn settle_waiting(gov: &Governance, scope: &OrgScope) -> Result<usize> {
    let mut tx = gov.pool().org_tx(scope).await?;
    let acting = members::acting(&mut tx).await?;
    let began = gov.now();
    let mut deeds = Vec::new();
    for row in users::waiting(&mut tx, MOST).await? {
        let settled = settle(gov, &mut tx, &row, false, began).await?;
        deeds.extend(settled.deeds);
    }
    let joined = deeds.len();
    deeds.push(Deed::new(DeedKind::DirectorySettingsChanged, Uuid::now_v7()).fact("looked_again", true).fact("joined", joined));
    let deeds: Vec<Deed> = deeds.into_iter().map(|deed| acting.sign(deed)).collect();
    tx.commit_all(&deeds).await?;
    Ok(joined)
}

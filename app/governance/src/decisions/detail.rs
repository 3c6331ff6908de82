use model::{DecisionId, DeedKind, PersonalField, views::DecisionDetail};
use store::{
    OrgScope, OrgTx, keys,
    ledger_read::{self, StoredRecord},
};

use super::{Reading, evaluated::evaluated, line::line, proof::prove, reading::context_of};
use crate::{Error, Governance, Result};

/// Everything about one decision, with its proof checked now.
pub async fn detail(gov: &Governance, scope: &OrgScope, id: DecisionId) -> Result<DecisionDetail> {
    let _turn = gov.slow_reads.enter(scope.org()).await?;
    let mut tx = gov.pool().org_tx(scope).await?;
    let record = find(&mut tx, id).await?;
    let reading = Reading::of(&record)?;
    let names = keys::names(&mut tx).await?;
    let evaluated = evaluated(&mut tx, &reading).await?;
    let proof = prove(gov, &mut tx, &record).await?;
    drop(tx);
    Ok(DecisionDetail {
        line: line(&record, &reading, &names)?,
        key: record.key,
        reason: reading.text("reason").unwrap_or_default().to_owned(),
        query: record.value(PersonalField::Query).map(str::to_owned),
        detections: reading.detections(),
        evaluated,
        policy_set: reading.text("policy_set").unwrap_or_default().to_owned(),
        approval: reading.text("approval").and_then(|id| id.parse().ok()),
        trace_id: reading.top("trace_id").to_owned(),
        request_id: reading.top("request_id").to_owned(),
        context: context_of(&record),
        proof,
        record: record.canonical,
    })
}

/// The record of a decision; anything else under that id is not one.
pub(super) async fn find(tx: &mut OrgTx, id: DecisionId) -> Result<StoredRecord> {
    let about = ledger_read::about(tx, id.as_uuid()).await?;
    about.into_iter().find(|record| record.kind == DeedKind::Decided).ok_or(Error::NotFound)
}

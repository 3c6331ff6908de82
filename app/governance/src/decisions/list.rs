use model::{
    DeedKind, PageSize,
    views::{DecisionFilter, DecisionPage},
};
use store::{
    OrgScope, keys,
    ledger_read::{self, RecordFilter},
};

use super::{Reading, line::line};
use crate::{Governance, Result};

/// One page of decisions, newest first.
pub async fn list(gov: &Governance, scope: &OrgScope, filter: &DecisionFilter, size: PageSize) -> Result<DecisionPage> {
    let _turn = gov.slow_reads.enter(scope.org()).await?;
    let mut tx = gov.pool().org_tx(scope).await?;
    // One more than asked for tells whether there is a next page.
    let mut records = ledger_read::page(&mut tx, &records_of(filter), size.get() + 1, 0).await?;
    let names = keys::names(&mut tx).await?;
    drop(tx);
    let shown = usize::try_from(size.get()).unwrap_or(usize::MAX);
    let has_more = records.len() > shown;
    records.truncate(shown);
    let next_before = records.last().filter(|_| has_more).map(|record| record.seq);
    let items = records.iter().map(|record| line(record, &Reading::of(record)?, &names)).collect::<Result<_>>()?;
    Ok(DecisionPage { items, next_before })
}

fn records_of(filter: &DecisionFilter) -> RecordFilter {
    RecordFilter {
        kinds: vec![DeedKind::Decided],
        verdict: filter.verdict,
        policy: filter.policy.clone(),
        key: filter.key,
        person_label: filter.end_user.clone(),
        since: filter.since,
        until: filter.until,
        before: filter.before,
        ..RecordFilter::default()
    }
}

use std::{sync::Arc, time::Instant};

use model::{DeedKind, Invalid, ReleaseId, views::Replay};
use store::{
    OrgScope, OrgTx,
    ledger_read::{self, RecordFilter, StoredRecord},
    orgs,
};
use time::{Duration, OffsetDateTime};

use super::{kept::Kept, subject::Subject, tally::Tally};
use crate::{Error, Governance, Result, simulation::allowance};

const LONGEST_DAYS: u16 = 90;
const MOST_DECISIONS: usize = 10_000;
const PAGE: i64 = 2_000;

/// What is asked about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReplaySubject {
    /// A change, open or not.
    Release(ReleaseId),
    /// A policy of the organisation's own as it is stored, on, whether it is or not.
    Policy(String),
}

/// Which decisions are asked: the newest of so many days, at most 10,000.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReplayWindow {
    /// 1 to 90.
    pub days: u16,
    /// 1 to 10,000.
    pub most: usize,
}

impl Default for ReplayWindow {
    fn default() -> Self {
        Self { days: 7, most: MOST_DECISIONS }
    }
}

/// Says what past decisions would have been under a change, and how many calls a day would wait for a human. Counts as one
/// simulation.
pub async fn replay(gov: &Governance, scope: &OrgScope, subject: &ReplaySubject, window: ReplayWindow) -> Result<Replay> {
    check(window)?;
    let started = Instant::now();
    let _turn = gov.slow_reads.enter(scope.org()).await?;
    let mut tx = gov.pool().org_tx(scope).await?;
    allowance::take(gov, &mut tx, 1).await?;
    let wait = Duration::seconds(i64::from(orgs::this(&mut tx).await?.approve_within_seconds));
    let subject = Arc::new(Subject::load(gov, &mut tx, subject).await?);
    let (since, until) = (tx.now() - Duration::days(i64::from(window.days)), tx.now());
    let (tally, is_whole) = walk(&mut tx, &subject, since, window.most).await?;
    // When there were more decisions than are asked, the time that they took is the time of the forecast.
    let since = if is_whole { since } else { tally.oldest.unwrap_or(since) };
    Ok(tally.told(subject.id.clone(), since, until, wait, started.elapsed()))
}

fn check(window: ReplayWindow) -> Result<()> {
    if !(1..=LONGEST_DAYS).contains(&window.days) {
        return Err(Invalid::new("days", format!("are 1 to {LONGEST_DAYS}")).into());
    }
    if !(1..=MOST_DECISIONS).contains(&window.most) {
        return Err(Invalid::new("most", format!("is 1 to {MOST_DECISIONS}")).into());
    }
    Ok(())
}

/// Counts the decisions, newest first; true when there were no more.
async fn walk(tx: &mut OrgTx, subject: &Arc<Subject>, since: OffsetDateTime, most: usize) -> Result<(Tally, bool)> {
    let mut filter = RecordFilter { kinds: vec![DeedKind::Decided], since: Some(since), ..RecordFilter::default() };
    let mut tally = Tally::default();
    loop {
        let wanted = i64::try_from(most - tally.decisions).unwrap_or(PAGE).min(PAGE);
        if wanted == 0 {
            return Ok((tally, false));
        }
        let page = ledger_read::page(tx, &filter, wanted, 0).await?;
        let is_last = i64::try_from(page.len()).unwrap_or(PAGE) < wanted;
        filter.before = page.last().map(|record| record.seq);
        tally = counted(subject.clone(), tally, page).await?;
        if is_last {
            return Ok((tally, true));
        }
    }
}

async fn counted(subject: Arc<Subject>, mut tally: Tally, page: Vec<StoredRecord>) -> Result<Tally> {
    let work = move || {
        for record in &page {
            tally.count(&subject, &Kept::read(record)?);
        }
        Ok(tally)
    };
    tokio::task::spawn_blocking(work).await.map_err(Error::broken)?
}

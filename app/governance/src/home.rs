//! The home page: what happened lately, what waits, and what is left to do before production.

use model::{
    DeedKind, PageSize, Permission, Verdict,
    views::{FirstCall, HomeView, QueueFilter, QueueHalf, QueueOrder, QueueView, SetupStep, VerdictSeries, Viewer},
};
use store::{
    OrgScope, OrgTx, keys,
    ledger_read::{self, RecordFilter},
    policies,
};
use time::{Duration, OffsetDateTime, Time};

use crate::{Governance, Result, approvals};

const HOURS: usize = 24;

/// The home page of this viewer.
pub async fn view(gov: &Governance, scope: &OrgScope, viewer: &Viewer) -> Result<HomeView> {
    let queue = waiting(gov, scope, viewer).await?;
    let _turn = gov.slow_reads.enter(scope.org()).await?;
    let mut tx = gov.pool().org_tx(scope).await?;
    let series_from = first_hour(tx.now());
    let counts = ledger_read::decisions_by_hour(&mut tx, series_from).await?;
    let steps = steps(&mut tx, viewer).await?;
    let first_call = first_call(gov, &mut tx).await?;
    let ledger_size = ledger_read::size(&mut tx).await?;
    let checkpoint = ledger_read::newest_checkpoint(&mut tx).await?;
    Ok(HomeView {
        series: Verdict::ALL.iter().map(|verdict| series(*verdict, series_from, &counts)).collect(),
        series_from,
        decisions_today: since_midnight(tx.now(), &counts),
        waiting_total: queue.as_ref().map_or(0, |queue| queue.counts.pending),
        waiting: queue.map(|queue| queue.items).unwrap_or_default(),
        steps,
        first_call,
        ledger_size,
        checkpoint_size: checkpoint.map(|row| row.size.unsigned_abs()),
    })
}

/// The most urgent holds, for those who may see them.
async fn waiting(gov: &Governance, scope: &OrgScope, viewer: &Viewer) -> Result<Option<QueueView>> {
    if !viewer.may(Permission::HoldsRead) {
        return Ok(None);
    }
    let filter = QueueFilter { half: QueueHalf::Waiting, severity: None, order: QueueOrder::Due, after: None };
    approvals::queue(gov, scope, filter, PageSize::clamp(5)).await.map(Some)
}

type HourCount = (Verdict, OffsetDateTime, u64);

/// The begin of the hour that lies 23 hours before the running one.
fn first_hour(now: OffsetDateTime) -> OffsetDateTime {
    let now = now.to_offset(time::UtcOffset::UTC);
    let hour = Time::from_hms(now.hour(), 0, 0).unwrap_or(Time::MIDNIGHT);
    now.replace_time(hour) - Duration::HOUR * 23
}

fn series(verdict: Verdict, from: OffsetDateTime, counts: &[HourCount]) -> VerdictSeries {
    let mut hours = vec![0; HOURS];
    for (_, at, count) in counts.iter().filter(|(of, ..)| *of == verdict) {
        let place = usize::try_from((*at - from).whole_hours()).ok();
        if let Some(hour) = place.and_then(|place| hours.get_mut(place)) {
            *hour += count;
        }
    }
    VerdictSeries { verdict, total: hours.iter().sum(), hours }
}

/// Midnight is never before the series' first hour.
fn since_midnight(now: OffsetDateTime, counts: &[HourCount]) -> u64 {
    let midnight = now.to_offset(time::UtcOffset::UTC).replace_time(Time::MIDNIGHT);
    counts.iter().filter(|(_, at, _)| *at >= midnight).map(|(.., count)| count).sum()
}

async fn first_call(gov: &Governance, tx: &mut OrgTx) -> Result<FirstCall> {
    let now = tx.now();
    let live = keys::list(tx).await?.into_iter().find(|key| key.revoked_at.is_none() && key.expires_at.is_none_or(|end| now < end));
    let newest = RecordFilter { kinds: vec![DeedKind::Decided], ..RecordFilter::default() };
    let last = ledger_read::page(tx, &newest, 1, 0).await?.pop();
    Ok(FirstCall {
        endpoint: gov.parts.settings.public_url.clone(),
        client_id: live.map(|key| key.key.client_id()),
        last_call_at: last.map(|record| record.at),
    })
}

/// What is left to do, each computed from what happened.
async fn steps(tx: &mut OrgTx, viewer: &Viewer) -> Result<Vec<SetupStep>> {
    let has_key = happened(tx, &[DeedKind::KeyCreated]).await?;
    let has_call = happened(tx, &[DeedKind::Decided]).await?;
    let has_policy = policies::count(tx).await? > 0;
    let has_approval = happened(tx, &[DeedKind::ApprovalApproved, DeedKind::ApprovalRejected]).await?;
    let has_export = happened(tx, &[DeedKind::ExportDownloaded]).await?;
    let step = |title: &str, why: &str, page: &str, done: bool| SetupStep {
        title: title.to_owned(),
        why: why.to_owned(),
        href: format!("/o/{}/{page}", viewer.org_slug),
        done,
    };
    Ok(vec![
        step("Create an API key", "Your agents sign in with it.", "keys/new", has_key),
        step("Send a first governed call", "It shows that an agent reaches AxonFlow.", "decisions", has_call),
        step("Write a policy of your own", "System policies know nothing about your business.", "decisions", has_policy),
        step("Decide a held call", "Approvers should meet the queue before it matters.", "approvals", has_approval),
        step("Export evidence", "An auditor will ask for it; see that it verifies.", "evidence", has_export),
    ])
}

async fn happened(tx: &mut OrgTx, kinds: &[DeedKind]) -> Result<bool> {
    let filter = RecordFilter { kinds: kinds.to_vec(), ..RecordFilter::default() };
    Ok(ledger_read::count(tx, &filter, 1).await? > 0)
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    #[test]
    fn the_series_ends_with_the_running_hour() {
        let now = datetime!(2026-03-02 10:59:59 UTC);
        let from = first_hour(now);
        let counts = [
            (Verdict::Deny, datetime!(2026-03-01 11:00 UTC), 2),
            (Verdict::Deny, datetime!(2026-03-02 10:00 UTC), 3),
            (Verdict::Allow, datetime!(2026-03-02 00:00 UTC), 5),
        ];

        let denied = series(Verdict::Deny, from, &counts);

        assert_eq!(from, datetime!(2026-03-01 11:00 UTC));
        assert_eq!((denied.hours.first(), denied.hours.last(), denied.total), (Some(&2), Some(&3), 5));
        assert_eq!(since_midnight(now, &counts), 8);
    }
}

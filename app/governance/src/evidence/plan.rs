use model::{DeedKind, Tier};
use store::{
    OrgTx,
    ledger_read::{self, RecordFilter},
    orgs,
};
use time::{Duration, OffsetDateTime, Time, UtcOffset};

use crate::{Error, Result};

/// What a plan includes.
pub(super) struct Plan {
    pub(super) tier: Tier,
    /// How far back an export or summary reaches, when that is bounded.
    pub(super) window: Option<Duration>,
    /// Rows of one plain export.
    pub(super) most_records: i64,
    /// Exports a day, when that is bounded.
    pub(super) daily: Option<u64>,
}

const DISCLAIMER: &str = "Made under an Evaluation licence, for trying the product out; not for submission to a regulator.";

impl Plan {
    /// The plan of a tier; one without evidence export is refused (TC-74).
    pub(super) fn of(tier: Tier) -> Result<Self> {
        match tier {
            Tier::Community => Err(Error::PlanNeeded(refusal().to_owned())),
            Tier::Evaluation => Ok(Self { tier, window: Some(Duration::days(14)), most_records: 5_000, daily: Some(3) }),
            Tier::Enterprise => Ok(Self { tier, window: None, most_records: 20_000, daily: None }),
        }
    }

    /// The plan of the organisation that the transaction is in.
    pub(super) async fn here(tx: &mut OrgTx) -> Result<Self> {
        Self::of(orgs::this(tx).await?.tier)
    }

    pub(super) fn disclaimer(&self) -> Option<&'static str> {
        (self.tier == Tier::Evaluation).then_some(DISCLAIMER)
    }

    /// The start that was asked for, or the earliest that the plan allows.
    pub(super) fn start(&self, asked: Option<OffsetDateTime>, now: OffsetDateTime) -> Option<OffsetDateTime> {
        asked.max(self.window.map(|window| now - window))
    }

    /// How many exports this one makes today; refuses one too many.
    pub(super) async fn draw(&self, tx: &mut OrgTx) -> Result<u64> {
        let midnight = tx.now().to_offset(UtcOffset::UTC).replace_time(Time::MIDNIGHT);
        let today = RecordFilter { kinds: vec![DeedKind::ExportRequested], since: Some(midnight), ..RecordFilter::default() };
        let used = ledger_read::count(tx, &today, 1_000).await? + 1;
        if self.daily.is_some_and(|most| used > most) {
            let wait = midnight + Duration::DAY - tx.now();
            return Err(Error::TooMany { retry_after_seconds: wait.whole_seconds().unsigned_abs() + 1 });
        }
        Ok(used)
    }
}

/// Why an organisation without evidence export has none.
pub(super) const fn refusal() -> &'static str {
    "Evidence export belongs to the Evaluation and Enterprise plans."
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn community_has_no_export_and_only_evaluation_a_disclaimer() {
        assert!(matches!(Plan::of(Tier::Community), Err(Error::PlanNeeded(_))));
        assert!(Plan::of(Tier::Evaluation).unwrap().disclaimer().is_some());
        assert!(Plan::of(Tier::Enterprise).unwrap().disclaimer().is_none());
    }

    #[test]
    fn evaluation_reaches_back_two_weeks() {
        let now = OffsetDateTime::UNIX_EPOCH + Duration::days(100);
        let (trial, full) = (Plan::of(Tier::Evaluation).unwrap(), Plan::of(Tier::Enterprise).unwrap());
        let (old, new) = (now - Duration::days(90), now - Duration::days(2));

        assert_eq!(trial.start(Some(old), now), Some(now - Duration::days(14)));
        assert_eq!(trial.start(None, now), Some(now - Duration::days(14)));
        assert_eq!(trial.start(Some(new), now), Some(new));
        assert_eq!((full.start(Some(old), now), full.start(None, now)), (Some(old), None));
    }
}

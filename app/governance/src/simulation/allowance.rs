use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use model::{OrgId, Tier};
use serde::Serialize;
use store::{OrgTx, orgs};
use time::Date;

use crate::{Error, Governance, Result};

/// Simulations that an organisation made today, and may make; -1 is without limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct DailyUse {
    /// Made.
    pub used: u32,
    /// Allowed.
    pub limit: i64,
}

/// Counts simulations in this process; a simulation stores nothing, so its count does not either.
#[derive(Default)]
pub(crate) struct Allowance(Mutex<HashMap<OrgId, (Date, u32)>>);

impl Allowance {
    fn take(&self, org: OrgId, today: Date, many: u32, limit: Option<u32>) -> Result<DailyUse> {
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (day, used) = counts.entry(org).or_insert((today, 0));
        if *day != today {
            (*day, *used) = (today, 0);
        }
        let after = used.saturating_add(many);
        if let Some(limit) = limit.filter(|limit| after > *limit) {
            return Err(Error::Refused(format!("The plan includes {limit} simulations a day, and {used} were made today.")));
        }
        *used = after;
        Ok(DailyUse { used: after, limit: limit.map_or(-1, i64::from) })
    }
}

/// The plan, if it includes simulation, and what is used of it after `many` more.
pub(crate) async fn take(gov: &Governance, tx: &mut OrgTx, many: usize) -> Result<(Tier, DailyUse)> {
    let tier = orgs::this(tx).await?.tier;
    let limit = match tier.simulations_per_day() {
        Some(0) => return Err(Error::Refused("Simulation is part of the Evaluation and Enterprise plans.".to_owned())),
        limit => limit,
    };
    let many = u32::try_from(many).unwrap_or(u32::MAX);
    Ok((tier, gov.simulations.take(tx.org(), gov.now().date(), many, limit)?))
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;

    #[test]
    fn the_day_has_an_end_and_a_limit() {
        let allowance = Allowance::default();
        let org = model::Id::from_uuid(uuid::Uuid::nil());
        let take = |day, many| allowance.take(org, day, many, Some(3)).map(|day| day.used).ok();

        assert_eq!(take(date!(2026 - 01 - 01), 2), Some(2));
        assert_eq!(take(date!(2026 - 01 - 01), 2), None, "which takes nothing");
        assert_eq!(take(date!(2026 - 01 - 01), 1), Some(3));
        assert_eq!(take(date!(2026 - 01 - 02), 1), Some(1));
        assert_eq!(allowance.take(org, date!(2026 - 01 - 02), 9, None).unwrap(), DailyUse { used: 10, limit: -1 });
    }
}

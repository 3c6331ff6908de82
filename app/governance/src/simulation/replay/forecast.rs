use std::{
    collections::HashMap,
    hash::{DefaultHasher, Hash, Hasher},
};

use model::{Plane, Verdict, views::ApprovalForecast};
use time::{Duration, OffsetDateTime};

use super::kept::Kept;

/// Calls that wait for a human, by what a hold is bound to.
#[derive(Default)]
pub(super) struct Holds(Vec<(OffsetDateTime, u64)>);

impl Holds {
    /// Only decide calls wait in the queue, and the retry of an approved one does not wait again.
    pub(super) fn note(&mut self, kept: &Kept, verdict: Verdict) {
        if kept.plane == Plane::Decide && verdict == Verdict::RequireApproval && !kept.is_retry {
            self.0.push((kept.at, call(kept)));
        }
    }

    /// How many holds they are, when one waits for so long and joins its repetitions.
    fn count(mut self, window: Duration) -> usize {
        self.0.sort_unstable();
        let mut opened: HashMap<u64, OffsetDateTime> = HashMap::new();
        let mut holds = 0;
        for (at, call) in self.0 {
            if opened.get(&call).is_none_or(|since| at - *since >= window) {
                opened.insert(call, at);
                holds += 1;
            }
        }
        holds
    }
}

/// Names a call as far as it is kept.
fn call(kept: &Kept) -> u64 {
    let mut hasher = DefaultHasher::new();
    kept.key.map(|key| key.as_uuid()).hash(&mut hasher);
    (&kept.text, &kept.target, &kept.end_user, &kept.request_type).hash(&mut hasher);
    serde_json::to_string(&kept.context).unwrap_or_default().hash(&mut hasher);
    hasher.finish()
}

pub(super) fn told([before, after, at_most]: [Holds; 3], span: Duration, window: Duration) -> ApprovalForecast {
    let days = (span.as_seconds_f64() / Duration::DAY.as_seconds_f64()).max(f64::EPSILON);
    let [before, after, at_most] = [before, after, at_most].map(|holds| holds.count(window));
    let a_day = |holds: usize| f64::from(u32::try_from(holds).unwrap_or(u32::MAX)) / days;
    ApprovalForecast { days, before, after, at_most, before_per_day: a_day(before), after_per_day: a_day(after) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_call_that_is_repeated_while_it_waits_is_one_hold() {
        let at = |minutes: i64| OffsetDateTime::UNIX_EPOCH + Duration::minutes(minutes);
        let holds = Holds(vec![(at(61), 1), (at(59), 1), (at(0), 1), (at(30), 2), (at(90), 1)]);

        assert_eq!(holds.count(Duration::HOUR), 3);
    }

    #[test]
    fn a_day_is_a_day() {
        let holds = || Holds((0..6).map(|call| (OffsetDateTime::UNIX_EPOCH, call)).collect());

        let told = told([Holds::default(), holds(), holds()], Duration::days(3), Duration::HOUR);

        assert_eq!((told.before, told.after, told.after_per_day), (0, 6, 2.0));
    }
}

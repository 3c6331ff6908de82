use std::{collections::BTreeMap, time::Duration};

use model::{
    Action, Verdict,
    views::{Replay, ReplayRow, ReplayedDecision, Unjudged},
};
use time::OffsetDateTime;

use super::{
    forecast::Holds,
    kept::{Kept, Lack, decided},
    subject::{Judgement, Subject},
};

const MOST_EXAMPLES: usize = 50;

type Row = (Option<String>, Verdict, Option<String>, Verdict);

/// What was seen so far.
#[derive(Default)]
pub(super) struct Tally {
    pub(super) decisions: usize,
    pub(super) oldest: Option<OffsetDateTime>,
    judged: usize,
    unjudged: Unjudged,
    rows: BTreeMap<String, (Row, usize)>,
    examples: Vec<ReplayedDecision>,
    before: Holds,
    after: Holds,
    at_most: Holds,
}

impl Tally {
    /// Counts a decision; they come newest first.
    pub(super) fn count(&mut self, subject: &Subject, kept: &Kept) {
        self.decisions += 1;
        self.oldest = Some(kept.at);
        let (decided_by, before) = kept.decided();
        self.before.note(kept, before);
        let others = || kept.matched.iter().filter(|(policy, _)| *policy != subject.id).map(|(policy, action)| (policy.as_str(), *action));
        let is_blocked_anyway = others().any(|(_, action)| action == Action::Block);
        let own = match subject.judge(kept) {
            Judgement::Unknown(lack) if !is_blocked_anyway => return self.note_unknown(kept, before, lack),
            Judgement::Unknown(_) | Judgement::NoMatch => None,
            Judgement::Match(action) => Some((subject.id.as_str(), action)),
        };
        let (would_decide, after) = decided(others().chain(own));
        self.judged += 1;
        self.after.note(kept, after);
        self.at_most.note(kept, after);
        if before != after {
            self.note_change(kept, (decided_by.map(str::to_owned), before, would_decide.map(str::to_owned), after));
        }
    }

    /// What is not known stays as it was, and might wait.
    fn note_unknown(&mut self, kept: &Kept, before: Verdict, lack: Lack) {
        match lack {
            Lack::Redacted => self.unjudged.redacted += 1,
            Lack::Cut => self.unjudged.cut += 1,
            Lack::Context => self.unjudged.context += 1,
        }
        self.after.note(kept, before);
        self.at_most.note(kept, Verdict::RequireApproval);
    }

    fn note_change(&mut self, kept: &Kept, row: Row) {
        if self.examples.len() < MOST_EXAMPLES {
            self.examples.push(ReplayedDecision { decision: kept.decision, at: kept.at, before: row.1, after: row.3 });
        }
        let key = format!("{:?} {} {:?} {}", row.0, row.1, row.2, row.3);
        self.rows.entry(key).or_insert_with(|| (row, 0)).1 += 1;
    }

    pub(super) fn told(
        self,
        policy_id: String,
        since: OffsetDateTime,
        until: OffsetDateTime,
        window: time::Duration,
        took: Duration,
    ) -> Replay {
        let mut table: Vec<ReplayRow> = self
            .rows
            .into_values()
            .map(|((decided_by, before, would_decide, after), decisions)| ReplayRow { decided_by, before, would_decide, after, decisions })
            .collect();
        table.sort_by_key(|row| std::cmp::Reverse(row.decisions));
        Replay {
            policy_id,
            since,
            until,
            decisions: self.decisions,
            judged: self.judged,
            unjudged: self.unjudged,
            changed: table.iter().map(|row| row.decisions).sum(),
            table,
            examples: self.examples,
            approvals: super::forecast::told([self.before, self.after, self.at_most], until - since, window),
            took_ms: u64::try_from(took.as_millis()).unwrap_or(u64::MAX),
        }
    }
}

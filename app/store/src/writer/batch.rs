use std::collections::HashMap;

use model::OrgId;
use time::OffsetDateTime;

use super::Waiting;
use crate::{
    Recorded,
    head::{Head, Rows},
};

/// The records of one organisation that were sealed upon its head, in their order.
pub(super) struct Sealed {
    /// The head behind them.
    pub(super) head: Head,
    pub(super) waiting: Vec<(Waiting, Recorded)>,
}

/// One commit: rows for the database, and who waits for them.
#[derive(Default)]
pub(super) struct Batch {
    pub(super) rows: Rows,
    pub(super) sealed: HashMap<OrgId, Sealed>,
    /// Records of organisations whose head is not known yet; the database is asked for it in the same round trip.
    pub(super) unsealed: HashMap<OrgId, Vec<Waiting>>,
}

/// At most `most` records of each organisation, in their order, and the rest.
pub(super) fn by_org(waiting: Vec<Waiting>, most: usize) -> (HashMap<OrgId, Vec<Waiting>>, Vec<Waiting>) {
    let (mut groups, mut later) = (HashMap::<OrgId, Vec<Waiting>>::new(), Vec::new());
    for one in waiting {
        let group = groups.entry(one.scope.org()).or_default();
        if group.len() < most { group.push(one) } else { later.push(one) }
    }
    (groups, later)
}

impl Batch {
    /// Seals the records of one organisation upon its head. One that cannot be sealed is refused alone.
    pub(super) fn seal(&mut self, before: &Head, group: Vec<Waiting>, now: OffsetDateTime) {
        let mut head = before.clone();
        let mut sealed = Vec::with_capacity(group.len());
        for one in group {
            match head.add(&one.scope, now, &one.deed) {
                Ok(entry) => {
                    let recorded = entry.recorded();
                    self.rows.push(&one.scope, &one.deed, entry);
                    sealed.push((one, recorded));
                }
                // Whoever gave up waiting does not need the answer.
                Err(error) => drop(one.done.send(Err(error))),
            }
        }
        if !sealed.is_empty() {
            self.rows.close(before, &head);
            self.sealed.insert(before.org, Sealed { head, waiting: sealed });
        }
    }

    /// Asks for the head of an organisation without writing anything.
    pub(super) fn ask(&mut self, org: OrgId, group: Vec<Waiting>) {
        self.rows.ask(org);
        self.unsealed.insert(org, group);
    }
}

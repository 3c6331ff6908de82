//! Turns for reads that may take long, so that neither one organisation nor all of them together take every connection.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use model::OrgId;
use tokio::{
    sync::{OwnedSemaphorePermit, Semaphore},
    time::timeout,
};

use crate::{Error, Result};

/// Slow reads of all organisations at once; what is left of the request pool serves everything else.
pub const SLOW_READS: usize = 12;
/// Slow reads of one organisation at once.
const EACH: usize = 4;
/// How long one waits for its turn.
const WAIT: Duration = Duration::from_secs(2);
/// Organisations that are remembered before those without a read are forgotten.
const REMEMBERED: usize = 1_024;

/// Searches, lists of the ledger, exports: whoever begins one takes a turn and keeps it until the answer is read.
pub struct SlowReads {
    all: Arc<Semaphore>,
    of_org: Mutex<HashMap<OrgId, Arc<Semaphore>>>,
    wait: Duration,
}

/// A turn; it ends when this is dropped.
#[must_use = "dropping a turn ends it"]
pub struct Turn {
    _own: OwnedSemaphorePermit,
    _all: OwnedSemaphorePermit,
}

impl Default for SlowReads {
    fn default() -> Self {
        Self { all: Arc::new(Semaphore::new(SLOW_READS)), of_org: Mutex::default(), wait: WAIT }
    }
}

impl SlowReads {
    /// Waits for a turn for a moment. Too many reads of one organisation are its own doing; too many of all are not.
    pub async fn enter(&self, org: OrgId) -> Result<Turn> {
        let own = timeout(self.wait, self.of(org).acquire_owned()).await.map_err(|_| Error::TooMany { retry_after_seconds: 1 })?;
        let all = timeout(self.wait, self.all.clone().acquire_owned()).await.map_err(|late| Error::Unavailable(Box::new(late)))?;
        Ok(Turn { _own: own.map_err(Error::broken)?, _all: all.map_err(Error::broken)? })
    }

    fn of(&self, org: OrgId) -> Arc<Semaphore> {
        let mut of_org = self.of_org.lock().unwrap_or_else(PoisonError::into_inner);
        if of_org.len() >= REMEMBERED {
            // A semaphore that nobody else holds has every permit.
            of_org.retain(|_, turns| Arc::strong_count(turns) > 1);
        }
        of_org.entry(org).or_insert_with(|| Arc::new(Semaphore::new(EACH))).clone()
    }
}

#[cfg(test)]
mod tests {
    use model::Id;
    use uuid::Uuid;

    use super::*;

    fn impatient() -> SlowReads {
        SlowReads { wait: Duration::ZERO, ..SlowReads::default() }
    }

    fn org() -> OrgId {
        Id::from_uuid(Uuid::now_v7())
    }

    async fn fill(reads: &SlowReads, org: OrgId) -> Vec<Turn> {
        let mut turns = Vec::new();
        for _ in 0..EACH {
            turns.push(reads.enter(org).await.unwrap());
        }
        turns
    }

    #[tokio::test]
    async fn one_organisation_waits_for_itself_and_nobody_for_it() {
        let (reads, busy, other) = (impatient(), org(), org());
        let mut turns = fill(&reads, busy).await;

        assert!(matches!(reads.enter(busy).await, Err(Error::TooMany { .. })));
        assert!(reads.enter(other).await.is_ok());
        turns.pop();
        assert!(reads.enter(busy).await.is_ok());
    }

    #[tokio::test]
    async fn all_organisations_together_leave_connections_to_the_others() {
        let reads = impatient();
        let mut turns = Vec::new();
        for _ in 0..SLOW_READS / EACH {
            turns.extend(fill(&reads, org()).await);
        }

        assert!(matches!(reads.enter(org()).await, Err(Error::Unavailable(_))));
        turns.pop();
        assert!(reads.enter(org()).await.is_ok());
    }

    #[tokio::test]
    async fn organisations_without_a_read_are_forgotten() {
        let (reads, busy) = (impatient(), org());
        let turns = fill(&reads, busy).await;
        for _ in 0..REMEMBERED + 1 {
            drop(reads.enter(org()).await.unwrap());
        }

        let remembered = reads.of_org.lock().unwrap();
        assert!(remembered.len() <= REMEMBERED && remembered.contains_key(&busy));
        drop(turns);
    }
}

use std::{
    collections::HashMap,
    time::{Duration, Instant},
};

use model::OrgId;
use sqlx::{Connection as _, Postgres, pool::PoolConnection};

use super::{
    Waiting,
    batch::{Batch, Sealed, by_org},
    line::Left,
};
use crate::{
    Error, RequestPool, Result,
    head::{Head, NotWritten},
};

/// How long one commit may take.
const COMMIT_WAIT: Duration = Duration::from_secs(10);
/// A connection that was idle for this long is asked whether it lives before a commit is trusted to it.
const IDLE: Duration = Duration::from_secs(1);
/// Heads that are remembered; each is under a kilobyte.
const MOST_HEADS: usize = 8_192;
/// Tries of a record that is written alone: one may find out the head, one may lose a race.
const TRIES_ALONE: usize = 4;

/// The writer's own connection, and what it knows about the heads. A remembered head is only an assumption: the database
/// writes nothing that was sealed upon another one.
pub(super) struct Session {
    pool: RequestPool,
    connection: Option<(PoolConnection<Postgres>, Instant)>,
    heads: HashMap<OrgId, Head>,
}

impl Session {
    pub(super) fn new(pool: RequestPool) -> Self {
        Self { pool, connection: None, heads: HashMap::new() }
    }

    /// Writes what waits in one commit, and gives back what was not written and may be later.
    pub(super) async fn write(&mut self, waiting: Vec<Waiting>, most: usize) -> Left {
        let (groups, later) = by_org(waiting, most);
        let mut left = Left { ready: later, ..Left::default() };
        let batch = self.seal(groups);
        metrics::counter!("axonflow_ledger_commits_total").increment(1);
        match self.commit(&batch).await {
            Ok(not_written) => self.settle(batch, not_written, &mut left),
            Err(error) => self.one_by_one(batch, error, &mut left).await,
        }
        left
    }

    fn seal(&mut self, groups: HashMap<OrgId, Vec<Waiting>>) -> Batch {
        let now = self.pool.clock().now();
        let mut batch = Batch::default();
        for (org, group) in groups {
            match self.heads.get(&org) {
                Some(head) => batch.seal(head, group, now),
                None => batch.ask(org, group),
            }
        }
        batch
    }

    /// One statement, one round trip, one commit. A database that hangs must not hang the writer: after a failure nobody
    /// knows what became of the commit, so the connection and the remembered heads are given up.
    async fn commit(&mut self, batch: &Batch) -> Result<Vec<NotWritten>> {
        let attempt = async {
            let mut connection = self.connection().await?;
            let not_written = batch.rows.commit(&mut connection).await?;
            Ok((connection, not_written))
        };
        match tokio::time::timeout(COMMIT_WAIT, attempt).await.unwrap_or(Err(Error::Unavailable(None))) {
            Ok((connection, not_written)) => {
                self.connection = Some((connection, Instant::now()));
                Ok(not_written)
            }
            Err(error) => {
                batch.sealed.keys().for_each(|org| drop(self.heads.remove(org)));
                Err(error)
            }
        }
    }

    async fn connection(&mut self) -> Result<PoolConnection<Postgres>> {
        match self.connection.take() {
            Some((connection, used)) if used.elapsed() < IDLE => Ok(connection),
            Some((mut connection, _)) => match connection.ping().await {
                Ok(()) => Ok(connection),
                Err(_) => self.pool.ledger_connection().await,
            },
            None => self.pool.ledger_connection().await,
        }
    }

    /// Answers everybody whose record is durable; learns the heads of the others.
    fn settle(&mut self, mut batch: Batch, not_written: Vec<NotWritten>, left: &mut Left) {
        for NotWritten { org, head } in not_written {
            let sealed = batch.sealed.remove(&org).into_iter().flat_map(|sealed| sealed.waiting).map(|(waiting, _)| waiting);
            let waiting = sealed.chain(batch.unsealed.remove(&org).into_iter().flatten());
            match head {
                Some(head) => {
                    left.ready.extend(waiting);
                    self.remember(head);
                }
                None => left.busy.extend(waiting),
            }
        }
        // Every organisation that was asked about is in the answer; whoever is not waits for the next round.
        left.busy.extend(batch.unsealed.into_values().flatten());
        for Sealed { head, waiting } in batch.sealed.into_values() {
            self.remember(head);
            for (one, recorded) in waiting {
                // A caller that gave up meanwhile finds its record in the ledger.
                let _ = one.done.send(Ok(recorded));
            }
        }
    }

    fn remember(&mut self, head: Head) {
        if self.heads.len() >= MOST_HEADS {
            self.heads.clear();
        }
        self.heads.insert(head.org, head);
    }

    /// After a failed batch every record stands alone, so that one that cannot be written refuses only itself.
    async fn one_by_one(&mut self, batch: Batch, error: Error, left: &mut Left) {
        let mut lost = matches!(error, Error::Unavailable(_));
        if !lost {
            tracing::warn!(%error, "a ledger batch failed; its records are written one by one");
        }
        let sealed = batch.sealed.into_values().flat_map(|sealed| sealed.waiting).map(|(waiting, _)| waiting);
        for one in sealed.chain(batch.unsealed.into_values().flatten()) {
            if lost {
                let _ = one.done.send(Err(Error::Unavailable(None)));
            } else {
                lost = self.alone(one, left).await;
            }
        }
    }

    /// Writes one record; true when the database is gone.
    async fn alone(&mut self, one: Waiting, left: &mut Left) -> bool {
        let mut ready = vec![one];
        for _ in 0..TRIES_ALONE {
            let batch = self.seal(by_org(std::mem::take(&mut ready), 1).0);
            let mut tried = Left::default();
            match self.commit(&batch).await {
                Ok(not_written) => self.settle(batch, not_written, &mut tried),
                Err(error) => return refuse(batch, error),
            }
            left.busy.extend(tried.busy);
            ready = tried.ready;
            if ready.is_empty() {
                return false;
            }
        }
        left.ready.extend(ready);
        false
    }
}

/// Refuses what a batch holds; true when the database is gone.
fn refuse(batch: Batch, error: Error) -> bool {
    let lost = matches!(error, Error::Unavailable(_));
    let mut error = Some(error);
    let sealed = batch.sealed.into_values().flat_map(|sealed| sealed.waiting).map(|(waiting, _)| waiting);
    for one in sealed.chain(batch.unsealed.into_values().flatten()) {
        let _ = one.done.send(Err(error.take().unwrap_or(Error::Busy)));
    }
    lost
}

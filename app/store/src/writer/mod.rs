//! The group-commit writer: requests hand over a record and wait; one commit makes many of them durable.

mod batch;
mod line;
mod session;

use std::time::{Duration, Instant};

use ledger::Deed;
use tokio::sync::{mpsc, oneshot};

use crate::{Error, OrgScope, Recorded, RequestPool, Result};
use line::Line;
use session::Session;

/// How the group-commit writer behaves.
#[derive(Debug, Clone, Copy)]
pub struct WriterSettings {
    /// Records that may wait; more are refused with [`Error::Overloaded`].
    pub queue: usize,
    /// Records in one commit at most.
    pub batch: usize,
    /// How long a record may wait for a busy organisation.
    pub patience: Duration,
}

impl Default for WriterSettings {
    fn default() -> Self {
        Self { queue: 8_192, batch: 512, patience: Duration::from_secs(5) }
    }
}

/// Hands records to the group-commit writer: one commit makes many of them durable.
#[derive(Debug, Clone)]
pub struct LedgerWriter {
    queue: mpsc::Sender<Waiting>,
}

/// A record that waits to become durable, and who waits for it.
struct Waiting {
    scope: OrgScope,
    deed: Deed,
    since: Instant,
    done: oneshot::Sender<Result<Recorded>>,
}

impl LedgerWriter {
    /// Starts the writer; it ends when every handle is gone and the queue is empty.
    pub fn start(pool: RequestPool, settings: WriterSettings) -> (Self, tokio::task::JoinHandle<()>) {
        let (queue, inbox) = mpsc::channel(settings.queue);
        let task = tokio::spawn(run(Session::new(pool), settings, Line::new(inbox, settings)));
        (Self { queue }, task)
    }

    /// Records one deed and returns when it is durable; an error means that it is not.
    pub async fn append(&self, scope: &OrgScope, deed: Deed) -> Result<Recorded> {
        let (done, outcome) = oneshot::channel();
        let waiting = Waiting { scope: scope.clone(), deed, since: Instant::now(), done };
        self.queue.try_send(waiting).map_err(|_| Error::Overloaded)?;
        outcome.await.map_err(|_| Error::Overloaded)?
    }
}

async fn run(mut session: Session, settings: WriterSettings, mut line: Line) {
    while let Some(waiting) = line.next().await {
        let left = session.write(waiting, settings.batch).await;
        line.put_back(left);
    }
}

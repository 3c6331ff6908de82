use std::time::Duration;

use tokio::{sync::mpsc, task::yield_now, time::timeout};

use super::{Waiting, WriterSettings};
use crate::Error;

/// How long busy organisations are left alone when nobody else has anything to write.
const BUSY_PAUSE: Duration = Duration::from_millis(5);
/// How often the runtime may let others go first before a commit goes without them.
const COURTESIES: usize = 3;

/// What an attempt did not write, by why.
#[derive(Default)]
pub(super) struct Left {
    /// Can be written at once: the head is known now, or the batch was full.
    pub(super) ready: Vec<Waiting>,
    /// Belongs to an organisation whose head somebody holds.
    pub(super) busy: Vec<Waiting>,
}

/// The records that wait, in their order.
pub(super) struct Line {
    inbox: mpsc::Receiver<Waiting>,
    settings: WriterSettings,
    held: Left,
}

impl Line {
    pub(super) fn new(inbox: mpsc::Receiver<Waiting>, settings: WriterSettings) -> Self {
        Self { inbox, settings, held: Left::default() }
    }

    /// What the next commit may take; nothing when every handle is gone and everything is written.
    pub(super) async fn next(&mut self) -> Option<Vec<Waiting>> {
        let Left { ready, busy } = std::mem::take(&mut self.held);
        let at_once = !ready.is_empty();
        // Busy ones first: they have waited longest.
        let mut waiting = busy;
        waiting.extend(ready);
        if waiting.is_empty() {
            waiting.push(self.inbox.recv().await?);
        } else if !at_once {
            // Only busy organisations are left: somebody else's record, or a moment for them.
            match timeout(BUSY_PAUSE, self.inbox.recv()).await {
                Ok(Some(first)) => waiting.push(first),
                Ok(None) => tokio::time::sleep(BUSY_PAUSE).await,
                Err(_) => {}
            }
        }
        self.fill(&mut waiting).await;
        Some(waiting)
    }

    /// Keeps what was not written, and refuses what has waited long enough.
    pub(super) fn put_back(&mut self, left: Left) {
        let patience = self.settings.patience;
        self.held.ready = left.ready.into_iter().filter_map(|one| still_patient(one, patience)).collect();
        self.held.busy = left.busy.into_iter().filter_map(|one| still_patient(one, patience)).collect();
    }

    /// Takes what is waiting beside what is held: however much waits for a busy organisation, the others get their full
    /// batch. Requests that are about to hand over their record are let in: a fuller commit costs less for each.
    async fn fill(&mut self, waiting: &mut Vec<Waiting>) {
        let most = (waiting.len() + self.settings.batch).min(self.settings.queue.max(1));
        let mut courtesies = 0;
        while waiting.len() < most && courtesies < COURTESIES {
            match self.inbox.try_recv() {
                Ok(next) => {
                    waiting.push(next);
                    courtesies = 0;
                }
                Err(_) => {
                    courtesies += 1;
                    yield_now().await;
                }
            }
        }
    }
}

fn still_patient(waiting: Waiting, patience: Duration) -> Option<Waiting> {
    if waiting.since.elapsed() < patience && !waiting.done.is_closed() {
        return Some(waiting);
    }
    // Nobody may be listening any more; then nothing was promised either.
    let _ = waiting.done.send(Err(Error::Busy));
    None
}

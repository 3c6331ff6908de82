use std::{
    collections::HashMap,
    time::{Duration, Instant},
};

use ledger::Deed;
use model::OrgId;
use sqlx::PgConnection;
use tokio::sync::{mpsc, oneshot};
use uuid::Uuid;

use crate::{
    Error, OrgScope, Recorded, RequestPool, Result,
    head::{Batch, Head},
};

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

/// How long busy organisations are left alone when nobody else has anything to write.
const BUSY_PAUSE: Duration = Duration::from_millis(5);
/// How long one commit may take.
const COMMIT_WAIT: Duration = Duration::from_secs(10);

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
        let task = tokio::spawn(run(pool, settings, inbox));
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

async fn run(pool: RequestPool, settings: WriterSettings, mut inbox: mpsc::Receiver<Waiting>) {
    let mut held: Vec<Waiting> = Vec::new();
    let mut open = true;
    while open || !held.is_empty() {
        open = gather(&mut inbox, &mut held, settings).await && open;
        held = write(&pool, std::mem::take(&mut held), settings).await;
    }
}

/// Takes what is waiting, beside what is held: however much waits for a busy organisation, the others get their full batch.
/// When only busy organisations are left, gives them a moment. False when the queue has closed.
async fn gather(inbox: &mut mpsc::Receiver<Waiting>, held: &mut Vec<Waiting>, settings: WriterSettings) -> bool {
    let most = (held.len() + settings.batch).min(settings.queue.max(1));
    if held.len() >= most {
        tokio::time::sleep(BUSY_PAUSE).await;
        return true;
    }
    let first = if held.is_empty() {
        inbox.recv().await
    } else {
        match tokio::time::timeout(BUSY_PAUSE, inbox.recv()).await {
            Ok(first) => first,
            Err(_) => return true,
        }
    };
    let Some(first) = first else { return false };
    held.push(first);
    while held.len() < most {
        match inbox.try_recv() {
            Ok(next) => held.push(next),
            Err(_) => break,
        }
    }
    true
}

/// Writes what waits; gives back what belongs to organisations that were busy, and what is too much for one commit.
async fn write(pool: &RequestPool, waiting: Vec<Waiting>, settings: WriterSettings) -> Vec<Waiting> {
    if waiting.is_empty() {
        return Vec::new();
    }
    let (groups, later) = by_org(waiting, settings.batch);
    let outcome = commit_together(pool, groups).await;
    metrics::counter!("axonflow_ledger_commits_total").increment(1);
    let busy = match outcome {
        Ok(busy) => busy,
        Err((groups, error)) => one_by_one(pool, groups, error).await,
    };
    let left = busy.into_values().flatten().chain(later);
    left.filter_map(|waiting| still_patient(waiting, settings.patience)).collect()
}

type Groups = HashMap<OrgId, Vec<Waiting>>;
/// Where the records of each organisation went, in their order.
type Places = Vec<(OrgId, Vec<Recorded>)>;

/// At most `most` records of each organisation, in their order, and the rest.
fn by_org(waiting: Vec<Waiting>, most: usize) -> (Groups, Vec<Waiting>) {
    let (mut groups, mut later) = (Groups::new(), Vec::new());
    for one in waiting {
        let group = groups.entry(one.scope.org()).or_default();
        if group.len() < most { group.push(one) } else { later.push(one) }
    }
    (groups, later)
}

fn still_patient(waiting: Waiting, patience: Duration) -> Option<Waiting> {
    if waiting.since.elapsed() < patience && !waiting.done.is_closed() {
        return Some(waiting);
    }
    // Nobody may be listening any more; then nothing was promised either.
    let _ = waiting.done.send(Err(Error::Busy));
    None
}

/// One transaction for every organisation whose head is free. On failure nothing was written.
async fn commit_together(pool: &RequestPool, mut groups: Groups) -> std::result::Result<Groups, (Groups, Error)> {
    let attempt = async {
        let mut tx = pool.entry_tx().await?;
        let orgs: Vec<Uuid> = groups.keys().map(|org| org.as_uuid()).collect();
        let heads = lock_heads(tx.conn(), &orgs).await?;
        if heads.is_empty() {
            return Ok(Vec::new());
        }
        let (batch, recorded) = seal_all(pool, &groups, heads)?;
        batch.insert(tx.conn()).await?;
        tx.commit().await?;
        Ok(recorded)
    };
    // A database that hangs must not hang the writer: whoever waits is refused, whatever became of the commit.
    let outcome = tokio::time::timeout(COMMIT_WAIT, attempt).await.unwrap_or(Err(Error::Unavailable(None)));
    match outcome {
        Err(error) => Err((groups, error)),
        Ok(recorded) => {
            acknowledge(&mut groups, recorded);
            Ok(groups)
        }
    }
}

/// The heads that nobody else holds. The scope is entered once for the role; each head under its own organisation.
async fn lock_heads(conn: &mut PgConnection, orgs: &[Uuid]) -> Result<Vec<Head>> {
    let Some(first) = orgs.first() else { return Ok(Vec::new()) };
    crate::pool::enter(&mut *conn, OrgId::from_uuid(*first)).await?;
    let rows: Vec<(Uuid, i64, Vec<u8>, i64)> =
        sqlx::query_as("select org, head_size, head_frontier, head_last_at from app.ledger_heads($1)").bind(orgs).fetch_all(conn).await?;
    Ok(rows.into_iter().filter_map(|(org, size, frontier, last_at)| readable(org, Head::read(org, size, &frontier, last_at))).collect())
}

/// A head that cannot be read counts as busy: its organisation is refused, the others are not.
fn readable(org: Uuid, head: Result<Head>) -> Option<Head> {
    head.inspect_err(|error| tracing::error!(%org, %error, "a ledger head cannot be read; nothing is recorded for its organisation")).ok()
}

fn seal_all(pool: &RequestPool, groups: &Groups, heads: Vec<Head>) -> Result<(Batch, Places)> {
    let now = pool.clock().now();
    let mut batch = Batch::default();
    let mut recorded = Vec::with_capacity(heads.len());
    for mut head in heads {
        let waiting = groups.get(&head.org).map(Vec::as_slice).unwrap_or_default();
        let mut places = Vec::with_capacity(waiting.len());
        for one in waiting {
            let entry = head.add(&one.scope, now, &one.deed)?;
            places.push(Recorded { seq: u64::try_from(entry.seq).unwrap_or_default(), at: entry.at });
            batch.push(&one.scope, &one.deed, entry);
        }
        batch.close(&head)?;
        recorded.push((head.org, places));
    }
    Ok((batch, recorded))
}

/// Answers everybody whose record is durable; what stays in `groups` was busy.
fn acknowledge(groups: &mut Groups, recorded: Places) {
    for (org, places) in recorded {
        for (waiting, place) in groups.remove(&org).into_iter().flatten().zip(places) {
            // A caller that gave up meanwhile finds its record in the ledger.
            let _ = waiting.done.send(Ok(place));
        }
    }
}

/// After a failed batch every record stands alone, so that one that cannot be written refuses only itself.
async fn one_by_one(pool: &RequestPool, groups: Groups, error: Error) -> Groups {
    let mut busy = Groups::new();
    let mut lost = matches!(error, Error::Unavailable(_));
    if !lost {
        tracing::warn!(error = %error, "a ledger batch failed; its records are written one by one");
    }
    for (org, waiting) in groups {
        for one in waiting {
            if lost {
                let _ = one.done.send(Err(Error::Unavailable(None)));
                continue;
            }
            match commit_together(pool, HashMap::from([(org, vec![one])])).await {
                Ok(left) => busy.entry(org).or_default().extend(left.into_values().flatten()),
                Err((alone, error)) => {
                    lost = matches!(error, Error::Unavailable(_));
                    refuse(alone, error);
                }
            }
        }
    }
    busy
}

fn refuse(groups: Groups, error: Error) {
    let mut error = Some(error);
    for waiting in groups.into_values().flatten() {
        let _ = waiting.done.send(Err(error.take().unwrap_or(Error::Busy)));
    }
}

use std::time::Duration;

use model::{OrgId, PersonId};
use sqlx::postgres::{PgListener, PgNotification};
use tokio::sync::broadcast;

use crate::{RequestPool, Result};

/// Something that a node may have cached or shown has changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// An API key or one of its secrets; the text is the key id.
    Key(OrgId, String),
    /// A policy or override.
    Policy(OrgId),
    /// The organisation's plan or settings.
    Org(OrgId),
    /// A held call; the text is its id.
    Approval(OrgId, String),
    /// An export; the text is its id.
    Export(OrgId, String),
    /// A person's sessions, memberships or roles, somewhere: whatever they watch is looked at again.
    Person(PersonId),
    /// The line to the database is gone: whatever is cached may be old.
    Lost,
    /// The line is back: forget what was cached, then trust again.
    Restored,
}

/// Hears changes from every node through `LISTEN`/`NOTIFY` and hands them on.
#[derive(Debug, Clone)]
pub struct Listener {
    sender: broadcast::Sender<Change>,
}

/// How long a line may say nothing.
const QUIET: Duration = Duration::from_millis(400);
/// How long it may take to answer then. Together with [`QUIET`] it is less than the second within which every node has to know of a
/// change: a node whose line was cut without a word trusts nothing that it remembers before that second is over.
const ANSWERS_WITHIN: Duration = Duration::from_millis(500);

const CHANNELS: [&str; 6] = ["axonflow_key", "axonflow_policy", "axonflow_org", "axonflow_approval", "axonflow_export", "axonflow_person"];

impl Listener {
    /// Starts listening; returns when the first subscription stands, so that nothing cached later is missed.
    pub async fn start(pool: RequestPool) -> Result<Self> {
        let (sender, _) = broadcast::channel(4_096);
        let line = connect(&pool).await?;
        tokio::spawn(listen(pool, line, sender.clone()));
        Ok(Self { sender })
    }

    /// Every change from now on. A subscriber that lags is told so and must treat it as [`Change::Lost`].
    pub fn subscribe(&self) -> broadcast::Receiver<Change> {
        self.sender.subscribe()
    }
}

async fn connect(pool: &RequestPool) -> Result<PgListener> {
    let mut line = PgListener::connect_with(pool.raw()).await?;
    // A silent reconnect would hide what was missed.
    line.ignore_pool_close_event(true);
    line.eager_reconnect(false);
    line.listen_all(CHANNELS).await?;
    Ok(line)
}

async fn listen(pool: RequestPool, mut line: PgListener, sender: broadcast::Sender<Change>) {
    loop {
        while let Some(notification) = next(&mut line).await {
            if let Some(change) = read(&notification) {
                // Nobody subscribed is fine.
                let _ = sender.send(change);
            }
        }
        let _ = sender.send(Change::Lost);
        line = reconnect(&pool).await;
        let _ = sender.send(Change::Restored);
    }
}

/// The next notice; `None` when the line is lost. A line that is cut without a word looks like one on which nothing
/// happens, so when it was quiet for a while it has to answer.
async fn next(line: &mut PgListener) -> Option<PgNotification> {
    loop {
        if let Ok(heard) = tokio::time::timeout(QUIET, line.try_recv()).await {
            return heard.ok().flatten();
        }
        let answer = tokio::time::timeout(ANSWERS_WITHIN, sqlx::query("select 1").execute(&mut *line)).await;
        if !matches!(answer, Ok(Ok(_))) {
            return None;
        }
    }
}

async fn reconnect(pool: &RequestPool) -> PgListener {
    let mut pause = Duration::from_millis(50);
    loop {
        match connect(pool).await {
            Ok(line) => return line,
            Err(error) => tracing::warn!(%error, "cannot listen for changes; cached keys and policies are not trusted"),
        }
        tokio::time::sleep(pause).await;
        pause = (pause * 2).min(Duration::from_secs(2));
    }
}

fn read(notification: &PgNotification) -> Option<Change> {
    if notification.channel() == "axonflow_person" {
        return notification.payload().parse().ok().map(Change::Person);
    }
    let (org, row) = notification.payload().split_once(':')?;
    let org = org.parse().ok()?;
    match notification.channel() {
        "axonflow_key" => Some(Change::Key(org, row.to_owned())),
        "axonflow_policy" => Some(Change::Policy(org)),
        "axonflow_org" => Some(Change::Org(org)),
        "axonflow_approval" => Some(Change::Approval(org, row.to_owned())),
        "axonflow_export" => Some(Change::Export(org, row.to_owned())),
        _ => None,
    }
}

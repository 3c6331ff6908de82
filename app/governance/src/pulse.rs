//! Whether the database answers, so that nobody waits for one that does not.

use std::time::Duration;

use store::{Change, Listener, RequestPool};
use tokio::{
    sync::{
        broadcast::{Receiver, error::RecvError},
        watch,
    },
    time::{sleep, timeout},
};

/// How long the database may take to answer a question about nothing.
const ANSWERS_WITHIN: Duration = Duration::from_secs(1);
/// How soon it is asked again.
const AGAIN: Duration = Duration::from_millis(250);

/// Knows within two seconds that the database does not answer, and within a moment that it does again.
///
/// The line that hears of changes asks for a sign of life more than once a second; when it is lost, this asks on a connection of its
/// own until there is an answer. A line that broke alone changes nothing.
pub struct Pulse {
    stopped: watch::Receiver<bool>,
}

impl Pulse {
    pub(crate) fn following(listener: &Listener, pool: RequestPool) -> Self {
        let (sender, stopped) = watch::channel(false);
        let changes = listener.subscribe();
        tokio::spawn(async move {
            // Ends with whoever asks, or it would keep the pool's connections open for nobody.
            tokio::select! {
                () = watch(changes, &pool, &sender) => {}
                () = sender.closed() => {}
            }
        });
        Self { stopped }
    }

    /// Resolves when the database is known not to answer; at once when that is known already.
    pub async fn stops(&self) {
        let mut stopped = self.stopped.clone();
        if stopped.wait_for(|stopped| *stopped).await.is_err() {
            std::future::pending::<()>().await;
        }
    }
}

async fn watch(mut changes: Receiver<Change>, pool: &RequestPool, stopped: &watch::Sender<bool>) {
    loop {
        match changes.recv().await {
            Ok(Change::Lost) => until_it_answers(pool, stopped).await,
            Ok(_) | Err(RecvError::Lagged(_)) => {}
            Err(RecvError::Closed) => return,
        }
    }
}

async fn until_it_answers(pool: &RequestPool, stopped: &watch::Sender<bool>) {
    loop {
        let answers = matches!(timeout(ANSWERS_WITHIN, pool.ping()).await, Ok(Ok(())));
        let turned = stopped.send_if_modified(|stopped| std::mem::replace(stopped, !answers) == answers);
        if turned {
            tracing::warn!(answers, "the database {}", if answers { "answers again" } else { "does not answer; requests are refused" });
        }
        if answers {
            return;
        }
        sleep(AGAIN).await;
    }
}

use std::{convert::Infallible, time::Duration};

use axum::{
    Extension,
    extract::{Path, Query},
    response::sse::{Event, KeepAlive, Sse},
};
use futures::stream::{Stream, unfold};
use gate::{AuditReadAll, HoldsRead, OrgMember, PageRefusal};
use governance::{Governance, account::OrgScope, approvals, evidence};
use model::ExportId;
use store::Change;
use time::OffsetDateTime;
use tokio::sync::broadcast::{Receiver, error::RecvError};
use tokio_util::sync::CancellationToken;

/// A stream ends after so long at the latest, and at once when something about its person changed; the browser opens a new
/// one, and with it the session is looked at again.
const LASTS: Duration = Duration::from_secs(300);

/// Changes within so long are shown together.
const SETTLES: Duration = Duration::from_millis(250);

type Events = Sse<axum::response::sse::KeepAliveStream<std::pin::Pin<Box<dyn Stream<Item = Result<Event, Infallible>> + Send>>>>;

/// When the reader last read the list, in microseconds since 1970.
#[derive(serde::Deserialize)]
pub(super) struct Seen {
    since: Option<i64>,
}

/// Counts of the approval queue: now, and whenever it changes.
pub(super) async fn approvals(
    member: OrgMember<HoldsRead>,
    Query(seen): Query<Seen>,
    Extension(stop): Extension<CancellationToken>,
) -> Result<Events, PageRefusal> {
    let concerns = {
        let org = member.scope.org();
        move |change: &Change| matches!(change, Change::Approval(of, _) if *of == org)
    };
    let watch = Watch::new(member.door.governance(), member.scope, stop, Box::new(concerns));
    let since = seen.since.and_then(micros);
    Ok(stream(watch, "approvals", move |gov, scope| async move { approvals::counts(&gov, &scope, since).await }))
}

fn micros(since: i64) -> Option<OffsetDateTime> {
    OffsetDateTime::from_unix_timestamp_nanos(i128::from(since) * 1_000).ok()
}

/// How far an export is: now, and whenever it goes on.
pub(super) async fn export(
    member: OrgMember<AuditReadAll>,
    Path((_, export)): Path<(String, String)>,
    Extension(stop): Extension<CancellationToken>,
) -> Result<Events, PageRefusal> {
    let export: ExportId = export.parse().map_err(|_| governance::Error::NotFound)?;
    // Before the stream begins, so that one that does not exist is refused as such.
    evidence::find(member.door.governance(), &member.scope, export).await?;
    let concerns = {
        let (org, id) = (member.scope.org(), export.to_string());
        move |change: &Change| matches!(change, Change::Export(of, row) if *of == org && *row == id)
    };
    let watch = Watch::new(member.door.governance(), member.scope, stop, Box::new(concerns));
    Ok(stream(watch, "export", move |gov, scope| async move { evidence::find(&gov, &scope, export).await }))
}

struct Watch {
    gov: Governance,
    scope: OrgScope,
    changes: Receiver<Change>,
    concerns: Box<dyn Fn(&Change) -> bool + Send + Sync>,
    stop: CancellationToken,
    until: tokio::time::Instant,
    begun: bool,
}

impl Watch {
    fn new(gov: &Governance, scope: OrgScope, stop: CancellationToken, concerns: Box<dyn Fn(&Change) -> bool + Send + Sync>) -> Self {
        let changes = gov.parts.listener.subscribe();
        Self { gov: gov.clone(), scope, changes, concerns, stop, until: tokio::time::Instant::now() + LASTS, begun: false }
    }

    /// Waits for a change that concerns this watch; `false` when the stream should end. The first answer comes at once.
    async fn changed(&mut self) -> bool {
        if !std::mem::replace(&mut self.begun, true) {
            return true;
        }
        self.heard().await && self.settled().await
    }

    async fn heard(&mut self) -> bool {
        loop {
            let change = tokio::select! {
                change = self.changes.recv() => change,
                () = self.stop.cancelled() => return false,
                () = tokio::time::sleep_until(self.until) => return false,
            };
            match change {
                // Signed out, suspended, or other roles: the browser opens a new stream, and with it the session is looked at again.
                Ok(Change::Person(person)) if self.scope.principal().person() == Some(person) => return false,
                Ok(change) if (self.concerns)(&change) => return true,
                Ok(_) => {}
                // Something was missed: look again.
                Err(RecvError::Lagged(_)) => return true,
                Err(RecvError::Closed) => return false,
            }
        }
    }

    /// Lets changes that come in a row pass together: each look is a query, for every open page of every organisation.
    async fn settled(&mut self) -> bool {
        tokio::select! {
            () = tokio::time::sleep(SETTLES) => {}
            () = self.stop.cancelled() => return false,
        }
        // What was said until now is answered by the look that follows.
        self.changes = self.changes.resubscribe();
        true
    }
}

fn stream<T, F, L>(watch: Watch, name: &'static str, look: L) -> Events
where
    T: serde::Serialize + Send,
    F: Future<Output = governance::Result<T>> + Send,
    L: Fn(Governance, OrgScope) -> F + Clone + Send + 'static,
{
    let events = unfold(watch, move |mut watch| {
        let look = look.clone();
        async move {
            if !watch.changed().await {
                return None;
            }
            // A look that fails ends the stream; the browser opens a new one.
            let seen = look(watch.gov.clone(), watch.scope.clone()).await.ok()?;
            let event = Event::default().event(name).json_data(seen).ok()?;
            Some((Ok(event), watch))
        }
    });
    let events: std::pin::Pin<Box<dyn Stream<Item = Result<Event, Infallible>> + Send>> = Box::pin(events);
    Sse::new(events).keep_alive(KeepAlive::new().interval(Duration::from_secs(15)))
}

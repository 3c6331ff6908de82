use std::time::Duration;

use tokio::signal::unix::{SignalKind, signal};
use tokio_util::sync::CancellationToken;

use crate::assemble::House;

/// How long records may take to become durable after the last request.
const DRAIN: Duration = Duration::from_secs(10);

/// The first SIGTERM or SIGINT asks for a clean stop; the second ends the process at once.
pub(super) async fn on_signal(stop: CancellationToken) {
    let (Ok(mut term), Ok(mut int)) = (signal(SignalKind::terminate()), signal(SignalKind::interrupt())) else {
        tracing::error!("signals cannot be heard; stop the process by force");
        return;
    };
    for _ in 0..2 {
        tokio::select! { _ = term.recv() => {}, _ = int.recv() => {} }
        if stop.is_cancelled() {
            tracing::warn!("stopping at once");
            std::process::exit(130);
        }
        tracing::info!("stopping: no new connections, waiting for running requests");
        stop.cancel();
    }
}

/// Waits until every accepted record is durable.
pub(super) async fn drain(house: House) {
    let House { gov, platform, writer, .. } = house;
    // The writer ends when the last handle to it is gone.
    drop(gov);
    drop(platform);
    if tokio::time::timeout(DRAIN, writer).await.is_err() {
        tracing::warn!("the ledger writer is still held by a task; its queue is empty or unacknowledged");
    }
}

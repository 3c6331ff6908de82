use std::time::Duration;

use store::PlatformPool;
use tokio_util::sync::CancellationToken;

const DAY: Duration = Duration::from_secs(86_400);

/// Makes the ledger's coming partitions, once a day, so that a process that runs for a year never finds one missing.
/// The start made those of the next fourteen months, so a day that fails is no harm.
pub(super) async fn keep_ahead(platform: PlatformPool, stop: CancellationToken) {
    loop {
        tokio::select! { () = tokio::time::sleep(DAY) => {}, () = stop.cancelled() => return }
        if let Err(error) = platform.ensure_ledger_months().await {
            tracing::warn!(%error, "the ledger's coming partitions were not made; tomorrow is another try");
        }
    }
}

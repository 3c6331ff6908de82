use std::time::Duration;

use governance::Governance;
use store::entry;
use time::OffsetDateTime;
use tokio_util::sync::CancellationToken;

use super::{KeyState, Roster, load};

/// How often the table is read. A new key has to be in it for longer than this before it signs.
const EVERY: Duration = Duration::from_secs(60);

/// The signing keys of a running process.
#[derive(Debug)]
pub struct FollowedSigning {
    gov: Governance,
    /// What each key does, as it is in force here.
    in_force: Vec<(String, KeyState)>,
}

impl FollowedSigning {
    /// Follows the table from what `roster` says, with which the process started.
    pub fn new(gov: Governance, roster: &Roster) -> Self {
        Self { gov, in_force: states(roster) }
    }

    /// Reads the table and takes up what changed, by hand or because its time has come; says whether anything did.
    pub async fn refresh(&mut self, now: OffsetDateTime) -> anyhow::Result<bool> {
        let roster = Roster::new(entry::signing_keys(self.gov.pool()).await?, now);
        let states = states(&roster);
        if states == self.in_force {
            return Ok(false);
        }
        self.gov.sign_with(load(&roster, &self.gov.parts.vault).await?);
        self.in_force = states;
        Ok(true)
    }
}

fn states(roster: &Roster) -> Vec<(String, KeyState)> {
    roster.states().into_iter().map(|(_, row, state)| (row.kid.clone(), state)).collect()
}

/// Follows changes until `stop` is cancelled.
pub async fn keep_current(mut followed: FollowedSigning, stop: CancellationToken) {
    loop {
        tokio::select! { () = tokio::time::sleep(EVERY) => {}, () = stop.cancelled() => return }
        let now = followed.gov.now();
        match followed.refresh(now).await {
            Ok(true) => tracing::info!("the signing keys changed and are in force now"),
            Ok(false) => {}
            Err(error) => {
                metrics::counter!("axonflow_secret_refresh_failures_total").increment(1);
                tracing::warn!(error = %format_args!("{error:#}"), "the signing keys could not be read anew; those in force stay");
            }
        }
    }
}

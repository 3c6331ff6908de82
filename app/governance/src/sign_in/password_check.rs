//! Argon2 off the event loop, a few at a time: each costs tens of milliseconds and 19 MiB.

use std::time::Duration;

use identity::password::{self, HashError, Verified};
use model::Invalid;
use tokio::sync::Semaphore;
use vault::SecretString;

use crate::{Error, Result};

/// Of the whole process, whatever number of requests comes in.
static SLOTS: Semaphore = Semaphore::const_new(2);
/// A request that waited so long is told to come again.
const PATIENCE: Duration = Duration::from_secs(5);

/// What a check found.
pub(crate) struct Checked {
    pub(crate) verified: Verified,
    /// The hash to store from now on, when the stored one is of another strength.
    pub(crate) rehashed: Option<String>,
}

/// Checks a password; without a stored hash it takes as long, and nothing matches.
pub(crate) async fn check(password: SecretString, stored: Option<String>) -> Result<Checked> {
    in_slot(move || {
        let verified = stored.map_or_else(|| password::verify_nobody(&password), |stored| password::verify(&password, &stored));
        let renew = verified == Verified::MatchNeedsRehash;
        // A hash that cannot be made now is made at the next sign-in.
        let rehashed = renew.then(|| password::hash(&password, &mut rand::rng()).ok()).flatten();
        Checked { verified, rehashed }
    })
    .await
}

/// The hash of a new password; `field` is where the form shows what is wrong with it.
pub(crate) async fn hash(password: SecretString, field: &'static str) -> Result<String> {
    in_slot(move || password::hash(&password, &mut rand::rng())).await?.map_err(|error| match error {
        HashError::TooLong => Error::Invalid(Invalid::new(field, error.to_string())),
        HashError::Failed => Error::broken(error),
    })
}

async fn in_slot<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
    let waited = tokio::time::timeout(PATIENCE, SLOTS.acquire()).await;
    let slot = waited.map_err(|late| Error::Unavailable(late.into()))?.map_err(Error::broken)?;
    let work = move || {
        // Held until the work is done, also when nobody waits for the answer any more.
        let _slot = slot;
        work()
    };
    tokio::task::spawn_blocking(work).await.map_err(Error::broken)
}

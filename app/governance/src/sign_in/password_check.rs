//! Argon2 off the event loop, a few at a time: each costs tens of milliseconds and 19 MiB.

use std::time::Instant;

use identity::password::{self, HashError, Verified};
use model::Invalid;
use vault::SecretString;

use crate::{Error, Result, slots::Slots};

/// Of the whole process, whatever number of requests comes in.
static SLOTS: Slots = Slots::new(2);

/// What a check found.
pub(crate) struct Checked {
    pub(crate) verified: Verified,
    /// The hash to store from now on, when the stored one is of another strength.
    pub(crate) rehashed: Option<String>,
}

/// Checks a password; without a stored hash it takes as long, and nothing matches.
pub(crate) async fn check(password: SecretString, stored: Option<String>) -> Result<Checked> {
    SLOTS
        .run(move || {
            let started = Instant::now();
            let verified = stored.map_or_else(|| password::verify_nobody(&password), |stored| password::verify(&password, &stored));
            let renew = verified == Verified::MatchNeedsRehash;
            // A hash that cannot be made now is made at the next sign-in.
            let rehashed = renew.then(|| password::hash(&password, &mut rand::rng()).ok()).flatten();
            metrics::histogram!("axonflow_password_check_seconds").record(started.elapsed().as_secs_f64());
            Checked { verified, rehashed }
        })
        .await
}

/// The hash of a new password; `field` is where the form shows what is wrong with it.
pub(crate) async fn hash(password: SecretString, field: &'static str) -> Result<String> {
    SLOTS.run(move || password::hash(&password, &mut rand::rng())).await?.map_err(|error| match error {
        HashError::TooLong => Error::Invalid(Invalid::new(field, error.to_string())),
        HashError::Failed => Error::broken(error),
    })
}

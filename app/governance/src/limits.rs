//! How many calls an organisation and each of its keys may make.

use std::{
    collections::HashMap,
    num::NonZeroU32,
    sync::{Arc, PoisonError, RwLock},
};

use governor::{
    DefaultDirectRateLimiter, Quota, RateLimiter,
    clock::{Clock as _, DefaultClock},
    middleware::StateInformationMiddleware,
    state::{InMemoryState, NotKeyed},
};
use model::{DirectoryTokenId, KeyId, OrgId};
use time::OffsetDateTime;

use crate::{Error, Result, auth::Caller};

/// Which allowance a call draws on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Lane {
    /// Everything without a lane of its own.
    Standard,
    /// Pre-checks: five times the standard.
    PreCheck,
    /// Tool checks: half the standard.
    Mcp,
    /// Exports: a hundredth of the standard, ten at least.
    Bulk,
}

/// What is left, for the answer's headers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Allowance {
    /// Calls per minute.
    pub limit: u32,
    /// Calls left now.
    pub remaining: u32,
    /// When the whole allowance is back, in seconds since 1970.
    pub reset_at_epoch: i64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Holder {
    Org(OrgId),
    Key(KeyId),
    Directory(DirectoryTokenId),
}

/// Calls a minute of one directory: a first run sends everybody, some thirty a second.
const DIRECTORY_CALLS: NonZeroU32 = NonZeroU32::new(3_000).unwrap();

/// A directory, as the one who draws.
#[derive(Debug, Clone, Copy)]
pub struct DirectoryHolder(pub DirectoryTokenId);

type Limiter = RateLimiter<NotKeyed, InMemoryState, DefaultClock, StateInformationMiddleware>;

/// Rate limits of this process.
#[derive(Default)]
pub struct Limits {
    limiters: RwLock<HashMap<(Holder, Lane, u32), Arc<Limiter>>>,
}

impl Lane {
    fn of(self, standard: u32) -> NonZeroU32 {
        let calls = match self {
            Self::Standard => standard,
            Self::PreCheck => standard.saturating_mul(5),
            Self::Mcp => standard / 2,
            Self::Bulk => (standard / 100).max(10),
        };
        NonZeroU32::new(calls).unwrap_or(NonZeroU32::MIN)
    }
}

impl Limits {
    /// Draws one call from the key's and the organisation's allowance, or says when to try again.
    pub fn check(&self, caller: &Caller, lane: Lane, now: OffsetDateTime) -> Result<Allowance> {
        let standard = caller.key.calls_per_minute.unwrap_or_else(|| caller.key.tier.calls_per_minute());
        let calls = lane.of(standard);
        let of_key = self.draw(Holder::Key(caller.key.key), lane, calls)?;
        let of_org = self.draw(Holder::Org(caller.key.org), lane, calls)?;
        let remaining = of_key.min(of_org);
        let missing = i64::from(calls.get() - remaining.min(calls.get()));
        let reset_at_epoch = now.unix_timestamp() + missing * 60 / i64::from(calls.get()) + 1;
        Ok(Allowance { limit: calls.get(), remaining, reset_at_epoch })
    }

    /// Draws one call of a directory, or says when to try again.
    pub fn check_directory(&self, DirectoryHolder(token): DirectoryHolder) -> Result<()> {
        self.draw(Holder::Directory(token), Lane::Standard, DIRECTORY_CALLS).map(drop)
    }

    fn draw(&self, holder: Holder, lane: Lane, calls: NonZeroU32) -> Result<u32> {
        let limiter = self.limiter(holder, lane, calls);
        match limiter.check() {
            Ok(snapshot) => Ok(snapshot.remaining_burst_capacity()),
            Err(not_until) => {
                let wait = not_until.wait_time_from(DefaultClock::default().now());
                Err(Error::TooMany { retry_after_seconds: wait.as_secs() + 1 })
            }
        }
    }

    fn limiter(&self, holder: Holder, lane: Lane, calls: NonZeroU32) -> Arc<Limiter> {
        let id = (holder, lane, calls.get());
        if let Some(limiter) = self.limiters.read().unwrap_or_else(PoisonError::into_inner).get(&id) {
            return limiter.clone();
        }
        let mut limiters = self.limiters.write().unwrap_or_else(PoisonError::into_inner);
        limiters.entry(id).or_insert_with(|| Arc::new(fresh(calls))).clone()
    }
}

fn fresh(calls: NonZeroU32) -> Limiter {
    DefaultDirectRateLimiter::direct(Quota::per_minute(calls)).with_middleware()
}

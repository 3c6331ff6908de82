//! Work that keeps a processor busy, done off the event loop, a few at a time.

use std::time::Duration;

use tokio::sync::Semaphore;

use crate::{Error, Result};

/// Who waited so long for a slot is told to come again.
const PATIENCE: Duration = Duration::from_secs(5);

/// Places for one kind of work, of the whole process, whatever number of requests comes in.
pub(crate) struct Slots(Semaphore);

impl Slots {
    pub(crate) const fn new(places: usize) -> Self {
        Self(Semaphore::const_new(places))
    }

    /// Does the work when a place is free.
    pub(crate) async fn run<T: Send + 'static>(&'static self, work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
        let waited = tokio::time::timeout(PATIENCE, self.0.acquire()).await;
        let slot = waited.map_err(|late| Error::Unavailable(late.into()))?.map_err(Error::broken)?;
        let work = move || {
            // Held until the work is done, also when nobody waits for the answer any more.
            let _slot = slot;
            work()
        };
        tokio::task::spawn_blocking(work).await.map_err(Error::broken)
    }
}

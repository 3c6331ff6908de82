use std::{fmt, sync::Arc};

use time::OffsetDateTime;

/// Where the time comes from. Rules take a time as argument; this is what the edge hands them.
#[derive(Clone)]
pub struct Clock(Arc<dyn Fn() -> OffsetDateTime + Send + Sync>);

impl Clock {
    /// A clock that asks `now` each time.
    pub fn new(now: impl Fn() -> OffsetDateTime + Send + Sync + 'static) -> Self {
        Self(Arc::new(now))
    }

    /// A clock that stands still, for tests.
    pub fn at(instant: OffsetDateTime) -> Self {
        Self::new(move || instant)
    }

    /// The time in UTC.
    pub fn now(&self) -> OffsetDateTime {
        (self.0)()
    }
}

impl fmt::Debug for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Clock")
    }
}

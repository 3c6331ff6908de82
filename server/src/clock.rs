//! The one place that asks the machine for the time.

use model::Clock;
use time::OffsetDateTime;

/// The system clock in UTC, in whole microseconds: what the database keeps and the wire carries.
#[expect(clippy::disallowed_methods, reason = "this is the clock that everything else is handed")]
pub fn system() -> Clock {
    Clock::new(|| {
        let now = OffsetDateTime::now_utc();
        now.replace_microsecond(now.microsecond()).unwrap_or(now)
    })
}

use model::Invalid;
use store::keys::Rotation;
use time::{Duration, OffsetDateTime};

use crate::Result;

/// How often a key's secret is exchanged, and how long the old one works on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RotationInput {
    /// Days from one to the next.
    pub every_days: i32,
    /// How long the old secret works on, in seconds.
    pub overlap_seconds: i32,
}

impl RotationInput {
    /// A week: enough for every roll-out that people plan.
    pub const DEFAULT_OVERLAP_SECONDS: u32 = 7 * 86_400;

    /// Checks the numbers: 7 to 365 days, an overlap of an hour to 30 days that ends before the next rotation.
    pub fn parse(every_days: u32, overlap_seconds: u32) -> Result<Self> {
        if !(7..=365).contains(&every_days) {
            return Err(Invalid::new("rotate_every_days", "must be 7 to 365 days").into());
        }
        if !(3_600..=30 * 86_400).contains(&overlap_seconds) {
            return Err(Invalid::new("rotate_overlap", "must be an hour to 30 days").into());
        }
        if overlap_seconds > every_days * 86_400 {
            return Err(Invalid::new("rotate_overlap", "must end before the next rotation").into());
        }
        Ok(Self { every_days: every_days.cast_signed(), overlap_seconds: overlap_seconds.cast_signed() })
    }

    /// The schedule that begins now.
    pub(super) fn starting(self, now: OffsetDateTime) -> Rotation {
        let at = now + Duration::days(i64::from(self.every_days));
        Rotation { every_days: self.every_days, overlap_seconds: self.overlap_seconds, at, told_at: None }
    }
}

/// When the rotation after one at `at` is due.
pub(super) fn next_after(rotation: &Rotation, at: OffsetDateTime) -> OffsetDateTime {
    at + Duration::days(i64::from(rotation.every_days))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_sane_rhythms_are_taken() {
        assert!(RotationInput::parse(90, RotationInput::DEFAULT_OVERLAP_SECONDS).is_ok());
        assert!(RotationInput::parse(7, 7 * 86_400).is_ok());
        for (days, overlap) in [(6, 3_600), (366, 3_600), (90, 3_599), (90, 31 * 86_400), (7, 8 * 86_400), (u32::MAX, u32::MAX)] {
            assert!(RotationInput::parse(days, overlap).is_err(), "{days} {overlap}");
        }
    }
}

use time::Duration;

/// After each try, how long until the next; after the last one the letter is given up. Two days in all: longer than a night
/// without a mail server, shorter than what an invitation is good for.
const PAUSES: [Duration; 8] = [
    Duration::seconds(30),
    Duration::minutes(2),
    Duration::minutes(10),
    Duration::minutes(30),
    Duration::hours(2),
    Duration::hours(6),
    Duration::hours(12),
    Duration::hours(24),
];

/// How long to wait after this many tries; `None` when it was tried often enough.
pub(super) fn after(attempts: i32) -> Option<Duration> {
    usize::try_from(attempts).ok()?.checked_sub(1).and_then(|index| PAUSES.get(index).copied())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_and_end() {
        assert_eq!(after(1), Some(Duration::seconds(30)));
        assert!(PAUSES.windows(2).all(|pair| pair[0] < pair[1]));
        assert_eq!(after(8), Some(Duration::hours(24)));
        assert_eq!((after(9), after(0)), (None, None));
    }
}

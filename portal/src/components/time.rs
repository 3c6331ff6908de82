use leptos::prelude::*;
use time::{OffsetDateTime, UtcOffset, format_description::well_known::Rfc3339, macros::format_description};

/// An instant in UTC, with the machine-readable form beside it.
#[component]
pub(crate) fn Time(
    /// When.
    at: OffsetDateTime,
    /// Only the time of day, where the day is clear.
    #[prop(optional)]
    short: bool,
) -> impl IntoView {
    let at = at.to_offset(UtcOffset::UTC);
    let machine = at.format(&Rfc3339).unwrap_or_default();
    let whole =
        at.format(format_description!("[day padding:none] [month repr:short] [year], [hour]:[minute]:[second] UTC")).unwrap_or_default();
    let shown = if short {
        at.format(format_description!("[hour]:[minute]:[second]")).unwrap_or_default()
    } else {
        at.format(format_description!("[day padding:none] [month repr:short] [year], [hour]:[minute] UTC")).unwrap_or_default()
    };
    view! { <time datetime=machine title=whole>{shown}</time> }
}

/// How long until something ends, in words; red when that is soon.
#[component]
pub(crate) fn Due(
    /// Negative when past.
    seconds_left: i64,
    /// Says "left" where no words before it do.
    #[prop(optional)]
    left: bool,
) -> impl IntoView {
    let soon = (seconds_left < 300).then_some("true");
    let words = match (seconds_left <= 0, left) {
        (true, _) => "overdue".to_owned(),
        (false, true) => format!("{} left", in_words(seconds_left)),
        (false, false) => in_words(seconds_left),
    };
    view! { <span class="due" data-soon=soon>{words}</span> }
}

/// A span of time in words: seconds only when they matter.
pub(crate) fn in_words(seconds: i64) -> String {
    let seconds = seconds.max(0);
    let (minutes, hours, days) = (seconds / 60, seconds / 3600, seconds / 86_400);
    match seconds {
        0..60 => format!("{seconds} s"),
        60..600 => format!("{minutes} min {} s", seconds % 60),
        600..7200 => format!("{minutes} min"),
        7200..172_800 => format!("{hours} h"),
        _ => format!("{days} d"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_read_like_a_person_says_them() {
        let cases = [(-5, "0 s"), (42, "42 s"), (252, "4 min 12 s"), (1083, "18 min"), (7_300, "2 h"), (90_000, "25 h"), (500_000, "5 d")];
        for (seconds, words) in cases {
            assert_eq!(in_words(seconds), words);
        }
    }
}

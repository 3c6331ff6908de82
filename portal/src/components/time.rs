use leptos::{prelude::*, wasm_bindgen::JsValue};
use time::{OffsetDateTime, UtcOffset, format_description::well_known::Rfc3339, macros::format_description};
use web_sys::js_sys::Date;

/// An instant as its reader's clock shows it, with the machine-readable form beside it and UTC in the title.
///
/// The server does not know where the reader is, so the page is drawn in UTC and says so; the browser changes the words
/// once it has taken over.
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
    let (zone, set_zone) = signal(None);
    let instant = machine.clone();
    Effect::new(move |_| set_zone.set(readers_offset(&instant)));
    view! { <time datetime=machine title=whole>{move || shown(at, zone.get(), short)}</time> }
}

/// How far the reader's clock is from UTC at this instant; summer time depends on it.
fn readers_offset(instant: &str) -> Option<UtcOffset> {
    let behind_minutes = Date::new(&JsValue::from_str(instant)).get_timezone_offset();
    if !behind_minutes.is_finite() {
        return None;
    }
    UtcOffset::from_whole_seconds(-(behind_minutes * 60.0) as i32).ok()
}

/// The words for a zone; UTC, and named, while none is known.
fn shown(at: OffsetDateTime, zone: Option<UtcOffset>, short: bool) -> String {
    let local = at.to_offset(zone.unwrap_or(UtcOffset::UTC));
    let words = match (short, zone) {
        (true, _) => local.format(format_description!("[hour]:[minute]:[second]")),
        (false, Some(_)) => local.format(format_description!("[day padding:none] [month repr:short] [year], [hour]:[minute]")),
        (false, None) => local.format(format_description!("[day padding:none] [month repr:short] [year], [hour]:[minute] UTC")),
    };
    words.unwrap_or_default()
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
    use time::macros::{datetime, offset};

    use super::*;

    #[test]
    fn spans_read_like_a_person_says_them() {
        let cases = [(-5, "0 s"), (42, "42 s"), (252, "4 min 12 s"), (1083, "18 min"), (7_300, "2 h"), (90_000, "25 h"), (500_000, "5 d")];
        for (seconds, words) in cases {
            assert_eq!(in_words(seconds), words);
        }
    }

    #[test]
    fn an_instant_is_drawn_in_utc_and_read_on_the_readers_clock() {
        let at = datetime!(2026-03-01 23:30:05 UTC);
        let tokyo = Some(offset!(+9));

        assert_eq!(shown(at, None, false), "1 Mar 2026, 23:30 UTC");
        assert_eq!(shown(at, tokyo, false), "2 Mar 2026, 08:30");
        assert_eq!((shown(at, None, true).as_str(), shown(at, tokyo, true).as_str()), ("23:30:05", "08:30:05"));
    }
}

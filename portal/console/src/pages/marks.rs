//! Times, counts and states, in words.

use governance::operators::OperatedOrg;
use leptos::prelude::*;
use model::grouped;
use time::{OffsetDateTime, format_description::well_known::Rfc3339, macros::format_description};

/// A time in UTC, to the minute.
pub(super) fn at(time: OffsetDateTime) -> impl IntoView {
    let time = time.to_offset(time::UtcOffset::UTC);
    let exact = time.format(&Rfc3339).unwrap_or_default();
    let words = time.format(format_description!("[day padding:none] [month repr:short] [year], [hour]:[minute] UTC")).unwrap_or_default();
    view! { <time datetime=exact>{words}</time> }
}

/// A time, or the word for none.
pub(super) fn at_or(time: Option<OffsetDateTime>, none: &'static str) -> AnyView {
    match time {
        Some(time) => at(time).into_any(),
        None => view! { <span class="none">{none}</span> }.into_any(),
    }
}

/// How many, with thousands apart.
pub(super) fn count(number: i64) -> String {
    grouped(number.unsigned_abs())
}

pub(super) fn status(tone: &'static str, words: &'static str) -> impl IntoView {
    view! { <span class="status" data-tone=tone>{words}</span> }
}

pub(super) fn state(org: &OperatedOrg) -> impl IntoView + use<> {
    match (org.deleted_at, org.delete_after, org.suspended_at) {
        (Some(_), _, _) => status("neutral", "Deleted"),
        (None, Some(_), _) => status("bad", "To be deleted"),
        (None, None, Some(_)) => status("warn", "Suspended"),
        (None, None, None) => status("ok", "Active"),
    }
}

/// What a kind of job or deed is called.
pub(super) fn act(word: &str) -> String {
    let (kind, end) = word.rsplit_once('_').unwrap_or((word, ""));
    let kind = match kind {
        "create" => "Make the organisation",
        "invite_owner" => "Invite the first owner",
        "suspend" => "Suspend",
        "resume" => "Resume",
        "plan" => "Change plan and limits",
        "delete" => "Delete after the waiting time",
        "keep" => "Keep",
        "remove" => "Remove for good",
        "ask_access" => "Ask for access",
        _ => return sentence(word),
    };
    match end {
        "asked" => format!("{kind}: asked"),
        "done" => format!("{kind}: done"),
        _ => kind.to_owned(),
    }
}

/// A kind of job.
pub(super) fn job(kind: &str) -> String {
    act(&format!("{kind}_"))
}

fn sentence(word: &str) -> String {
    let mut letters = word.replace('_', " ");
    if let Some(first) = letters.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    letters
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_the_record_are_read_as_sentences() {
        assert_eq!(act("suspend_asked"), "Suspend: asked");
        assert_eq!(act("invite_owner_done"), "Invite the first owner: done");
        assert_eq!(act("signed_in"), "Signed in");
        assert_eq!(job("remove"), "Remove for good");
    }
}

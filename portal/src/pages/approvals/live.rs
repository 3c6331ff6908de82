use leptos::prelude::*;
use model::views::ApprovalCounts;
use time::OffsetDateTime;

use super::listen::{Connection, listen};
use crate::components::Icon;

/// Says that the queue has moved on, and lets the reader decide when the rows may move.
#[component]
pub(super) fn NewArrivals(org: String, counts: ApprovalCounts, read_at: OffsetDateTime, ask_again: WriteSignal<usize>) -> impl IntoView {
    let (now, set_now) = signal(counts);
    let (connection, set_connection) = signal(Connection::default());
    let url = format!("/o/{org}/approvals/events?since={}", read_at.unix_timestamp_nanos() / 1_000);
    Effect::new(move |_| listen(&url, "approvals", set_connection, move |counts: ApprovalCounts| set_now.set(counts)));
    let pill = move || {
        change_in_words(counts, now.get()).map(|words| {
            view! {
                <button class="btn btn-sm" type="button" on:click=move |_| ask_again.update(|times| *times += 1)>
                    <Icon icon=icondata_lu::LuArrowUp/>{words}
                </button>
            }
        })
    };
    let lost = move || (connection.get() == Connection::Lost).then_some("Live updates stopped. Reload the page to see what is new.");
    view! {
        <span class="push" role="status">{pill}</span>
        <span class="small muted inbox-lost" role="status">{lost}</span>
    }
}

/// What changed since the list was read. A hundred stands for more.
fn change_in_words(read: ApprovalCounts, now: ApprovalCounts) -> Option<String> {
    match now.arrived {
        0 if now.pending == read.pending => None,
        0 => Some("Show changes".to_owned()),
        100.. => Some("100 or more new".to_owned()),
        many => Some(format!("{many} new")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts(pending: u64, arrived: u64) -> ApprovalCounts {
        ApprovalCounts { pending, arrived, ..ApprovalCounts::default() }
    }

    #[test]
    fn arrivals_are_counted_even_while_others_are_decided() {
        let check = |now, expected: Option<&str>| assert_eq!(change_in_words(counts(4, 0), now).as_deref(), expected);

        check(counts(4, 0), None);
        check(counts(6, 2), Some("2 new"));
        check(counts(4, 2), Some("2 new"));
        check(counts(3, 0), Some("Show changes"));
        check(counts(90, 100), Some("100 or more new"));
    }
}

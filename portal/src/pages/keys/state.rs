use leptos::prelude::*;
use model::views::{KeyLine, KeyState};

use crate::components::{StatusWord, Time, Tone};

/// Where a key stands: shape, word and, while it is rolled, until when both secrets work.
#[component]
pub(super) fn StateOfKey(key: KeyLine) -> impl IntoView {
    let (tone, icon, word) = match (key.state, key.last_used_at) {
        (KeyState::Active, Some(_)) => (Tone::Ok, icondata_lu::LuCircleCheck, "Active"),
        (KeyState::Active, None) => (Tone::Neutral, icondata_lu::LuClock, "Never used"),
        (KeyState::Rolling, _) => (Tone::Warn, icondata_lu::LuRefreshCw, "Rolling"),
        (KeyState::Due, _) => (Tone::Warn, icondata_lu::LuRefreshCw, "Roll it"),
        (KeyState::Expired, _) => (Tone::Neutral, icondata_lu::LuTimerOff, "Expired"),
        (KeyState::Revoked, _) => (Tone::Bad, icondata_lu::LuBan, "Revoked"),
    };
    let overlap = key.overlap_until.filter(|_| key.state == KeyState::Rolling);
    let due = key.secret_until.filter(|_| key.state == KeyState::Due);
    view! {
        <StatusWord tone icon>{word}</StatusWord>
        {due.map(|at| view! { <span class="cell-sub may-wrap">"secret works until "<Time at/></span> })}
        {overlap.map(|at| view! { <span class="cell-sub may-wrap">"old secret until "<Time at/></span> })}
    }
}

/// Whether it still opens anything: only then it can be rolled or revoked.
pub(super) const fn is_live(state: KeyState) -> bool {
    match state {
        KeyState::Active | KeyState::Rolling | KeyState::Due => true,
        KeyState::Expired | KeyState::Revoked => false,
    }
}

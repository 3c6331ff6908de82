use leptos::prelude::*;
use model::{ReleaseChange, ReleaseState, views::ReleaseLine};

use crate::components::{Chip, StatusWord, Tone};

/// What a change does to its policy, for people.
pub(super) const fn change_word(change: ReleaseChange) -> &'static str {
    match change {
        ReleaseChange::Create => "New policy",
        ReleaseChange::Update => "Change",
        ReleaseChange::Remove => "Removal",
        ReleaseChange::RollBack => "Roll-back",
    }
}

/// Where a change stands: shape, word and, when it skipped everything, that it did.
#[component]
pub(super) fn Standing(line: ReleaseLine) -> impl IntoView {
    let (tone, icon, word) = match line.state {
        ReleaseState::Draft => (Tone::Neutral, icondata_lu::LuPencil, "Draft"),
        ReleaseState::Requested => (Tone::Warn, icondata_lu::LuClock, "Waits for a second person"),
        ReleaseState::Released => (Tone::Ok, icondata_lu::LuCircleCheckBig, "Released"),
        ReleaseState::Withdrawn => (Tone::Neutral, icondata_lu::LuBan, "Withdrawn"),
    };
    let emergency = line.is_emergency.then(|| {
        let word = if line.reviewed_by.is_some() { "emergency, reviewed" } else { "emergency, to be reviewed" };
        view! { " "<Chip tone=if line.reviewed_by.is_some() { Tone::Neutral } else { Tone::Bad }>{word}</Chip> }
    });
    view! { <StatusWord tone icon>{word}</StatusWord>{emergency} }
}

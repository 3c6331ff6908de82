use leptos::prelude::*;
use model::ApprovalStatus;

use crate::components::{StatusWord, Tone};

/// How a held call ended, or that it waits.
#[component]
pub(super) fn Outcome(status: ApprovalStatus) -> impl IntoView {
    let (tone, icon, word) = match status {
        ApprovalStatus::Pending => (Tone::Warn, icondata_lu::LuClock, "Waiting"),
        ApprovalStatus::Approved => (Tone::Ok, icondata_lu::LuCircleCheck, "Approved"),
        ApprovalStatus::Rejected => (Tone::Bad, icondata_lu::LuCircleX, "Rejected"),
        ApprovalStatus::Expired => (Tone::Neutral, icondata_lu::LuTimerOff, "Expired"),
        ApprovalStatus::Overridden => (Tone::Warn, icondata_lu::LuShieldAlert, "Overridden"),
    };
    view! { <StatusWord tone icon>{word}</StatusWord> }
}

use icondata_lu::LuCircleDot;
use leptos::prelude::*;

use super::Icon;

/// What happened, oldest first, as the ledger has it.
#[component]
pub(crate) fn Timeline(
    /// The items.
    children: Children,
) -> impl IntoView {
    view! { <ol class="timeline">{children()}</ol> }
}

/// One thing that happened.
#[component]
pub(crate) fn TimelineItem(
    /// Its mark.
    #[prop(optional, into)]
    icon: Option<icondata_core::Icon>,
    /// What, who, when.
    children: Children,
) -> impl IntoView {
    view! {
        <li>
            <Icon icon=icon.unwrap_or(LuCircleDot) />
            {children()}
        </li>
    }
}

use leptos::prelude::*;

/// A 16 px line icon. Decorative unless it has a label.
#[component]
pub(crate) fn Icon(
    /// Which, for example `icondata_lu::LuInbox`.
    icon: icondata_core::Icon,
    /// What it says to those who cannot see it.
    #[prop(optional, into)]
    label: Option<String>,
) -> impl IntoView {
    let hidden = label.is_none().then_some("true");
    view! {
        <svg
            class="icon"
            viewBox="0 0 24 24"
            fill="none"
            stroke="currentColor"
            stroke-linecap="round"
            stroke-linejoin="round"
            role=label.is_some().then_some("img")
            aria-label=label
            aria-hidden=hidden
            inner_html=icon.data
        ></svg>
    }
}

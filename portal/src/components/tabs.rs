use leptos::prelude::*;

use super::TabLink;

/// The pages of one area, or of one thing; each is a link.
#[component]
pub(crate) fn Tabs(
    /// Of what.
    #[prop(into)]
    label: String,
    /// The pages.
    items: Vec<TabLink>,
) -> impl IntoView {
    view! { <nav class="tabs" aria-label=label>{items.into_iter().map(TabLink::view).collect_view()}</nav> }
}

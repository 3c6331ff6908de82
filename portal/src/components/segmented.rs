use leptos::prelude::*;

use super::Count;

/// One segment: a link to a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TabLink {
    href: String,
    label: String,
    count: Option<u64>,
    current: bool,
}

impl TabLink {
    /// A segment that leads to `href`.
    pub(crate) fn new(href: impl Into<String>, label: impl Into<String>) -> Self {
        Self { href: href.into(), label: label.into(), count: None, current: false }
    }

    /// Shows how many there are.
    #[must_use]
    pub(crate) fn count(mut self, count: u64) -> Self {
        self.count = Some(count);
        self
    }

    /// Whether it is the page being shown.
    #[must_use]
    pub(crate) fn current(mut self, current: bool) -> Self {
        self.current = current;
        self
    }

    pub(super) fn view(self) -> impl IntoView {
        let count = self.count.map(|n| view! { " "<Count n=n /> });
        view! { <a href=self.href aria-current=self.current.then_some("page")>{self.label}{count}</a> }
    }
}

/// Two to four short words in one box; each is a page.
#[component]
pub(crate) fn Segmented(
    /// What they divide.
    #[prop(into)]
    label: String,
    /// The segments.
    items: Vec<TabLink>,
) -> impl IntoView {
    view! { <nav class="segmented" aria-label=label>{items.into_iter().map(TabLink::view).collect_view()}</nav> }
}

use leptos::prelude::*;

/// Steps through a list, page by page.
#[component]
pub(crate) fn Pager(
    /// What is being paged.
    #[prop(into)]
    label: String,
    /// The page before.
    #[prop(optional_no_strip)]
    previous: Option<String>,
    /// The page after.
    #[prop(optional_no_strip)]
    next: Option<String>,
) -> impl IntoView {
    view! {
        <nav class="pager" aria-label=label>
            {previous.map(|href| view! { <a class="btn btn-sm" href=href rel="prev">"Previous"</a> })}
            {next.map(|href| view! { <a class="btn btn-sm" href=href rel="next">"Next"</a> })}
        </nav>
    }
}

use leptos::prelude::*;

/// Stands in while a part of a page loads.
#[component]
pub(crate) fn Loading(
    /// What is loading.
    #[prop(into)]
    label: String,
) -> impl IntoView {
    view! {
        <div class="stack-2" role="status" aria-busy="true" aria-label=label>
            <span class="skeleton w-2"></span>
            <span class="skeleton w-3"></span>
            <span class="skeleton w-1"></span>
        </div>
    }
}

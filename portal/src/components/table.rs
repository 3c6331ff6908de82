use leptos::prelude::*;

/// A table in its frame; too narrow, it scrolls sideways in its own box.
#[component]
pub(crate) fn Table(
    /// What it lists, for those who cannot see it.
    #[prop(into)]
    label: String,
    /// It is the append-only log and wears the double rule. Nothing else may.
    #[prop(optional)]
    ledger: bool,
    /// Below the rows: totals, pages.
    #[prop(optional, into)]
    foot: ViewFn,
    /// `<thead>` and `<tbody>`.
    children: Children,
) -> impl IntoView {
    view! {
        <div class="table-block">
            <div class="table-wrap" role="region" aria-label=label tabindex="0">
                <table class=if ledger { "table table-ledger" } else { "table" }>{children()}</table>
            </div>
            {foot.run()}
        </div>
    }
}

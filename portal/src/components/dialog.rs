use leptos::prelude::*;

/// A question with its own page: what happens, and the buttons that do it.
#[component]
pub(crate) fn DialogInline(
    /// What it asks or does.
    #[prop(into)]
    title: String,
    /// What follows from it.
    #[prop(optional, into)]
    lead: Option<String>,
    /// The buttons.
    #[prop(optional, into)]
    foot: Option<ViewFn>,
    /// The fields.
    children: Children,
) -> impl IntoView {
    view! {
        <div class="dialog dialog-inline">
            <div class="dialog-head">
                <div>
                    <h2>{title}</h2>
                    {lead.map(|lead| view! { <p>{lead}</p> })}
                </div>
            </div>
            <div class="dialog-body">{children()}</div>
            {foot.map(|foot| view! { <div class="dialog-foot">{foot.run()}</div> })}
        </div>
    }
}

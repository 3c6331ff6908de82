use leptos::{either::Either, prelude::*};

use super::Icon;

/// Says why a list is empty and what to do about it.
#[component]
pub(crate) fn EmptyState(
    /// In a few words.
    #[prop(into)]
    title: String,
    /// Above the title.
    #[prop(optional, into)]
    icon: Option<icondata_core::Icon>,
    /// Links and buttons.
    #[prop(optional, into)]
    actions: Option<ViewFn>,
    /// It is the whole page, so its title is the page's heading.
    #[prop(optional)]
    page: bool,
    /// One or two sentences.
    children: Children,
) -> impl IntoView {
    view! {
        <div class="empty">
            {icon.map(|icon| view! { <Icon icon=icon /> })}
            {if page { Either::Left(view! { <h1>{title}</h1> }) } else { Either::Right(view! { <h2>{title}</h2> }) }}
            <p>{children()}</p>
            {actions.map(|actions| view! { <div class="row">{actions.run()}</div> })}
        </div>
    }
}

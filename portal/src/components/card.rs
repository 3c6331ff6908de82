use leptos::prelude::*;

/// A frame around things that act as one. Never in another card.
#[component]
pub(crate) fn Card(
    /// Its heading.
    #[prop(into)]
    title: String,
    /// Of the heading.
    #[prop(into)]
    id: String,
    /// At the end of the head: a count, a link.
    #[prop(optional, into)]
    aside: ViewFn,
    /// Below the content.
    #[prop(optional, into)]
    footer: Option<ViewFn>,
    /// The content brings its own spacing: lists, tables.
    #[prop(optional)]
    flush: bool,
    /// The content.
    children: Children,
) -> impl IntoView {
    let body = if flush { children() } else { view! { <div class="card-body">{children()}</div> }.into_any() };
    let heading = id.clone();
    view! {
        <section class="card" aria-labelledby=heading>
            <header>
                <h2 id=id>{title}</h2>
                {aside.run()}
            </header>
            {body}
            {footer.map(|footer| view! { <footer>{footer.run()}</footer> })}
        </section>
    }
}

use leptos::prelude::*;
use leptos_meta::Title;

/// One step of the way to a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Crumb {
    href: String,
    label: String,
}

impl Crumb {
    /// A link upwards.
    pub(crate) fn new(href: impl Into<String>, label: impl Into<String>) -> Self {
        Self { href: href.into(), label: label.into() }
    }
}

/// The head of a page; also names the browser's tab.
#[component]
pub(crate) fn PageHead(
    /// The page's one heading.
    #[prop(into)]
    title: String,
    /// One sentence.
    #[prop(optional, into)]
    lead: Option<String>,
    /// The way here.
    #[prop(optional)]
    crumbs: Vec<Crumb>,
    /// At most one of them primary.
    #[prop(optional, into)]
    actions: Option<ViewFn>,
) -> impl IntoView {
    let way = (!crumbs.is_empty()).then(|| {
        let steps = crumbs.into_iter().map(|c| view! { <li><a href=c.href>{c.label}</a></li> }).collect_view();
        view! { <nav aria-label="Way here"><ol class="crumbs">{steps}</ol></nav> }
    });
    view! {
        <Title text=title.clone() />
        <header class="page-head">
            <div>
                {way}
                <h1>{title}</h1>
                {lead.map(|lead| view! { <p>{lead}</p> })}
            </div>
            {actions.map(|actions| view! { <div class="page-actions">{actions.run()}</div> })}
        </header>
    }
}

use icondata_lu::LuEyeOff;
use leptos::prelude::*;

use super::{ButtonKind, CopyField, Crumb, EmptyState, LinkButton, Notice, PageHead, Tone};

/// A secret on the only page that ever shows it, with what belongs to it.
#[component]
pub(crate) fn ShownOnce(
    /// The page's title.
    #[prop(into)]
    title: String,
    /// What the secret is, such as "password".
    what: &'static str,
    /// Where it is kept, and what to do when it is lost.
    advice: &'static str,
    /// What to copy, each by its name; the secret last.
    values: Vec<(&'static str, String)>,
    /// The page that made it.
    #[prop(into)]
    back: String,
    /// What that page is called.
    back_to: &'static str,
    /// How it is used.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let names = values.iter().map(|(name, _)| name.to_lowercase()).collect::<Vec<_>>().join(" and ");
    let fields = values.into_iter().map(|(name, text)| {
        let label = format!("the {}", name.to_lowercase());
        view! { <div class="stack-2"><h2 class="small">{name}</h2><CopyField text label/></div> }
    });
    view! {
        <div class="page page-narrow">
            <PageHead title crumbs=vec![Crumb::new(back.clone(), back_to)]/>
            <Notice tone=Tone::Warn title=format!("This is the only time you see the {what}.")>{advice}</Notice>
            <section class="secret" aria-label=format!("To copy: {names}")>{fields.collect_view()}</section>
            {children.map(|children| children())}
            <div class="form-foot"><LinkButton href=back kind=ButtonKind::Primary>"I have stored it"</LinkButton></div>
        </div>
    }
}

/// The same page when it is opened again.
#[component]
pub(crate) fn AlreadyShown(
    /// The page's title.
    #[prop(into)]
    title: String,
    /// What the secret is, such as "password".
    what: &'static str,
    /// How to get another one.
    advice: &'static str,
    /// The page that made it.
    #[prop(into)]
    back: String,
    /// What that page is called.
    back_to: &'static str,
) -> impl IntoView {
    let crumbs = vec![Crumb::new(back.clone(), back_to)];
    view! {
        <div class="page page-narrow">
            <PageHead title crumbs/>
            <div class="card">
                <EmptyState title=format!("The {what} was already shown") icon=LuEyeOff actions=move || view! { <a class="btn" href=back.clone()>"Back to "{back_to}</a> }>
                    "It is shown once and not kept in readable form. If nobody stored it, "{advice}
                </EmptyState>
            </div>
        </div>
    }
}

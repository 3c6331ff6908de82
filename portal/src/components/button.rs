use leptos::{either::Either, prelude::*};

use super::Icon;

/// How much a button asks for attention. At most one primary on a page.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum ButtonKind {
    /// An edge and no fill.
    #[default]
    Plain,
    /// The one thing to do here.
    Primary,
    /// Destroys something.
    Danger,
    /// Destroys something, beside a primary button.
    DangerQuiet,
    /// Neither edge nor fill.
    Quiet,
}

/// How large a button is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum ButtonSize {
    /// Inside rows.
    Small,
    /// Nearly everywhere.
    #[default]
    Medium,
    /// On sign-in pages: large, and as wide as its column.
    Block,
}

/// The classes of a button.
pub(super) fn classes(kind: ButtonKind, size: ButtonSize) -> String {
    let kind = match kind {
        ButtonKind::Plain => "",
        ButtonKind::Primary => " btn-primary",
        ButtonKind::Danger => " btn-danger",
        ButtonKind::DangerQuiet => " btn-danger-quiet",
        ButtonKind::Quiet => " btn-quiet",
    };
    let size = match size {
        ButtonSize::Small => " btn-sm",
        ButtonSize::Medium => "",
        ButtonSize::Block => " btn-lg btn-block",
    };
    format!("btn{kind}{size}")
}

/// Sends the form that it stands in. Its text is a verb and its object.
#[component]
pub(crate) fn Button(
    /// How much it asks for attention.
    #[prop(optional)]
    kind: ButtonKind,
    /// How large.
    #[prop(optional)]
    size: ButtonSize,
    /// Stands before the words.
    #[prop(optional, into)]
    icon: Option<icondata_core::Icon>,
    /// Posted with `value` when this button sends the form.
    #[prop(optional, into)]
    name: Option<String>,
    /// Posted under `name`.
    #[prop(optional, into)]
    value: Option<String>,
    /// Skips the browser's own checks.
    #[prop(optional)]
    formnovalidate: bool,
    /// Cannot be used now.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// The form is on its way.
    #[prop(optional, into)]
    pending: Signal<bool>,
    /// The words.
    children: Children,
) -> impl IntoView {
    let busy = move || pending.get().then_some("true");
    view! {
        <button
            class=classes(kind, size)
            type="submit"
            name=name
            value=value
            formnovalidate=formnovalidate
            disabled=move || disabled.get() || pending.get()
            aria-busy=busy
        >
            {move || pending.get().then(|| view! { <span class="spinner"></span> })}
            {icon.map(|icon| view! { <Icon icon=icon /> })}
            {children()}
        </button>
    }
}

/// A link that looks like a button: it goes somewhere, it changes nothing.
#[component]
pub(crate) fn LinkButton(
    /// Where it goes.
    #[prop(into)]
    href: String,
    /// How much it asks for attention.
    #[prop(optional)]
    kind: ButtonKind,
    /// How large.
    #[prop(optional)]
    size: ButtonSize,
    /// Stands before the words.
    #[prop(optional, into)]
    icon: Option<icondata_core::Icon>,
    /// The target is a file; the router leaves the link alone.
    #[prop(optional)]
    download: bool,
    /// The words.
    children: Children,
) -> impl IntoView {
    let class = classes(kind, size);
    let icon = icon.map(|icon| view! { <Icon icon=icon /> });
    if download {
        Either::Left(view! { <a class=class href=href download="" rel="external">{icon}{children()}</a> })
    } else {
        Either::Right(view! { <a class=class href=href>{icon}{children()}</a> })
    }
}

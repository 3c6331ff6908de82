use icondata_lu::{LuCircle, LuCircleAlert, LuCircleCheckBig, LuCircleDashed};
use leptos::prelude::*;

use super::{Icon, Tone};

/// Where a thing stands: shape, word and colour.
#[component]
pub(crate) fn StatusWord(
    /// How it stands.
    tone: Tone,
    /// Another shape than the tone's own.
    #[prop(optional, into)]
    icon: Option<icondata_core::Icon>,
    /// The word.
    children: Children,
) -> impl IntoView {
    let icon = icon.unwrap_or(match tone {
        Tone::Neutral => LuCircle,
        Tone::Ok => LuCircleCheckBig,
        Tone::Warn => LuCircleDashed,
        Tone::Bad => LuCircleAlert,
    });
    view! {
        <span class="status" data-tone=tone.as_str()>
            <Icon icon=icon />
            {children()}
        </span>
    }
}

/// A short fact in a frame; not a status by itself.
#[component]
pub(crate) fn Chip(
    /// How it stands.
    #[prop(optional)]
    tone: Tone,
    /// The words.
    children: Children,
) -> impl IntoView {
    view! { <span class="chip" data-tone=tone.as_str()>{children()}</span> }
}

/// A number beside the name of a list.
#[component]
pub(crate) fn Count(
    /// How many.
    n: u64,
    /// Someone should look.
    #[prop(optional)]
    hot: bool,
    /// Read out after the number, for example "waiting".
    #[prop(optional, into)]
    word: Option<String>,
) -> impl IntoView {
    view! {
        <span class=if hot { "count count-hot" } else { "count" }>
            {super::grouped(n)}
            {word.map(|word| view! { <span class="visually-hidden">" "{word}</span> })}
        </span>
    }
}

/// A removed value: its kind stays readable, the value was never sent.
#[component]
pub(crate) fn Redacted(
    /// The word of the kind that it was.
    #[prop(into)]
    kind: String,
) -> impl IntoView {
    view! { <span class="redacted">{super::kind_in_words(&kind)}</span> }
}

use icondata_lu::{LuCheck, LuCopy};
use leptos::prelude::*;

use super::Icon;

/// Puts `text` on the clipboard and says for a moment that it did.
fn copying(text: String) -> (ReadSignal<bool>, impl Fn(leptos::ev::MouseEvent) + Clone + 'static) {
    let (copied, set_copied) = signal(false);
    let copy = move |_| {
        if let Some(navigator) = web_sys::window().map(|w| w.navigator()) {
            // The answer is not awaited: a browser that refuses has already told the person.
            let _ = navigator.clipboard().write_text(&text);
        }
        set_copied.set(true);
        set_timeout(move || set_copied.set(false), std::time::Duration::from_secs(2));
    };
    (copied, copy)
}

/// A copy icon. It appears once the script runs; without scripts the text is still there to select.
#[component]
pub(crate) fn CopyButton(
    /// What is copied.
    #[prop(into)]
    text: String,
    /// What it is, for example "the key id".
    #[prop(into)]
    label: String,
) -> impl IntoView {
    let (copied, copy) = copying(text);
    view! {
        <button class="copy" type="button" aria-label=format!("Copy {label}") on:click=copy>
            {move || if copied.get() { view! { <Icon icon=LuCheck /> } } else { view! { <Icon icon=LuCopy /> } }}
            <span class="visually-hidden" role="status">{move || copied.get().then_some("Copied")}</span>
        </button>
    }
}

/// One line of text to take elsewhere, with its own button.
#[component]
pub(crate) fn CopyField(
    /// What is copied.
    #[prop(into)]
    text: String,
    /// What it is, for example "the client id".
    #[prop(into)]
    label: String,
) -> impl IntoView {
    let (copied, copy) = copying(text.clone());
    view! {
        <div class="copy-field">
            <span>{text}</span>
            <button class="btn needs-script" type="button" aria-label=format!("Copy {label}") on:click=copy>
                <Icon icon=LuCopy />
                <span role="status">{move || if copied.get() { "Copied" } else { "Copy" }}</span>
            </button>
        </div>
    }
}

/// An id: short on the page, whole in its title and on the clipboard. An empty one was not recorded.
#[component]
pub(crate) fn IdText(
    /// The whole id.
    #[prop(into)]
    value: String,
    /// What it names, for example "the trace id"; the id itself when unsaid.
    #[prop(optional, into)]
    label: Option<String>,
    /// Characters shown.
    #[prop(default = 12)]
    chars: usize,
) -> impl IntoView {
    if value.is_empty() {
        return view! { <span class="none">"none"</span> }.into_any();
    }
    let label = label.unwrap_or_else(|| value.clone());
    view! {
        <span class="id">
            <code title=value.clone()>{shortened(&value, chars)}</code>
            <CopyButton text=value label=label />
        </span>
    }
    .into_any()
}

/// Head and tail of an id that is longer than `chars`.
fn shortened(value: &str, chars: usize) -> String {
    let length = value.chars().count();
    if length <= chars + 1 {
        return value.to_owned();
    }
    let tail = chars / 3;
    let head: String = value.chars().take(chars - tail).collect();
    let end: String = value.chars().skip(length - tail).collect();
    format!("{head}…{end}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_ids_keep_head_and_tail() {
        assert_eq!(shortened("4bf92f3577b34da6a3ce929d0e0e4736", 12), "4bf92f35…4736");
        assert_eq!(shortened("short", 12), "short");
        assert_eq!(shortened("äöüäöüäöüäöüäöü", 6), "äöüä…öü");
    }
}

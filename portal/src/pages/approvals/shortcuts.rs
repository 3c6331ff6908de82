use leptos::{ev, prelude::*, wasm_bindgen::JsCast};
use web_sys::{Element, HtmlElement, KeyboardEvent};

use crate::contexts::is_hydrated;

const SWITCH: &str = "approvals-single-keys";

/// Single keys for people who clear a queue. No key decides anything: A and D only move the focus, Enter confirms.
///
/// They can be switched off, because speech input types letters (WCAG 2.1.4).
#[component]
pub(super) fn Shortcuts(may_decide: bool) -> impl IntoView {
    let hydrated = is_hydrated();
    let (on, set_on) = signal(true);
    Effect::new(move |_| set_on.set(stored() != Some("off".to_owned())));
    Effect::new(move |_| {
        let handle = window_event_listener(ev::keydown, move |event| {
            if on.get_untracked() && !is_typing(&event) {
                act(&event, may_decide);
            }
        });
        on_cleanup(move || handle.remove());
    });
    let flip = move |_| {
        set_on.update(|on| *on = !*on);
        store(if on.get_untracked() { "on" } else { "off" });
    };
    let answers = move || may_decide.then(|| view! { <span><kbd>"A"</kbd>" approve"</span><span><kbd>"D"</kbd>" reject"</span> });
    let keys = move || on.get().then(|| view! { <span><kbd>"J"</kbd>" "<kbd>"K"</kbd>" move"</span>{answers()} });
    move || {
        hydrated.get().then(|| {
            view! {
                <div class="keys-hint">
                    {keys}
                    <button type="button" on:click=flip>{move || if on.get() { "Turn single keys off" } else { "Turn single keys on" }}</button>
                </div>
            }
        })
    }
}

fn act(event: &KeyboardEvent, may_decide: bool) {
    match event.key().as_str() {
        "j" => step(1),
        "k" => step(-1),
        "a" if may_decide => go_to("button[name=answer][value=approve]"),
        "d" if may_decide => go_to("button[name=answer][value=reject]"),
        _ => return,
    }
    event.prevent_default();
}

/// Moves to the next or previous call of the list, from the focused one or else from the open one.
fn step(by: i32) {
    let links = items();
    let here = links.iter().position(is_focused).or_else(|| links.iter().position(|link| link.has_attribute("aria-current")));
    let there = match (here, by) {
        (Some(here), 1) => here.saturating_add(1).min(links.len().saturating_sub(1)),
        (Some(here), _) => here.saturating_sub(1),
        (None, _) => 0,
    };
    if let Some(link) = links.get(there).and_then(|link| link.dyn_ref::<HtmlElement>()) {
        let _ = link.focus();
    }
}

/// Focuses a button, or the reason that it needs first.
fn go_to(button: &str) {
    let missing_reason = find("textarea[name=reason]:required:invalid");
    if let Some(target) = missing_reason.or_else(|| find(button)) {
        let _ = target.focus();
    }
}

fn find(selector: &str) -> Option<HtmlElement> {
    document().query_selector(selector).ok().flatten()?.dyn_into().ok()
}

fn items() -> Vec<Element> {
    let Ok(nodes) = document().query_selector_all(".inbox-item a") else { return vec![] };
    (0..nodes.length()).filter_map(|index| nodes.item(index)?.dyn_into().ok()).collect()
}

fn is_focused(element: &Element) -> bool {
    document().active_element().as_ref() == Some(element)
}

fn is_typing(event: &KeyboardEvent) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let in_field = target
        .is_some_and(|element| element.closest("input, textarea, select, [contenteditable], dialog").is_ok_and(|found| found.is_some()));
    in_field || event.ctrl_key() || event.meta_key() || event.alt_key()
}

fn stored() -> Option<String> {
    window().local_storage().ok().flatten()?.get_item(SWITCH).ok().flatten()
}

fn store(word: &str) {
    if let Ok(Some(storage)) = window().local_storage() {
        // A browser that keeps nothing only forgets the switch.
        let _ = storage.set_item(SWITCH, word);
    }
}

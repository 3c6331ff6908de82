use icondata_lu::{LuArrowRight, LuSearch};
use leptos::{ev, html, prelude::*};
use leptos_router::hooks::{use_location, use_navigate};
use model::views::Viewer;
use wasm_bindgen::JsCast as _;

use super::destinations::{by_id, destinations, matching};
use crate::components::Icon;

const DIALOG: &str = "palette";

/// Opens the palette instead of following the link to the search page.
pub(super) fn open_palette(event: ev::MouseEvent) {
    if show() {
        event.prevent_default();
    }
}

fn dialog() -> Option<web_sys::HtmlDialogElement> {
    document().get_element_by_id(DIALOG)?.dyn_into().ok()
}

fn show() -> bool {
    dialog().is_some_and(|dialog| dialog.open() || dialog.show_modal().is_ok())
}

fn hide() {
    if let Some(dialog) = dialog() {
        dialog.close();
    }
}

/// Leads to any page by typing, and to a decision, approval, export or key by pasting its id.
/// Without the script it is a form that asks the search page.
#[component]
pub(super) fn Palette(
    /// Decides what is offered.
    viewer: Viewer,
) -> impl IntoView {
    let query = RwSignal::new(String::new());
    let org = viewer.org_slug.clone();
    let pages = StoredValue::new(destinations(&viewer));
    let org_of_ids = org.clone();
    let found = Memo::new(move |_| {
        let text = query.get();
        let ids = by_id(&org_of_ids, &text).into_iter().map(|(title, href)| (title, href, LuArrowRight));
        let named = matching(pages.get_value(), &text).into_iter().map(|d| (d.title, d.href, d.icon));
        ids.chain(named).collect::<Vec<_>>()
    });
    // Not a search field: there, Escape would empty it before it closes the palette.
    let input = NodeRef::<html::Input>::new();
    listen(input);

    let navigate = use_navigate();
    let go_to_first = move |event: ev::SubmitEvent| {
        if let Some((_, href, _)) = found.with(|found| found.first().cloned()) {
            event.prevent_default();
            hide();
            navigate(&href, Default::default());
        }
    };
    view! {
        <dialog class="dialog palette" id=DIALOG aria-label="Go to" on:keydown=move_focus on:close=move |_| query.set(String::new())>
            <form class="palette-field" action=format!("/o/{org}/search") role="search" method="get" on:submit=go_to_first>
                <Icon icon=LuSearch />
                <input
                    node_ref=input
                    type="text"
                    enterkeyhint="go"
                    name="q"
                    aria-label="Search pages, or paste an id"
                    placeholder="Search pages, or paste an id"
                    autocomplete="off"
                    autofocus
                    prop:value=move || query.get()
                    on:input=move |event| query.set(event_target_value(&event))
                />
            </form>
            <PaletteList found=found />
            <div class="palette-foot" aria-hidden="true">
                <span><kbd>"↑"</kbd>" "<kbd>"↓"</kbd>" move"</span>
                <span><kbd>"Enter"</kbd>" open"</span>
                <span><kbd>"Esc"</kbd>" close"</span>
            </div>
        </dialog>
    }
}

#[component]
fn PaletteList(found: Memo<Vec<(&'static str, String, icondata_core::Icon)>>) -> impl IntoView {
    let links =
        move || found.get().into_iter().map(|(title, href, icon)| view! { <a href=href><Icon icon=icon />{title}</a> }).collect_view();
    let nothing = move || {
        found.with(Vec::is_empty).then(|| view! { <p class="palette-group">"Nothing matches. Paste a whole id, or type another word."</p> })
    };
    view! {
        <div class="palette-list">
            {links}
            <div role="status">{nothing}</div>
        </div>
    }
}

/// Ctrl K or Cmd K opens; going somewhere closes.
fn listen(input: NodeRef<html::Input>) {
    let pathname = use_location().pathname;
    Effect::new(move |before: Option<String>| {
        let path = pathname.get();
        if before.is_some_and(|before| before != path) {
            hide();
        }
        path
    });
    Effect::new(move || {
        let handle = window_event_listener(ev::keydown, move |event| {
            if (event.ctrl_key() || event.meta_key()) && event.key().eq_ignore_ascii_case("k") && show() {
                event.prevent_default();
                if let Some(input) = input.get_untracked() {
                    input.select();
                }
            }
        });
        on_cleanup(move || handle.remove());
    });
}

/// Arrow keys walk through the field and the links; the focus itself moves, so nothing else has to be announced.
fn move_focus(event: ev::KeyboardEvent) {
    let step = match event.key().as_str() {
        "ArrowDown" => 1,
        "ArrowUp" => -1,
        _ => return,
    };
    let Some(dialog) = dialog() else { return };
    let Ok(stops) = dialog.query_selector_all("input, .palette-list a") else { return };
    let active = document().active_element();
    let stop = |index: u32| stops.item(index).and_then(|node| node.dyn_into::<web_sys::HtmlElement>().ok());
    let here = (0..stops.length()).find(|i| stop(*i).is_some_and(|s| active.as_ref().is_some_and(|a| **a == **s)));
    let target = here.unwrap_or(0).checked_add_signed(step).and_then(stop);
    if let Some(target) = target {
        event.prevent_default();
        // An element that cannot take the focus leaves it where it is.
        let _ = target.focus();
    }
}

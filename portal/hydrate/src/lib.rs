//! The browser entry point of the portal: hydrates what the server drew, and nothing else.
//!
//! It stands apart so that native builds never link a browser library.

/// Called by the generated script once the bundle is loaded.
#[cfg(target_arch = "wasm32")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    leptos::mount::hydrate_body(portal::app::App);
}

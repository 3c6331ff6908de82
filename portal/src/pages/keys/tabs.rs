use leptos::prelude::*;
use leptos_router::hooks::use_location;

use crate::components::{TabLink, Tabs};

/// The pages about all keys.
#[component]
pub(super) fn KeyTabs(
    org: String,
    /// How many keys somebody should look at, where that is known.
    #[prop(optional)]
    hygiene: Option<u64>,
) -> impl IntoView {
    let path = use_location().pathname;
    let items = move || {
        let here = path.get();
        let tab = |below: &str, label: &str| {
            let href = format!("/o/{org}/keys{below}");
            TabLink::new(href.clone(), label).current(here == href)
        };
        let look = tab("/hygiene", "To look at");
        let look = match hygiene {
            Some(count) => look.count(count),
            None => look,
        };
        vec![tab("", "Keys"), look, tab("/lookup", "I found a key")]
    };
    view! { {move || view! { <Tabs label="API keys" items=items()/> }} }
}

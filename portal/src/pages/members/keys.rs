use leptos::prelude::*;
use model::views::OwnedKey;

use crate::components::{IdText, Table, Time};

/// The API keys that a member answers for.
#[component]
pub(super) fn KeysCard(org: String, keys: Vec<OwnedKey>) -> impl IntoView {
    let list = if keys.is_empty() {
        view! { <p class="small muted">"None. Keys that a member creates are theirs to answer for."</p> }.into_any()
    } else {
        view! { <KeysOfMember keys/> }.into_any()
    };
    view! {
        <section class="section" aria-labelledby="keys">
            <div class="section-head"><h2 id="keys">"API keys that they answer for"</h2><a class="push small" href=format!("/o/{org}/keys")>"All keys"</a></div>
            {list}
        </section>
    }
}

#[component]
pub(super) fn KeysOfMember(keys: Vec<OwnedKey>) -> impl IntoView {
    let rows = keys.into_iter().map(|key| {
        let used =
            key.last_used_at.map_or_else(|| view! { <span class="none">"never"</span> }.into_any(), |at| view! { <Time at/> }.into_any());
        view! {
            <tr>
                <th scope="row">{key.name}</th>
                <td class="col-md"><IdText value=key.client_id label="the client id"/></td>
                <td>{used}</td>
            </tr>
        }
    });
    view! {
        <Table label="API keys of the member">
            <thead><tr><th scope="col">"Name"</th><th scope="col" class="col-md">"Client id"</th><th scope="col">"Last used"</th></tr></thead>
            <tbody>{rows.collect_view()}</tbody>
        </Table>
    }
}

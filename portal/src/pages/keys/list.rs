use leptos::prelude::*;
use model::{Permission, PermissionSet, views::KeyLine};

use super::{
    day::Day,
    in_words::environment_word,
    state::{StateOfKey, is_live},
    tabs::KeyTabs,
};
use crate::{
    components::{ButtonKind, EmptyState, ErrorView, IdText, LinkButton, Loading, PageHead, Table, Time, grouped},
    contexts::{use_org, use_viewer},
    server_fns::keys::list_keys,
};

/// `/o/:org/keys`.
#[component]
pub(crate) fn KeysPage() -> impl IntoView {
    let org = use_org();
    let keys = Resource::new(move || org.get(), list_keys);
    let viewer = use_viewer();
    view! {
        <Suspense fallback=|| view! { <div class="page page-wide"><Loading label="Loading API keys"/></div> }>
            {move || Suspend::new(async move {
                let may_write = viewer.await.is_ok_and(|viewer| viewer.may(Permission::KeysWrite));
                match keys.await {
                    Ok(keys) => view! { <List org=org.get_untracked() keys may_write/> }.into_any(),
                    Err(error) => view! { <ErrorView error/> }.into_any(),
                }
            })}
        </Suspense>
    }
}

#[component]
fn List(org: String, keys: Vec<KeyLine>, may_write: bool) -> impl IntoView {
    let new = format!("/o/{org}/keys/new");
    let create = move || {
        may_write
            .then(|| view! { <LinkButton href=new.clone() kind=ButtonKind::Primary icon=icondata_lu::LuPlus>"Create API key"</LinkButton> })
    };
    let tabs = org.clone();
    let body = if keys.is_empty() { view! { <NoKeys may_write/> }.into_any() } else { view! { <KeyTable org keys may_write/> }.into_any() };
    view! {
        <div class="page page-wide">
            <PageHead title="API keys" lead="Credentials that agents and SDKs use. A key never holds more than the person who made it." actions=create/>
            <KeyTabs org=tabs/>
            {body}
        </div>
    }
}

#[component]
fn NoKeys(may_write: bool) -> impl IntoView {
    let text = if may_write {
        "A key lets an agent or an SDK ask for decisions in the name of your organisation. Create the first one above."
    } else {
        "A key lets an agent or an SDK ask for decisions in the name of your organisation. Whoever has the permission keys:write can create one."
    };
    view! { <div class="card"><EmptyState title="No API keys yet" icon=icondata_lu::LuKeyRound>{text}</EmptyState></div> }
}

#[component]
fn KeyTable(org: String, keys: Vec<KeyLine>, may_write: bool) -> impl IntoView {
    let live = keys.iter().filter(|key| is_live(key.state)).count();
    let total = keys.len();
    let rows = keys.into_iter().map(|key| row(&org, key, may_write)).collect_view();
    let foot = move || view! { <div class="table-foot"><span>{count_in_words(total, live)}</span></div> };
    view! {
        <Table label="API keys" foot>
            <thead>
                <tr>
                    <th scope="col">"Name"</th>
                    <th scope="col">"State"</th>
                    <th scope="col" class="col-md">"Client id"</th>
                    <th scope="col" class="col-md">"Secret"</th>
                    <th scope="col" class="col-lo">"May"</th>
                    <th scope="col" class="col-lo">"Created by"</th>
                    <th scope="col" class="col-md">"Last used"</th>
                    <th scope="col" class="col-lo">"Ends"</th>
                    <th scope="col"><span class="visually-hidden">"Actions"</span></th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </Table>
    }
}

fn row(org: &str, key: KeyLine, may_write: bool) -> impl IntoView + use<> {
    let base = format!("/o/{org}/keys/{}", key.id);
    let never = || view! { <span class="none">"never"</span> }.into_any();
    let last_used = key.last_used_at.map_or_else(never, |at| view! { <Time at/> }.into_any());
    let ends = key.expires_at.map_or_else(never, |at| view! { <Day at/> }.into_any());
    let actions = (may_write && is_live(key.state)).then(|| view! { <Actions base=base.clone() name=key.name.clone()/> });
    view! {
        <tr id=format!("key-{}", key.id)>
            <th scope="row">
                <a href=base>{key.name.clone()}</a>
                <span class="cell-sub">{environment_word(key.environment)}", "{key.tenant_name.clone()}</span>
            </th>
            <td><StateOfKey key=key.clone()/></td>
            <td class="col-md"><IdText value=key.client_id label="the client id"/></td>
            <td class="col-md mono nowrap"><span class="visually-hidden">"ends in "</span>"…"{key.secret_tail}</td>
            <td class="col-lo">{scopes_in_words(key.scopes)}</td>
            <td class="col-lo">{key.created_by}<span class="cell-sub">"on "<Day at=key.created_at/></span></td>
            <td class="col-md">{last_used}</td>
            <td class="col-lo">{ends}</td>
            <td class="cell-act">{actions}</td>
        </tr>
    }
}

#[component]
fn Actions(base: String, name: String) -> impl IntoView {
    view! {
        <span class="row-acts">
            <a class="btn btn-sm" href=format!("{base}/roll")>"Roll"<span class="visually-hidden">" key "{name.clone()}</span></a>
            <a class="btn btn-sm btn-danger-quiet" href=format!("{base}/revoke")>"Revoke"<span class="visually-hidden">" key "{name}</span></a>
        </span>
    }
}

fn count_in_words(total: usize, live: usize) -> String {
    match (total, live) {
        (1, 1) => "1 key, which works".to_owned(),
        (1, _) => "1 key, which no longer works".to_owned(),
        (total, live) if total == live => format!("{total} keys, all of them work"),
        (total, 1) => format!("{total} keys, 1 of them works"),
        (total, live) => format!("{total} keys, {live} of them work"),
    }
}

/// The template by its name, everything else by its first words.
fn scopes_in_words(scopes: PermissionSet) -> String {
    let words = scopes.words();
    if scopes == PermissionSet::sdk() {
        return "what SDKs need".to_owned();
    }
    match words.as_slice() {
        [] => "nothing".to_owned(),
        [one] => (*one).to_owned(),
        [one, two] => format!("{one}, {two}"),
        [one, two, more @ ..] => format!("{one}, {two} and {} more", grouped(more.len() as u64)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_counted_in_words() {
        let cases = [((1, 1), "1 key, which works"), ((3, 3), "3 keys, all of them work"), ((3, 1), "3 keys, 1 of them works")];
        for ((total, live), words) in cases {
            assert_eq!(count_in_words(total, live), words);
        }
    }

    #[test]
    fn scopes_read_short_and_never_hide_that_there_are_more() {
        let set = |words: &[&str]| PermissionSet::parse(words).unwrap();

        assert_eq!(scopes_in_words(PermissionSet::sdk()), "what SDKs need");
        assert_eq!(scopes_in_words(PermissionSet::NONE), "nothing");
        assert_eq!(scopes_in_words(set(&["govern"])), "govern");
        assert_eq!(scopes_in_words(set(&["govern", "policies:read", "keys:write"])), "govern, policies:read and 1 more");
    }
}

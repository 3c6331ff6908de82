use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use model::{
    Key, Permission,
    views::{FoundState, KeyDetail, KeyLine},
};

use super::{
    day::Day,
    in_words::{environment_word, found_sentence},
    secrets::SecretsCard,
    settings::SettingsCard,
    state::{StateOfKey, is_live},
};
use crate::{
    PortalError,
    components::{ButtonKind, Crumb, ErrorView, IdText, LinkButton, Loading, Notice, PageHead, Time, Tone},
    contexts::{use_id, use_org, use_viewer},
    server_fns::keys::read_key,
};

/// `/o/:org/keys/:id`: what the key may do, its secrets with from where they are used, and what can be changed.
#[component]
pub(crate) fn KeyPage() -> impl IntoView {
    let org = use_org();
    let id = use_id::<Key>("id");
    let viewer = use_viewer();
    let key = Resource::new(
        move || (org.get(), id.get()),
        |(org, id)| async move {
            match id {
                Some(id) => read_key(org, id).await,
                None => Err(PortalError::NotFound),
            }
        },
    );
    view! {
        <Suspense fallback=|| view! { <div class="page page-wide"><Loading label="Loading the key"/></div> }>
            {move || Suspend::new(async move {
                let may_write = viewer.await.is_ok_and(|viewer| viewer.may(Permission::KeysWrite));
                match key.await {
                    Ok(key) => view! { <Shown org=org.get_untracked() key may_write/> }.into_any(),
                    Err(error) => view! { <ErrorView error/> }.into_any(),
                }
            })}
        </Suspense>
    }
}

#[component]
fn Shown(org: String, key: KeyDetail, may_write: bool) -> impl IntoView {
    let line = key.line.clone();
    let crumbs = vec![Crumb::new(format!("/o/{org}/keys"), "API keys")];
    let may_act = may_write && is_live(line.state);
    let base = format!("/o/{org}/keys/{}", line.id);
    let actions = move || may_act.then(|| view! { <Actions base=base.clone()/> });
    let settings = may_act.then(|| view! { <SettingsCard org=org.clone() line=line.clone()/> });
    view! {
        <div class="page page-wide">
            <PageHead title=line.name.clone() crumbs actions/>
            <FoundNotice/>
            <Facts org=org.clone() line=line/>
            <SecretsCard org=org first=key may_act/>
            {settings}
        </div>
    }
}

#[component]
fn Actions(base: String) -> impl IntoView {
    view! {
        <LinkButton href=format!("{base}/revoke")>"Revoke"</LinkButton>
        <LinkButton href=format!("{base}/roll") kind=ButtonKind::Primary icon=icondata_lu::LuRefreshCw>"Roll"</LinkButton>
    }
}

/// What a look-up found; the address says it by a word from a fixed list.
#[component]
fn FoundNotice() -> impl IntoView {
    let query = use_query_map();
    move || {
        let state = query.with(|query| query.get("found").and_then(|word| FoundState::parse(&word)))?;
        let tone = if matches!(state, FoundState::Live | FoundState::Overlap) { Tone::Bad } else { Tone::Ok };
        Some(view! { <Notice tone title="This is the key that the secret belongs to.">{found_sentence(state)}</Notice> })
    }
}

#[component]
fn Facts(org: String, line: KeyLine) -> impl IntoView {
    let decisions = format!("/o/{org}/decisions?key={}", line.client_id);
    let never = || view! { <span class="none">"never"</span> }.into_any();
    let ends = line.expires_at.map_or_else(never, |at| view! { <Day at/> }.into_any());
    let used = line.last_used_at.map_or_else(never, |at| view! { <Time at/> }.into_any());
    let scopes = line.scopes.words().join(", ");
    let rights = (!line.connector_rights.is_empty()).then(|| {
        let all = line.connector_rights.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
        view! { <dt>"Connectors"</dt><dd>{all}</dd> }
    });
    view! {
        <section class="card" aria-labelledby="facts">
            <header><h2 id="facts">"Key"</h2><StateOfKey key=line.clone()/><a class="push small" href=decisions>"Its decisions"</a></header>
            <div class="card-body">
                <dl class="kv">
                    <dt>"Client id"</dt><dd><IdText value=line.client_id label="the client id" chars=40/></dd>
                    <dt>"Environment"</dt><dd>{environment_word(line.environment)}", workspace "{line.tenant_name}</dd>
                    <dt>"May"</dt><dd>{scopes}</dd>
                    {rights}
                    <dt>"Created"</dt><dd><Day at=line.created_at/>" by "{line.created_by}</dd>
                    <dt>"Last used"</dt><dd>{used}</dd>
                    <dt>"Ends"</dt><dd>{ends}</dd>
                </dl>
            </div>
        </section>
    }
}

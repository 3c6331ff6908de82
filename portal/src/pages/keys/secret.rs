use leptos::prelude::*;
use model::{Key, KeyId, views::IssuedSecret};

use crate::{
    PortalError,
    components::{ButtonKind, CodeBlock, CopyField, Crumb, EmptyState, ErrorView, LinkButton, Loading, Notice, PageHead, Tone},
    contexts::{forbid_storing, use_id, use_org},
    server_fns::keys::read_issued_secret,
};

/// `/o/:org/keys/:id/secret`: the only page that ever shows a secret, and only the first time it is opened.
#[component]
pub(crate) fn KeySecretPage() -> impl IntoView {
    forbid_storing();
    let org = use_org();
    let id = use_id::<Key>("id");
    let secret = Resource::new(move || (org.get(), id.get()), |(org, id)| read(org, id));
    view! {
        <Suspense fallback=|| view! { <div class="page page-narrow"><Loading label="Loading the secret"/></div> }>
            {move || Suspend::new(async move {
                let keys = format!("/o/{}/keys", org.get_untracked());
                match secret.await {
                    Ok(Some(secret)) => view! { <Shown secret keys/> }.into_any(),
                    Ok(None) => view! { <AlreadyShown keys/> }.into_any(),
                    Err(error) => view! { <ErrorView error/> }.into_any(),
                }
            })}
        </Suspense>
    }
}

async fn read(org: String, id: Option<KeyId>) -> Result<Option<IssuedSecret>, PortalError> {
    match id {
        Some(id) => read_issued_secret(org, id).await,
        None => Err(PortalError::NotFound),
    }
}

#[component]
fn Shown(secret: IssuedSecret, keys: String) -> impl IntoView {
    let crumbs = vec![Crumb::new(keys.clone(), "API keys")];
    let snippet = snippet(&secret.client_id);
    view! {
        <div class="page page-narrow">
            <PageHead title=format!("Secret of {}", secret.name) crumbs/>
            <Notice tone=Tone::Warn title="This is the only time you see the secret.">"Put it into your secrets manager before you leave this page. If it is lost, roll the key."</Notice>
            <section class="secret" aria-label="Credentials">
                <div class="stack-2"><h2 class="small">"Client id"</h2><CopyField text=secret.client_id label="the client id"/></div>
                <div class="stack-2"><h2 class="small">"Client secret"</h2><CopyField text=secret.client_secret label="the client secret"/></div>
            </section>
            <section class="section" aria-labelledby="use">
                <h2 id="use">"Use it"</h2>
                <CodeBlock code=snippet label="the Python example" title="Python" copy=true/>
            </section>
            <div class="form-foot"><LinkButton href=keys kind=ButtonKind::Primary>"I have stored it"</LinkButton></div>
        </div>
    }
}

#[component]
fn AlreadyShown(keys: String) -> impl IntoView {
    view! {
        <div class="page page-narrow">
            <PageHead title="Secret" crumbs=vec![Crumb::new(keys.clone(), "API keys")]/>
            <div class="card">
                <EmptyState title="The secret was already shown" icon=icondata_lu::LuEyeOff actions=move || view! { <a class="btn" href=keys.clone()>"Back to API keys"</a> }>
                    "It is shown once and not kept in readable form. If nobody stored it, roll the key to get a new one."
                </EmptyState>
            </div>
        </div>
    }
}

/// The secret itself stays out of the snippet, so that nobody pastes it into code.
fn snippet(client_id: &str) -> String {
    format!(
        r#"import os
from axonflow import AxonFlow

flow = AxonFlow.sync(
    endpoint=os.environ["AXONFLOW_ENDPOINT"],
    client_id="{client_id}",
    client_secret=os.environ["AXONFLOW_CLIENT_SECRET"],
)"#
    )
}

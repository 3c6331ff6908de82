use leptos::prelude::*;
use model::{Key, KeyId, views::IssuedSecret};

use crate::{
    PortalError,
    components::{AlreadyShown, CodeBlock, ErrorView, Loading, ShownOnce},
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
                    Ok(None) => view! { <AlreadyShown title="Secret" what="secret" advice="roll the key to get a new one." back=keys back_to="API keys"/> }.into_any(),
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
    let snippet = snippet(&secret.client_id);
    let values = vec![("Client id", secret.client_id), ("Client secret", secret.client_secret)];
    let advice = "Put it into your secrets manager before you leave this page. If it is lost, roll the key.";
    view! {
        <ShownOnce title=format!("Secret of {}", secret.name) what="secret" advice values back=keys back_to="API keys">
            <section class="section" aria-labelledby="use">
                <h2 id="use">"Use it"</h2>
                <CodeBlock code=snippet label="the Python example" title="Python" copy=true/>
            </section>
        </ShownOnce>
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

use leptos::prelude::*;

use super::ledger::VerifierKey;
use crate::{
    components::{Card, CodeBlock, Crumb, ErrorView, Loading, PageHead},
    contexts::use_org,
    server_fns::evidence::read_evidence,
};

/// `/o/:org/evidence/verify`.
#[component]
pub(crate) fn VerifyPage() -> impl IntoView {
    let org = use_org();
    let evidence = Resource::new(move || org.get(), read_evidence);
    view! {
        <Suspense fallback=|| view! { <div class="page page-narrow"><Loading label="Loading the verifier key"/></div> }>
            {move || Suspend::new(async move {
                match evidence.await {
                    Ok(evidence) => view! { <Body org=org.get_untracked() key_text=evidence.ledger.verifier_key/> }.into_any(),
                    Err(error) => view! { <ErrorView error/> }.into_any(),
                }
            })}
        </Suspense>
    }
}

#[component]
fn Body(org: String, key_text: String) -> impl IntoView {
    let crumbs = vec![Crumb::new(format!("/o/{org}/evidence"), "Evidence")];
    let command = format!("axonflow evidence verify BUNDLE --key '{key_text}'");
    view! {
        <div class="page page-narrow">
            <PageHead title="Verify a bundle" lead="On your own machine, offline, with the key that you pinned. Nothing is uploaded." crumbs/>
            <Card title="1. Pin the key" id="pin"><VerifierKey key_text/></Card>
            <Card title="2. Run the check" id="run">
                <div class="stack-2">
                    <CodeBlock code=command label="the command" title="Shell" copy=true wrap=true/>
                    <p class="small muted">"Put your file in place of BUNDLE. Use the key that you kept, not one that came with the bundle."</p>
                </div>
            </Card>
            <Card title="3. Read the answer" id="answer">
                <dl class="kv">
                    <dt>"Every record"</dt><dd>"Its bytes hash to its leaf, so no word of it was changed."</dd>
                    <dt>"Every leaf"</dt><dd>"It is part of the tree that the checkpoint signs, in its place."</dd>
                    <dt>"The checkpoint"</dt><dd>"Its signature is by your key. Compare it with any you kept: the newer must contain the older."</dd>
                    <dt>"Gaps"</dt><dd>"Numbers are without holes. A body that was retired names the deed that retired it."</dd>
                    <dt>"Erased people"</dt><dd>"Their values are gone and the proofs still hold."</dd>
                </dl>
            </Card>
        </div>
    }
}

//! Evidence: where the ledger stands, bundles to hand out, and how anyone can check them without us.

mod export;
mod exports;
mod ledger;
mod progress;
mod request;
mod verify;

use leptos::prelude::*;
use model::views::EvidenceView;

use crate::{
    components::{ErrorView, LinkButton, Loading, PageHead},
    contexts::use_org,
    server_fns::evidence::read_evidence,
};
pub(crate) use export::ExportPage;
use exports::Exports;
use ledger::LedgerCard;
use request::RequestCard;
pub(crate) use verify::VerifyPage;

/// `/o/:org/evidence`.
#[component]
pub(crate) fn EvidencePage() -> impl IntoView {
    let org = use_org();
    let evidence = Resource::new(move || org.get(), read_evidence);
    view! {
        <Suspense fallback=|| view! { <div class="page"><Loading label="Loading evidence"/></div> }>
            {move || Suspend::new(async move {
                match evidence.await {
                    Ok(evidence) => view! { <Body org=org.get_untracked() evidence/> }.into_any(),
                    Err(error) => view! { <ErrorView error/> }.into_any(),
                }
            })}
        </Suspense>
    }
}

#[component]
fn Body(org: String, evidence: EvidenceView) -> impl IntoView {
    let verify = format!("/o/{org}/evidence/verify");
    let actions = move || view! { <LinkButton href=verify.clone() icon=icondata_lu::LuShieldCheck>"Verify a bundle"</LinkButton> };
    view! {
        <div class="page">
            <PageHead title="Evidence" lead="Append-only. Every record is a leaf of one Merkle tree for your organisation, so a change or a gap shows." actions/>
            <div class="columns columns-2">
                <LedgerCard ledger=evidence.ledger/>
                <RequestCard org=org.clone() refusal=evidence.refusal/>
            </div>
            <Exports org exports=evidence.exports/>
        </div>
    }
}

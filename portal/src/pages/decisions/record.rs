use leptos::prelude::*;
use model::views::ProofState;

use crate::components::{Card, CodeBlock, IdText, StatusWord, Tone, grouped};

/// The record exactly as it is hashed, so that anyone can compute the leaf again.
#[component]
pub(super) fn CanonicalRecord(record: String) -> impl IntoView {
    view! {
        <section class="section" aria-labelledby="record">
            <div class="section-head"><h2 id="record">"Canonical record"</h2><p>"The exact bytes that the ledger leaf commits to."</p></div>
            <CodeBlock code=record label="the record as JSON" title="JSON" copy=true wrap=true/>
        </section>
    }
}

/// Whether a signed checkpoint covers the record, and whether that was checked.
#[component]
pub(super) fn Proof(proof: ProofState) -> impl IntoView {
    let state = match (proof.verified, proof.checkpoint_size) {
        (true, Some(size)) => view! { <StatusWord tone=Tone::Ok>{format!("Included in checkpoint {}", grouped(size))}</StatusWord> }.into_any(),
        (false, Some(size)) => view! {
            <StatusWord tone=Tone::Bad>{format!("Does not agree with checkpoint {}", grouped(size))}</StatusWord>
            <p class="small">"The record, its leaf and the signed checkpoint do not match. Keep your own checkpoints and tell your operator."</p>
        }
        .into_any(),
        (_, None) => view! {
            <StatusWord tone=Tone::Warn icon=icondata_lu::LuClock>"Waits for the next checkpoint"</StatusWord>
            <p class="small muted">"One is signed within a minute."</p>
        }
        .into_any(),
    };
    view! {
        <Card title="Proof" id="proof">
            <div class="stack-2 small">
                {state}
                <dl class="kv"><dt>"Leaf"</dt><dd><IdText value=proof.leaf label="the leaf hash" chars=16/></dd></dl>
            </div>
        </Card>
    }
}

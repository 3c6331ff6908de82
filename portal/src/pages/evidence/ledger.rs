use leptos::prelude::*;
use model::views::LedgerState;

use crate::components::{Card, CodeBlock, CopyField, StatusWord, Time, Tone, grouped};

/// Size, newest checkpoint, and the two things worth keeping elsewhere: the signed note and the key.
#[component]
pub(super) fn LedgerCard(ledger: LedgerState) -> impl IntoView {
    let open = ledger.checkpoint_size.map(|size| ledger.size.saturating_sub(size));
    let aside = move || match open {
        Some(0) => view! { <span class="push"><StatusWord tone=Tone::Ok>"Every record is covered"</StatusWord></span> }.into_any(),
        Some(open) => {
            view! { <span class="push"><StatusWord tone=Tone::Ok>{format!("{} since the checkpoint", grouped(open))}</StatusWord></span> }
                .into_any()
        }
        None => {
            view! { <span class="push"><StatusWord tone=Tone::Neutral icon=icondata_lu::LuClock>"No checkpoint yet"</StatusWord></span> }
                .into_any()
        }
    };
    let or_none = |at: Option<time::OffsetDateTime>| match at {
        Some(at) => view! { <Time at/> }.into_any(),
        None => view! { <span class="none">"not yet"</span> }.into_any(),
    };
    let covered = ledger.checkpoint_size.map_or_else(|| "none".to_owned(), grouped);
    view! {
        <Card title="Ledger" id="ledger" aside>
            <div class="stack">
                <dl class="kv">
                    <dt>"Records"</dt><dd class="num">{grouped(ledger.size)}</dd>
                    <dt>"First record"</dt><dd>{or_none(ledger.first_at)}</dd>
                    <dt>"Checkpoint"</dt><dd class="num">{covered}</dd>
                    <dt>"Signed"</dt><dd>{or_none(ledger.checkpoint_at)}</dd>
                </dl>
                <VerifierKey key_text=ledger.verifier_key/>
                {ledger.checkpoint_note.map(|note| view! { <CheckpointNote note/> })}
            </div>
        </Card>
    }
}

/// The public key, with why to pin it.
#[component]
pub(super) fn VerifierKey(key_text: String) -> impl IntoView {
    view! {
        <div class="stack-2">
            <h3>"Verifier key"</h3>
            <CopyField text=key_text label="the verifier key"/>
            <p class="small muted">"Keep it outside this portal. Whoever holds it can check every bundle without asking us."</p>
        </div>
    }
}

#[component]
fn CheckpointNote(note: String) -> impl IntoView {
    view! {
        <details class="disclosure">
            <summary>"Show the signed checkpoint"</summary>
            <div class="stack-2">
                <CodeBlock code=note label="the signed checkpoint" copy=true/>
                <p class="small muted">"Keep a copy from time to time: a later ledger that does not contain it was rewritten."</p>
            </div>
        </details>
    }
}

use leptos::prelude::*;
use model::views::TrialCall;

use super::{super::trace::Trace, call::CallFields, work::Work};
use crate::{
    components::{Button, ButtonSize, Choice, Select},
    server_fns::policies::Step,
};

/// A call to try the draft on, as if it were in force, and what came of it.
#[component]
pub(super) fn TracePane(org: String, call: TrialCall, decisions: Vec<(String, String)>, loaded: String, work: Work) -> impl IntoView {
    let load = (!decisions.is_empty()).then(|| view! { <Load decisions loaded work/> });
    view! {
        <section class="pane" aria-labelledby="tried">
            <header>
                <h2 id="tried">"Try it on a call"</h2>
                <span class="push"><Button name="step" value=Step::Trace.as_str() size=ButtonSize::Small icon=icondata_lu::LuPlay pending=work.pending(Step::Trace)>"Try call"</Button></span>
            </header>
            {load}
            <div class="pane-body"><CallFields call problems=work.problems()/></div>
            {move || work.trace.get().map(|trace| view! { <Trace org=org.clone() trace/> })}
        </section>
    }
}

/// Fills the call with one that was decided.
#[component]
fn Load(decisions: Vec<(String, String)>, loaded: String, work: Work) -> impl IntoView {
    let options = decisions.into_iter().map(|(id, words)| Choice::new(id, words)).collect::<Vec<_>>();
    view! {
        <div class="pane-body">
            <div class="form load">
                <Select name="load" label="A decision" options selected=loaded problem=work.problems().field("load")/>
                <Button name="step" value=Step::Load.as_str() size=ButtonSize::Small pending=work.pending(Step::Load)>"Load its call"</Button>
            </div>
        </div>
    }
}

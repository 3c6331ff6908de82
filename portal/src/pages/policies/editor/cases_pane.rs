use leptos::prelude::*;
use model::views::{DraftCase, PolicyDraft, TestLine};

use super::{tests_pane::row as result_row, work::Work};
use crate::{
    components::{Button, ButtonSize, StatusWord, Tone},
    server_fns::policies::Step,
};

/// A policy holds no more.
const MOST: usize = 100;

/// Calls that a pattern or conditions have to match, or must not; they are run before a change comes into force.
#[component]
pub(super) fn CasesPane(draft: PolicyDraft, work: Work) -> impl IntoView {
    if draft.kind == "rego" {
        return ().into_any();
    }
    let is_filled = |case: &DraftCase| !case.name.trim().is_empty() || !case.call.trim().is_empty();
    let filled: Vec<DraftCase> = draft.cases.into_iter().filter(is_filled).collect();
    let least = filled.len().max(1);
    let filled = StoredValue::new(filled);
    let shown = move || (least + work.cases.get()).min(MOST);
    let rows = move |at: usize| {
        let case = filled.with_value(|cases| cases.get(at).cloned()).unwrap_or_default();
        view! { <Row at case/> }
    };
    view! {
        <section class="pane" aria-labelledby="cases">
            <header>
                <h2 id="cases">"Test cases"</h2>
                {move || work.tests.get().filter(|tests| !tests.cases.is_empty()).map(|tests| view! { <Summary cases=tests.cases/> })}
                <span class="push row">
                    <Button name="step" value=Step::Case.as_str() size=ButtonSize::Small icon=icondata_lu::LuPlus>"Add case"</Button>
                    <Button name="step" value=Step::Test.as_str() size=ButtonSize::Small icon=icondata_lu::LuPlay pending=work.pending(Step::Test)>"Run cases"</Button>
                </span>
            </header>
            <div class="pane-body">
                <ol class="conditions cases"><For each=move || 0..shown() key=|at| *at children=rows/></ol>
                <p class="help">"A call is what it says, or a JSON object with query, and if you like user, context, target and plane. Empty name and call to take a case out."</p>
                {move || work.problems().field("test_cases").get().map(|problem| view! { <p class="error">{problem}</p> })}
            </div>
            {move || work.tests.get().map(|tests| {
                let (good, bad): (Vec<_>, Vec<_>) = tests.cases.into_iter().partition(|case| case.passed);
                let lines = bad.into_iter().chain(good).map(|case| result_row(case, false)).collect_view();
                view! { <ol class="trace">{lines}</ol> }
            })}
        </section>
    }
    .into_any()
}

#[component]
fn Summary(cases: Vec<TestLine>) -> impl IntoView {
    let (all, passed) = (cases.len(), cases.iter().filter(|case| case.passed).count());
    let tone = if passed == all { Tone::Ok } else { Tone::Bad };
    view! { <span role="status"><StatusWord tone>{format!("{passed} of {all} pass")}</StatusWord></span> }
}

#[component]
fn Row(at: usize, case: DraftCase) -> impl IntoView {
    let number = at + 1;
    let name = |part: &str| format!("draft[cases][{at}][{part}]");
    let differs = case.expect == "differs";
    view! {
        <li>
            <span aria-hidden="true">{number}</span>
            <input class="input" name=name("name") value=case.name autocomplete="off" maxlength="120" placeholder="Name" aria-label=format!("Name of case {number}")/>
            <select class="select" name=name("expect") aria-label=format!("What is expected of case {number}")>
                <option value="matches" selected=!differs>"matches"</option>
                <option value="differs" selected=differs>"does not match"</option>
            </select>
            <input class="input" name=name("at") value=case.at autocomplete="off" placeholder="now" aria-label=format!("Time of case {number}, like 2026-01-31T09:00:00Z")/>
            <textarea class="textarea input-mono" name=name("call") rows="2" placeholder="Show me the heron" aria-label=format!("Call of case {number}")>{case.call}</textarea>
        </li>
    }
}

use leptos::prelude::*;
use model::views::{DraftChoices, DraftCondition, PolicyDraft};

use super::{work::Work, written::Problems};
use crate::{
    components::{Button, ButtonSize, StatusWord, TextArea, TextInput, Tone},
    server_fns::policies::Step,
};

const FIELDS: &str = "condition-fields";
/// A policy holds no more.
const MOST: usize = 20;

/// One row a condition; a row without a field says nothing.
#[component]
pub(super) fn ConditionRows(draft: PolicyDraft, choices: DraftChoices, work: Work) -> impl IntoView {
    let filled: Vec<DraftCondition> = draft.conditions.into_iter().filter(|row| !row.field.trim().is_empty()).collect();
    let least = filled.len().max(1);
    let operators = StoredValue::new(choices.operators);
    let filled = StoredValue::new(filled);
    let shown = move || (least + work.rows.get()).min(MOST);
    let rows = move |at: usize| {
        let row = filled.with_value(|rows| rows.get(at).cloned()).unwrap_or_default();
        view! { <Row at row operators work/> }
    };
    let known = choices.fields.into_iter().map(|field| view! { <option value=field></option> }).collect_view();
    view! {
        <section class="pane" aria-labelledby="written">
            <header>
                <h2 id="written">"Conditions"</h2><span class="muted">"all of them have to hold"</span>
                <span class="push"><Button name="step" value=Step::Row.as_str() size=ButtonSize::Small icon=icondata_lu::LuPlus>"Add condition"</Button></span>
            </header>
            <datalist id=FIELDS>{known}</datalist>
            <div class="pane-body">
                <ol class="conditions"><For each=move || 0..shown() key=|at| *at children=rows/></ol>
                <p class="help">"A field is one of the list, user.NAME or context.NAME. Several values stand apart by commas. Empty the field to take a condition out."</p>
            </div>
            <div class="pane-body">
                <TextArea name="draft[reason]" id="reason" label="What the caller is told" optional=true rows=1 maxlength=300_u32 value=draft.reason problem=work.problems().field("actions")/>
                <TextInput name="draft[providers]" id="providers" label="Providers that may be used" optional=true hint="Only for “Block all but some providers”; apart by commas." value=draft.providers autocomplete="off"/>
            </div>
            <Found work/>
        </section>
    }
}

#[component]
fn Row(at: usize, row: DraftCondition, operators: StoredValue<Vec<String>>, work: Work) -> impl IntoView {
    let number = at + 1;
    let is_wrong = move || {
        work.lint.with(|lint| lint.iter().any(|line| line.field == "conditions" && line.line.is_some_and(|line| line as usize == number)))
    };
    let chosen = if row.operator.is_empty() { "equals".to_owned() } else { row.operator };
    let options = operators.get_value().into_iter().map(|word| {
        let selected = word == chosen;
        let label = word.replace('_', " ");
        view! { <option value=word selected=selected>{label}</option> }
    });
    let name = |part: &str| format!("draft[conditions][{at}][{part}]");
    view! {
        <li data-wrong=move || is_wrong().then_some("true")>
            <span aria-hidden="true">{number}</span>
            <input class="input input-mono" name=name("field") value=row.field list=FIELDS autocomplete="off" aria-label=format!("Field of condition {number}") aria-invalid=move || is_wrong().then_some("true")/>
            <select class="select" name=name("operator") aria-label=format!("Operator of condition {number}")>{options.collect_view()}</select>
            <input class="input input-mono" name=name("value") value=row.value autocomplete="off" aria-label=format!("Value of condition {number}")/>
        </li>
    }
}

#[component]
fn Found(work: Work) -> impl IntoView {
    let body = move || {
        let found = work.lint.get();
        if !found.is_empty() {
            return view! { <Problems found/> }.into_any();
        }
        match work.problems().field("conditions").get() {
            Some(problem) => view! { <span class="error">{problem}</span> }.into_any(),
            None => view! { <StatusWord tone=Tone::Neutral>"Checked as you type"</StatusWord> }.into_any(),
        }
    };
    view! { <footer role="status">{body}</footer> }
}

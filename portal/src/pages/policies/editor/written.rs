use leptos::prelude::*;
use model::views::{DraftChoices, LintLine, PolicyDraft};

use super::{conditions::ConditionRows, work::Work};
use crate::components::{Icon, LineMark, LineMarkKind, SourceField, StatusWord, Tone};

/// What the policy looks for, in the way that its kind is written.
#[component]
pub(super) fn Written(draft: PolicyDraft, choices: DraftChoices, work: Work) -> impl IntoView {
    match draft.kind.as_str() {
        "rego" => view! { <Module draft work/> }.into_any(),
        "conditions" => view! { <ConditionRows draft choices work/> }.into_any(),
        _ => view! { <PatternField draft work/> }.into_any(),
    }
}

#[component]
fn PatternField(draft: PolicyDraft, work: Work) -> impl IntoView {
    let text = RwSignal::new(draft.pattern);
    let invalid = wrong(work, "pattern");
    view! {
        <section class="pane" aria-labelledby="written">
            <header><h2 id="written">"Pattern"</h2><span class="muted">"a regular expression; (?i) in front ignores the case"</span></header>
            <SourceField name="draft[pattern]" id="pattern" label="Regular expression" text rows=3 plain=true invalid described_by="pattern-lint" marks=marks(work, "pattern")/>
            <Verdict work fields=&["pattern"] id="pattern-lint" said=text/>
        </section>
    }
}

#[component]
fn Module(draft: PolicyDraft, work: Work) -> impl IntoView {
    let source = RwSignal::new(if draft.source.is_empty() { STARTING.to_owned() } else { draft.source });
    let tests = RwSignal::new(if draft.tests.is_empty() && draft.name.is_empty() { STARTING_TESTS.to_owned() } else { draft.tests });
    view! {
        <section class="pane" aria-labelledby="written">
            <header><h2 id="written">"Module"</h2><span class="muted">"policy.rego"</span></header>
            <SourceField name="draft[source]" id="source" label="Module" text=source rows=14 invalid=wrong(work, "source") described_by="source-lint" marks=marks(work, "source")/>
            <Verdict work fields=&["source"] id="source-lint" said=source/>
        </section>
        <section class="pane" aria-labelledby="beside">
            <header><h2 id="beside">"Its tests"</h2><span class="muted">"policy_test.rego"</span></header>
            <SourceField name="draft[tests]" id="tests" label="Tests" text=tests rows=8 invalid=wrong(work, "tests") described_by="tests-lint" marks=marks(work, "tests")/>
            <Verdict work fields=&["tests"] id="tests-lint" said=tests/>
        </section>
    }
}

/// Something that can be saved as it is, and read as an example.
const STARTING: &str = "package axonflow.policy\n\n# Each sentence is told to the caller when its rule holds.\ndeny contains \"Contractors do not export.\" if {\n    input.user.role == \"contractor\"\n    contains(lower(input.query), \"export\")\n}\n";
const STARTING_TESTS: &str = "package axonflow.policy\n\ntest_a_contractor_does_not_export if {\n    count(deny) == 1 with input as {\"query\": \"Export all claims\", \"user\": {\"role\": \"contractor\"}}\n}\n\ntest_others_do if {\n    count(deny) == 0 with input as {\"query\": \"Export all claims\", \"user\": {\"role\": \"claims\"}}\n}\n";

fn wrong(work: Work, field: &'static str) -> Signal<bool> {
    Signal::derive(move || work.lint.with(|lint| lint.iter().any(|line| line.field == field)))
}

/// Wrong lines; and of the module those that its tests reached or missed.
fn marks(work: Work, field: &'static str) -> Signal<Vec<LineMark>> {
    Signal::derive(move || {
        let of = |line: u32, kind| LineMark { line, kind };
        let wrong = work.lint.with(|lint| lint.iter().filter(|line| line.field == field).filter_map(|line| line.line).collect::<Vec<_>>());
        let mut marks: Vec<LineMark> = wrong.into_iter().map(|line| of(line, LineMarkKind::Wrong)).collect();
        if field == "source" {
            work.tests.with(|tests| {
                let reached = tests.iter().flat_map(|tests| &tests.covered).map(|line| of(*line, LineMarkKind::Reached));
                let missed = tests.iter().flat_map(|tests| &tests.missed).map(|line| of(*line, LineMarkKind::Missed));
                marks.extend(reached.chain(missed));
            });
        }
        marks
    })
}

/// Below a field: what is wrong with it, or that nothing is.
#[component]
pub(super) fn Verdict(
    work: Work,
    fields: &'static [&'static str],
    id: &'static str,
    /// Nothing is said about nothing.
    said: RwSignal<String>,
) -> impl IntoView {
    let found =
        move || work.lint.with(|lint| lint.iter().filter(|line| fields.contains(&line.field.as_str())).cloned().collect::<Vec<_>>());
    let refused = move || fields.iter().find_map(|field| work.problems().field(field).get());
    let body = move || {
        let found = found();
        if !found.is_empty() {
            return view! { <Problems found/> }.into_any();
        }
        if let Some(problem) = refused() {
            return view! { <Problems found=vec![LintLine { field: String::new(), line: None, column: None, message: problem }]/> }
                .into_any();
        }
        if said.with(|text| text.trim().is_empty()) {
            return view! { <span>"Nothing written yet."</span> }.into_any();
        }
        view! { <StatusWord tone=Tone::Ok>"No problems found"</StatusWord> }.into_any()
    };
    view! { <footer id=id role="status">{body}</footer> }
}

/// Each problem with its place.
#[component]
pub(super) fn Problems(found: Vec<LintLine>) -> impl IntoView {
    let items = found.into_iter().map(|line| {
        let place = place(&line);
        view! { <li><Icon icon=icondata_lu::LuCircleAlert/>{place.map(|place| view! { <b>{place}</b> })}<span>{line.message}</span></li> }
    });
    view! { <ul class="problems">{items.collect_view()}</ul> }
}

fn place(line: &LintLine) -> Option<String> {
    let (word, number) = if line.field == "conditions" { ("Condition", line.line?) } else { ("Line", line.line?) };
    Some(match line.column {
        Some(column) => format!("{word} {number}, character {column}:"),
        None => format!("{word} {number}:"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_problem_says_where_it_is() {
        let of = |field: &str, line, column| place(&LintLine { field: field.to_owned(), line, column, message: String::new() });

        assert_eq!(of("source", Some(3), Some(27)).as_deref(), Some("Line 3, character 27:"));
        assert_eq!(of("conditions", Some(2), None).as_deref(), Some("Condition 2:"));
        assert_eq!(of("name", None, None), None);
    }
}

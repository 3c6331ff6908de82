use leptos::prelude::*;
use model::views::{PolicyDraft, TestLine, TestsView};

use super::work::Work;
use crate::{
    components::{Button, ButtonSize, Icon, StatusWord, TextArea, Tone},
    server_fns::policies::Step,
};

/// Tests of a module, sample texts of a pattern; test cases have a pane of their own.
#[component]
pub(super) fn TestsPane(draft: PolicyDraft, work: Work) -> impl IntoView {
    let is_pattern = match draft.kind.as_str() {
        "conditions" => return ().into_any(),
        kind => kind == "pattern",
    };
    let title = if is_pattern { "Samples" } else { "Tests" };
    let samples = is_pattern.then(|| {
        view! {
            <div class="pane-body">
                <TextArea name="draft[samples]" id="samples" label="Texts to try it on, one a line" optional=true rows=3 value=draft.samples problem=work.problems().field("inputs")/>
            </div>
        }
    });
    view! {
        <section class="pane" aria-labelledby="tested">
            <header>
                <h2 id="tested">{title}</h2>
                {move || work.tests.get().map(|tests| view! { <Summary tests is_pattern/> })}
                <span class="push"><Button name="step" value=Step::Test.as_str() size=ButtonSize::Small icon=icondata_lu::LuPlay pending=work.pending(Step::Test)>"Run"</Button></span>
            </header>
            {samples}
            {move || work.tests.get().map_or_else(
                || view! { <p class="pane-note">{if is_pattern { "Nothing tried yet." } else { "Rules named test_... are run, and the lines that they reach are marked." }}</p> }.into_any(),
                |tests| view! { <Results tests is_pattern/> }.into_any(),
            )}
        </section>
    }
    .into_any()
}

#[component]
fn Summary(tests: TestsView, is_pattern: bool) -> impl IntoView {
    let (all, passed) = (tests.tests.len(), tests.tests.iter().filter(|test| test.passed).count());
    let (tone, words) = summary(all, passed, tests.percent, is_pattern);
    view! { <span role="status"><StatusWord tone>{words}</StatusWord></span> }
}

fn summary(all: usize, passed: usize, percent: Option<u8>, is_pattern: bool) -> (Tone, String) {
    if is_pattern {
        return (Tone::Neutral, format!("{passed} of {all} match"));
    }
    let coverage = percent.map(|percent| format!(", {percent} % of lines")).unwrap_or_default();
    match (all, all - passed) {
        (0, _) => (Tone::Warn, "No tests".to_owned()),
        (all, 0) => (Tone::Ok, format!("{all} of {all} pass{coverage}")),
        (all, 1) => (Tone::Bad, format!("1 of {all} fails{coverage}")),
        (all, failed) => (Tone::Bad, format!("{failed} of {all} fail{coverage}")),
    }
}

#[component]
fn Results(tests: TestsView, is_pattern: bool) -> impl IntoView {
    let missed = (!tests.missed.is_empty()).then(|| format!("Not reached: {}.", lines_in_words(&tests.missed)));
    // What fails stands first.
    let (good, bad): (Vec<_>, Vec<_>) = tests.tests.into_iter().partition(|test| test.passed || is_pattern);
    let rows = bad.into_iter().chain(good).map(|test| row(test, is_pattern)).collect_view();
    view! { <ol class="trace">{rows}</ol>{missed.map(|words| view! { <p class="pane-note">{words}</p> })} }
}

pub(super) fn row(test: TestLine, is_pattern: bool) -> impl IntoView {
    let (icon, result, word) = match (test.passed, is_pattern) {
        (true, true) => (icondata_lu::LuCircleCheckBig, "pass", "matches"),
        (false, true) => (icondata_lu::LuCircle, "none", "does not match"),
        (true, false) => (icondata_lu::LuCircleCheckBig, "pass", "passes"),
        (false, false) => (icondata_lu::LuCircleX, "fail", "fails"),
    };
    let name = if is_pattern { test.name } else { test.name.trim_start_matches("test_").replace('_', " ") };
    view! {
        <li data-result=result>
            <Icon icon/>
            <span class="wrap-anywhere">{name}</span>
            <span class="took">{word}</span>
            {test.note.map(|note| view! { <small class="wrap-anywhere">{note}</small> })}
        </li>
    }
}

/// Lines one after the other are said as one stretch.
fn lines_in_words(lines: &[u32]) -> String {
    let mut stretches: Vec<(u32, u32)> = Vec::new();
    for line in lines {
        match stretches.last_mut() {
            Some((_, end)) if *end + 1 == *line => *end = *line,
            _ => stretches.push((*line, *line)),
        }
    }
    let words = stretches.iter().map(|(from, to)| if from == to { from.to_string() } else { format!("{from} to {to}") });
    format!("line{} {}", if lines.len() == 1 { "" } else { "s" }, words.collect::<Vec<_>>().join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tests_are_summed_up_by_what_needs_a_look() {
        assert_eq!(summary(3, 3, Some(80), false), (Tone::Ok, "3 of 3 pass, 80 % of lines".to_owned()));
        assert_eq!(summary(3, 2, Some(80), false), (Tone::Bad, "1 of 3 fails, 80 % of lines".to_owned()));
        assert_eq!(summary(0, 0, Some(0), false), (Tone::Warn, "No tests".to_owned()));
        assert_eq!(summary(3, 1, None, true), (Tone::Neutral, "1 of 3 match".to_owned()));
    }

    #[test]
    fn lines_are_said_in_stretches() {
        assert_eq!(lines_in_words(&[4]), "line 4");
        assert_eq!(lines_in_words(&[4, 5, 6, 9]), "lines 4 to 6, 9");
    }
}

use model::views::{LintLine, PolicyDraft};
use policy::{Conditions, Pattern, PolicyKind, Rego, RegoError};

use super::{draft::spec_of, drafted::Drafted, line_breaks::unix};
use crate::{Error, Result};

/// Everything that would keep a draft from being saved, as far as its text alone says so; nothing is stored.
pub async fn lint(draft: PolicyDraft) -> Result<Vec<LintLine>> {
    // A module may take its time; the event loop does not wait for it.
    tokio::task::spawn_blocking(move || look_over(&draft)).await.map_err(Error::broken)?
}

fn look_over(draft: &PolicyDraft) -> Result<Vec<LintLine>> {
    let found = match PolicyKind::parse(&draft.kind).unwrap_or(PolicyKind::Pattern) {
        PolicyKind::Pattern => pattern(&draft.pattern),
        PolicyKind::Conditions => conditions(draft),
        PolicyKind::Rego => rego(&unix(&draft.source), &unix(&draft.tests)),
    };
    // What is said about a place says more than what is said about the whole.
    if !found.is_empty() || draft.name.trim().is_empty() {
        return Ok(found);
    }
    match Drafted::of(draft).map_err(Error::from).and_then(|drafted| drafted.fields()) {
        Ok(_) => Ok(found),
        Err(Error::Invalid(invalid)) => Ok(vec![whole(invalid.field, &invalid.problem)]),
        Err(error) => Err(error),
    }
}

fn pattern(source: &str) -> Vec<LintLine> {
    if source.trim().is_empty() {
        return Vec::new();
    }
    let refused = Pattern::parse(source.trim_end_matches(['\r', '\n'])).err();
    let line = |error: policy::PatternError| LintLine {
        field: "pattern".to_owned(),
        line: error.column.map(|_| 1),
        column: error.column,
        message: error.message,
    };
    refused.map(line).into_iter().collect()
}

/// Each row by itself, so that all wrong ones are named at once.
fn conditions(draft: &PolicyDraft) -> Vec<LintLine> {
    let rows = draft.conditions.iter().enumerate().filter_map(|(at, row)| Some((at, spec_of(row)?)));
    rows.filter_map(|(at, spec)| {
        let refused = Conditions::parse(&[spec]).err()?;
        let line = u32::try_from(at).ok()?.checked_add(1);
        Some(LintLine { field: "conditions".to_owned(), line, column: None, message: sentence("Conditions", &refused.problem) })
    })
    .collect()
}

fn rego(source: &str, tests: &str) -> Vec<LintLine> {
    if source.trim().is_empty() {
        return Vec::new();
    }
    if let Err(error) = Rego::parse(source) {
        return vec![placed("source", &error)];
    }
    let refused = if tests.trim().is_empty() { None } else { Rego::test(source, tests).err() };
    refused.map(|error| placed("tests", &error)).into_iter().collect()
}

fn placed(field: &str, error: &RegoError) -> LintLine {
    LintLine { field: field.to_owned(), line: error.line, column: error.column, message: capitalised(&error.message) }
}

fn whole(field: &str, problem: &str) -> LintLine {
    LintLine { field: field.to_owned(), line: None, column: None, message: sentence("This", problem) }
}

/// Rules say "are at most 20"; a list of problems says "Conditions are at most 20."
fn sentence(subject: &str, problem: &str) -> String {
    let end = if problem.ends_with('.') { "" } else { "." };
    if problem.starts_with(char::is_lowercase) { format!("{subject} {problem}{end}") } else { format!("{problem}{end}") }
}

fn capitalised(message: &str) -> String {
    let mut chars = message.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use model::views::DraftCondition;

    use super::*;

    fn check(draft: PolicyDraft, expected: &[(&str, Option<u32>, Option<u32>)]) {
        let found = look_over(&PolicyDraft { category: "dynamic-access".to_owned(), action: "block".to_owned(), ..draft }).unwrap();
        let places: Vec<_> = found.iter().map(|line| (line.field.as_str(), line.line, line.column)).collect();

        assert_eq!(places, expected, "{found:?}");
    }

    #[test]
    fn a_wrong_character_is_pointed_at() {
        let draft = |pattern: &str| PolicyDraft { kind: "pattern".to_owned(), pattern: pattern.to_owned(), ..PolicyDraft::default() };

        check(draft("project (heron"), &[("pattern", Some(1), Some(9))]);
        check(draft("project heron"), &[]);
    }

    #[test]
    fn every_wrong_row_is_named() {
        let row =
            |field: &str, operator: &str| DraftCondition { field: field.to_owned(), operator: operator.to_owned(), value: "x".to_owned() };
        let conditions = vec![row("weather", "equals"), row("query", "contains"), row("hour", "equals")];

        let draft = PolicyDraft { kind: "conditions".to_owned(), conditions, ..PolicyDraft::default() };

        check(draft, &[("conditions", Some(1), None), ("conditions", Some(3), None)]);
    }

    #[test]
    fn a_module_is_pointed_at_by_line_and_character_and_its_tests_too() {
        let good = "package axonflow.policy\n\ndeny contains \"no\" if { input.query == \"x\" }\n";
        let draft = |source: &str, tests: &str| PolicyDraft {
            kind: "rego".to_owned(),
            source: source.to_owned(),
            tests: tests.to_owned(),
            ..PolicyDraft::default()
        };

        check(draft(good, ""), &[]);
        check(
            draft("package axonflow.policy\n\ndeny contains \"no\" if { http.get(input.query) }\n", ""),
            &[("source", Some(3), Some(25))],
        );
        check(draft("package axonflow.policy\n\ndeny contains \"no\" if {\n", ""), &[("source", Some(4), Some(1))]);
        check(draft(good, "package axonflow.policy\n\ntest_a if {\n"), &[("tests", Some(4), Some(1))]);
    }
}

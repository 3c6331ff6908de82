use model::{Invalid, views::DraftCase};
use serde_json::Value;
use time::{OffsetDateTime, format_description::well_known::Rfc3339};

use super::line_breaks::unix;
use crate::{
    Error, Result,
    policies::{TestCase, read_cases},
    simulation::Question,
};

/// Stored cases as rows of the form.
pub(super) fn rows_of(stored: &Value) -> Result<Vec<DraftCase>> {
    read_cases(stored).map_err(Error::broken)?.into_iter().map(row_of).collect()
}

fn row_of(case: TestCase) -> Result<DraftCase> {
    // A call that only says something stands there as that, and anything else as what it is.
    let is_plain = Question { query: case.call.query.clone(), ..Question::default() } == case.call && !is_json(&case.call.query);
    let call = if is_plain { case.call.query } else { serde_json::to_string(&case.call).map_err(Error::broken)? };
    let at = case.at.map(|at| at.format(&Rfc3339)).transpose().map_err(Error::broken)?;
    Ok(DraftCase { name: case.name, call, expect: if case.matches { "matches" } else { "differs" }.to_owned(), at: at.unwrap_or_default() })
}

/// Rows of the form as cases; a row that says nothing is none.
pub(super) fn cases_of(rows: &[DraftCase]) -> std::result::Result<Vec<TestCase>, Invalid> {
    let filled = rows.iter().filter(|row| !row.name.trim().is_empty() || !row.call.trim().is_empty());
    filled.map(case_of).collect()
}

fn case_of(row: &DraftCase) -> std::result::Result<TestCase, Invalid> {
    let refused = |why: String| Invalid::new("test_cases", format!("{:?}: {why}", row.name.trim()));
    let call = if is_json(&row.call) {
        serde_json::from_str(&row.call).map_err(|error| refused(format!("its call is no JSON object of a call: {error}")))?
    } else {
        Question { query: unix(&row.call), ..Question::default() }
    };
    let at = match row.at.trim() {
        "" => None,
        at => Some(OffsetDateTime::parse(at, &Rfc3339).map_err(|_| refused("its time is not like 2026-01-31T09:00:00Z".to_owned()))?),
    };
    Ok(TestCase { name: row.name.trim().to_owned(), call, matches: row.expect != "differs", at })
}

fn is_json(call: &str) -> bool {
    call.trim_start().starts_with('{')
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn cases_come_back_from_the_form_as_they_were() {
        let stored = json!([
            {"name": "a heron", "call": {"query": "Show the heron"}, "matches": true},
            {"name": "at night", "call": {"query": "x", "user": {"role": "nurse"}}, "matches": false, "at": "2026-01-31T03:00:00Z"},
            {"name": "looks like a call", "call": {"query": "{\"query\": 1}"}, "matches": true},
        ]);

        let cases = cases_of(&rows_of(&stored).unwrap()).unwrap();

        assert_eq!(serde_json::to_value(cases).unwrap(), stored);
    }

    #[test]
    fn an_empty_row_is_none_and_a_wrong_one_is_named() {
        let row = |name: &str, call: &str, at: &str| DraftCase {
            name: name.to_owned(),
            call: call.to_owned(),
            at: at.to_owned(),
            ..DraftCase::default()
        };

        assert!(cases_of(&[row(" ", "", ""), DraftCase::default()]).unwrap().is_empty());
        for wrong in [row("first", "{\"query\": ", ""), row("first", "x", "yesterday")] {
            let invalid = cases_of(&[wrong]).unwrap_err();

            assert!(invalid.field == "test_cases" && invalid.problem.contains("first"), "{invalid}");
        }
    }
}

use std::collections::BTreeSet;

use model::{Invalid, ShortText};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use time::OffsetDateTime;

use crate::simulation::Question;

const MOST: usize = 100;
/// What all cases of a policy may take together.
const LARGEST_BYTES: usize = 256 * 1024;

/// A call and whether its policy matches it. It is asked of that policy alone.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TestCase {
    /// Its name, once in a policy.
    pub name: String,
    /// The call.
    pub call: Question,
    /// Whether the policy matches.
    pub matches: bool,
    /// When the call comes; now when left out.
    #[serde(default, with = "time::serde::rfc3339::option", skip_serializing_if = "Option::is_none")]
    pub at: Option<OffsetDateTime>,
}

/// Reads and checks stored or sent cases.
pub(crate) fn read(stored: &Value) -> Result<Vec<TestCase>, Invalid> {
    let refused = |why: String| Invalid::new("test_cases", why);
    let cases = Vec::<TestCase>::deserialize(stored).map_err(|error| refused(format!("cannot be read: {error}")))?;
    if cases.len() > MOST || stored.to_string().len() > LARGEST_BYTES {
        return Err(refused(format!("are at most {MOST} and {LARGEST_BYTES} bytes")));
    }
    let mut names = BTreeSet::new();
    for case in &cases {
        ShortText::<120>::parse("test_cases", &case.name)?;
        if !names.insert(case.name.trim()) {
            return Err(refused(format!("name {:?} twice", case.name)));
        }
        case.call.clone().call().map_err(|invalid| refused(format!("{:?}: {invalid}", case.name)))?;
    }
    Ok(cases)
}

/// What is stored of cases that were sent.
pub(crate) fn stored(cases: &[TestCase]) -> Value {
    serde_json::to_value(cases).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn cases_are_read_back_as_they_were_sent() {
        let sent =
            json!([{"name": "one", "call": {"query": "heron", "user": {"role": "x"}}, "matches": true, "at": "2026-01-01T00:00:00Z"}]);

        assert_eq!(stored(&read(&sent).unwrap()), sent);
    }

    #[test]
    fn what_could_not_be_asked_is_refused() {
        let case = |name: &str, query: &str| json!({"name": name, "call": {"query": query}, "matches": false});
        for bad in [
            json!({}),
            json!([{"name": "one", "matches": true}]),
            json!([{"name": "one", "call": {"query": "x"}, "matches": true, "expect": "block"}]),
            json!([case("one", " ")]),
            json!([case(" ", "x")]),
            json!([case("one", "x"), case("one", "y")]),
            json!(vec![case("one", &"x".repeat(LARGEST_BYTES))]),
            Value::Array((0..=MOST).map(|at| case(&at.to_string(), "x")).collect()),
        ] {
            assert!(read(&bad).is_err(), "{bad}");
        }
        assert!(read(&json!([])).is_ok());
    }
}

//! The envelope of the profile: one evaluation, or the preconditions of one operation.

use gate::problem::Problem;
use serde_json::{Map, Value};

use super::parts::{MEMBERS, Part, only, part, refuse};

/// Preconditions of one operation.
const MOST: usize = 20;

/// Reads an envelope; whatever would not be evaluated is refused with its place.
pub(super) fn read(envelope: &Value) -> Result<Vec<Part>, Problem> {
    let members = only(envelope, "", &["evaluation", "evaluations"])?;
    match (members.get("evaluation"), members.get("evaluations")) {
        (Some(one), None) => Ok(vec![part(one, &Map::new(), "/evaluation")?]),
        (None, Some(many)) => bulk(many),
        (Some(_), Some(_)) | (None, None) => {
            Err(refuse("malformed_envelope", "", "The body has either the member evaluation or the member evaluations.", &[]))
        }
    }
}

fn bulk(many: &Value) -> Result<Vec<Part>, Problem> {
    let at = "/evaluations";
    let known: Vec<&str> = MEMBERS.iter().copied().chain(["evaluations"]).collect();
    let shared = only(many, at, &known)?;
    let entries = shared.get("evaluations").and_then(Value::as_array).filter(|entries| (1..=MOST).contains(&entries.len()));
    let entries = entries.ok_or_else(|| {
        refuse("malformed_envelope", "/evaluations/evaluations", &format!("This has to be a list of 1 to {MOST} evaluations."), &[])
    })?;
    entries.iter().enumerate().map(|(index, entry)| part(entry, shared, &format!("{at}/evaluations/{index}"))).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn good() -> Value {
        json!({
            "subject": {"type": "gateway", "id": "gw-1"}, "action": {"name": "llm.completion"}, "resource": {"type": "llm", "id": "llm"},
            "context": {"args": {"query": "hello"}, "correlation": {"session_id": "s1"}},
        })
    }

    fn with(pointer: &str, value: Value) -> Value {
        let mut evaluation = good();
        let (parent, name) = pointer.rsplit_once('/').unwrap();
        evaluation.pointer_mut(parent).unwrap()[name] = value;
        json!({"evaluation": evaluation})
    }

    fn refused(envelope: &Value) -> (&'static str, String) {
        let problem = read(envelope).unwrap_err();
        (problem.code, problem.pointer.unwrap())
    }

    #[test]
    fn what_would_not_be_evaluated_is_refused_with_its_place() {
        for (pointer, value, code, at) in [
            ("/subject/type", json!("user"), "unsupported_subject", "/evaluation/subject/type"),
            ("/subject/properties", json!({"a/b": 1}), "unevaluable_attribute", "/evaluation/subject/properties/a~1b"),
            ("/subject/id", json!(""), "malformed_envelope", "/evaluation/subject/id"),
            ("/subject/name", json!("x"), "malformed_envelope", "/evaluation/subject/name"),
            ("/action/name", json!("read"), "unsupported_action", "/evaluation/action/name"),
            ("/resource/type", json!("tool"), "unsupported_resource", "/evaluation/resource/type"),
            ("/resource/id", json!("other"), "unsupported_resource", "/evaluation/resource/id"),
            ("/context/args", json!({}), "missing_evaluable_content", "/evaluation/context/args/query"),
            ("/context/args", json!({"query": "x", "limit": 1}), "unevaluable_attribute", "/evaluation/context/args/limit"),
            ("/context/department", json!("hr"), "unevaluable_attribute", "/evaluation/context/department"),
            ("/context/correlation", json!({"n": 1}), "malformed_envelope", "/evaluation/context/correlation/n"),
            ("/extra", json!(1), "malformed_envelope", "/evaluation/extra"),
        ] {
            assert_eq!(refused(&with(pointer, value)), (code, at.to_owned()), "{pointer}");
        }
        assert_eq!(refused(&json!({})).0, "malformed_envelope");
        assert_eq!(refused(&json!({"evaluation": good(), "evaluations": null})).0, "malformed_envelope");
        assert_eq!(refused(&json!({"evaluations": {"evaluations": []}})).1, "/evaluations/evaluations");
    }

    #[test]
    fn entries_inherit_what_they_leave_out_and_nothing_else() {
        let shared = json!({"subject": good()["subject"], "action": {"name": "tool.call"}, "context": good()["context"]});
        let mut many = shared.clone();
        many["evaluations"] = json!([{"resource": {"type": "tool", "id": "jira/move"}}, {"resource": {"type": "tool", "id": "jira/edit"}}]);

        let parts = read(&json!({"evaluations": many})).unwrap();

        assert_eq!(parts.iter().map(|part| part.target.as_str()).collect::<Vec<_>>(), ["jira/move", "jira/edit"]);
        let mut lacking = shared;
        lacking["evaluations"] = json!([{}]);
        assert_eq!(refused(&json!({"evaluations": lacking})), ("incomplete_evaluation", "/evaluations/evaluations/0/resource".to_owned()));
    }
}

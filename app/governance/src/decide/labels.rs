use std::collections::BTreeMap;

use serde_json::{Map, Value};

/// Labels longer than this are no names.
const LONGEST: usize = 254;
/// What is looked at of a label; the rest is content. More than is kept, so that a value at the end of it is still whole
/// when values are removed.
const LOOKED_AT: usize = 4 * LONGEST;
/// Labels that a call may carry.
const MOST_LABELS: usize = 20;

/// The label of the end user in a body's `user_token`. It proves nothing; a real token is no label and must not be stored.
pub fn end_user_label(token: Option<&str>) -> Option<String> {
    let token = token?.trim();
    let is_token = token.split('.').count() >= 3 && token.starts_with("ey");
    let is_label = !token.is_empty() && token != "anonymous" && !is_token && token.chars().count() <= LONGEST;
    is_label.then(|| token.to_owned())
}

/// The plain members of a call's context, as labels of the decision; what is nested is content, not a label.
pub fn labels(context: Option<&Map<String, Value>>) -> BTreeMap<String, String> {
    context.into_iter().flatten().filter_map(|(name, value)| Some((cut(name), cut(&plain(value)?)))).take(MOST_LABELS).collect()
}

fn plain(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Bool(_) | Value::Number(_) => Some(value.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

fn cut(text: &str) -> String {
    text.chars().take(LOOKED_AT).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn names_are_labels_and_tokens_are_not() {
        assert_eq!(end_user_label(Some(" demo-user ")).as_deref(), Some("demo-user"));
        assert_eq!(end_user_label(Some("ann.b.c@example.com")).as_deref(), Some("ann.b.c@example.com"));
        for none in [None, Some(""), Some("anonymous"), Some("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln")] {
            assert_eq!(end_user_label(none), None, "{none:?}");
        }
    }

    #[test]
    fn only_plain_members_are_labels() {
        let context = json!({"team": "ops", "retries": 2, "dry": true, "args": {"a": 1}, "none": null});

        let labels = labels(context.as_object());

        assert_eq!(
            labels.into_iter().collect::<Vec<_>>(),
            [("dry".to_owned(), "true".to_owned()), ("retries".to_owned(), "2".to_owned()), ("team".to_owned(), "ops".to_owned()),]
        );
    }
}

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use crate::{Finding, Kind, redact, scan, scan_values};

/// Redacts the selected kinds in every string, key and number of a JSON value; it stays valid JSON.
///
/// A value is read together with the key above it, so `{"ssn": 123456789}` is understood. A number that
/// holds a finding becomes a string. Answers the kinds that were removed, each once.
pub fn redact_json(value: &Value, select: &dyn Fn(Kind) -> bool) -> (Value, Vec<Kind>) {
    let mut removed = BTreeSet::new();
    let redacted = walk(value, "", select, &mut removed);
    let whole = across_fields(&redacted, select, &mut removed);
    (whole.unwrap_or(redacted), removed.into_iter().collect())
}

/// What only neighbouring fields together give away, such as a number that was cut into several. Keys stay, so
/// that no two become one.
fn across_fields(value: &Value, select: &dyn Fn(Kind) -> bool, removed: &mut BTreeSet<Kind>) -> Option<Value> {
    if !(value.is_array() || value.is_object()) {
        return None;
    }
    let text = value.to_string();
    let is_in_key =
        |finding: &Finding| text.get(finding.end..).and_then(|rest| rest.split_once('"')).is_some_and(|(_, after)| after.starts_with(':'));
    let found: Vec<Finding> = scan_values(&text).iter().filter(|f| select(f.kind) && !is_in_key(f)).copied().collect();
    let redacted = serde_json::from_str(&redact(&text, found.iter())).ok().filter(|_| !found.is_empty())?;
    removed.extend(found.iter().map(|finding| finding.kind));
    Some(redacted)
}

/// All keys, strings and numbers of a JSON value as lines of text, each value with the key above it.
pub fn json_text(value: &Value) -> String {
    let mut out = String::new();
    flatten(value, "", &mut out);
    out
}

fn walk(value: &Value, key: &str, select: &dyn Fn(Kind) -> bool, removed: &mut BTreeSet<Kind>) -> Value {
    match value {
        Value::Null | Value::Bool(_) => value.clone(),
        Value::Number(number) => leaf(key, &number.to_string(), select, removed).map_or_else(|| value.clone(), Value::String),
        Value::String(text) => leaf(key, text, select, removed).map_or_else(|| value.clone(), Value::String),
        Value::Array(items) => Value::Array(items.iter().map(|item| walk(item, key, select, removed)).collect()),
        Value::Object(fields) => Value::Object(object(fields, select, removed)),
    }
}

fn object(fields: &Map<String, Value>, select: &dyn Fn(Kind) -> bool, removed: &mut BTreeSet<Kind>) -> Map<String, Value> {
    let mut out = Map::new();
    for (key, value) in fields {
        let clean_key = leaf("", key, select, removed).unwrap_or_else(|| key.clone());
        let clean_value = walk(value, key, select, removed);
        out.insert(free_key(&out, clean_key), clean_value);
    }
    out
}

/// Two keys may become the same placeholder; neither value may be lost for it.
fn free_key(taken: &Map<String, Value>, wanted: String) -> String {
    if !taken.contains_key(&wanted) {
        return wanted;
    }
    (2..).map(|n| format!("{wanted} {n}")).find(|name| !taken.contains_key(name)).unwrap_or(wanted)
}

/// The redacted text, or `None` when nothing selected is in it.
fn leaf(key: &str, text: &str, select: &dyn Fn(Kind) -> bool, removed: &mut BTreeSet<Kind>) -> Option<String> {
    let context = if key.is_empty() { String::new() } else { format!("{key}: ") };
    let whole = format!("{context}{text}");
    let inside: Vec<Finding> = scan(&whole)
        .iter()
        .filter(|finding| select(finding.kind) && finding.end > context.len())
        .map(|f| Finding { start: f.start.saturating_sub(context.len()), end: f.end - context.len(), ..*f })
        .collect();
    removed.extend(inside.iter().map(|finding| finding.kind));
    (!inside.is_empty()).then(|| redact(text, inside.iter()))
}

fn flatten(value: &Value, key: &str, out: &mut String) {
    match value {
        Value::Null | Value::Bool(_) => {}
        Value::Number(number) => line(key, &number.to_string(), out),
        Value::String(text) => line(key, text, out),
        Value::Array(items) => items.iter().for_each(|item| flatten(item, key, out)),
        Value::Object(fields) => fields.iter().for_each(|(name, field)| {
            if field.is_object() || field.is_array() || field.is_null() || field.is_boolean() {
                line("", name, out);
            }
            flatten(field, name, out);
        }),
    }
}

fn line(key: &str, text: &str, out: &mut String) {
    if !out.is_empty() {
        out.push('\n');
    }
    if !key.is_empty() {
        out.push_str(key);
        out.push_str(": ");
    }
    out.push_str(text);
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn strings_numbers_and_keys_are_redacted() {
        let value = json!({"ssn": 123456789, "note": "mail ann@example.com", "list": [{"bob@example.com": true}], "n": 5});

        let (clean, removed) = redact_json(&value, &|_| true);

        let expected = json!({"ssn": "[REDACTED:ssn]", "note": "mail [REDACTED:email]", "list": [{"[REDACTED:email]": true}], "n": 5});
        assert_eq!(clean, expected);
        assert_eq!(removed, [Kind::Ssn, Kind::Email]);
    }

    #[test]
    fn a_number_cut_across_fields_goes_too() {
        let value = json!({"card": ["4111", "1111", "1111", "1111"], "n": 1});

        let (clean, removed) = redact_json(&value, &|_| true);

        assert_eq!(
            clean,
            json!({"card": ["[REDACTED:credit_card]", "[REDACTED:credit_card]", "[REDACTED:credit_card]", "[REDACTED:credit_card]"], "n": 1})
        );
        assert_eq!(removed, [Kind::CreditCard]);
    }

    #[test]
    fn only_selected_kinds_go() {
        let value = json!("ann@example.com from 10.1.2.3");

        let (clean, _) = redact_json(&value, &|kind| kind == Kind::IpAddress);

        assert_eq!(clean, json!("ann@example.com from [REDACTED:ip_address]"));
    }

    #[test]
    fn two_keys_that_become_one_placeholder_keep_both_values() {
        let value = json!({"a@example.com": 1, "b@example.com": 2});

        let (clean, _) = redact_json(&value, &|_| true);

        assert_eq!(clean.as_object().map(Map::len), Some(2));
    }

    #[test]
    fn flattened_text_keeps_keys_beside_values() {
        let value = json!({"tool": "sql", "input": {"id": "1; DROP TABLE x"}});

        assert_eq!(json_text(&value), "input\nid: 1; DROP TABLE x\ntool: sql");
    }
}

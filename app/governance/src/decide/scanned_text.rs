//! One text out of everything that a call carries, and the parts of it back out of the redacted text.
//!
//! Policies look at one text, so that nothing in a nested argument is missed and a value is read together with its name.
//! Parts are kept apart by a character that no JSON document has to use; one that does loses it before it is scanned.

use policy::PART_END as END;
use serde_json::{Map, Value};

/// The text of a call: first what it says, then everything else in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScannedText(String);

impl ScannedText {
    /// What the call says alone.
    pub fn of(main: &str) -> Self {
        Self(main.replace(END, " "))
    }

    /// Adds a JSON value: each key, and each text or number with its key before it.
    pub fn with(mut self, value: Option<&Value>) -> Self {
        if let Some(value) = value {
            each_part(value, "", &mut |part| self.add(&part));
        }
        self
    }

    /// Adds the members of an object in the same way.
    pub fn with_members(mut self, members: Option<&Map<String, Value>>) -> Self {
        if let Some(members) = members {
            each_member(members, &mut |part| self.add(&part));
        }
        self
    }

    fn add(&mut self, part: &str) {
        self.0.push(END);
        self.0.push('\n');
        self.0.push_str(&part.replace(END, " "));
    }

    /// The text to scan.
    pub fn into_text(self) -> String {
        self.0
    }
}

/// What the call says, out of its redacted text.
pub fn main_part(redacted: &str) -> String {
    redacted.split(END).next().unwrap_or_default().to_owned()
}

/// The value that was added, with what was redacted taken out; keys too. When the parts cannot be told apart any more,
/// because a policy took out a border, the whole redacted text stands in its place: nothing comes back by accident.
pub fn value_part(value: &Value, redacted: &str) -> Value {
    let mut parts = redacted.split(END).skip(1).map(|part| part.strip_prefix('\n').unwrap_or(part));
    let rebuilt = rebuild(value, Key { sent: "", clean: "" }, &mut parts);
    match rebuilt {
        Some(rebuilt) if parts.next().is_none() => rebuilt,
        _ => Value::String(redacted.replace(END, "")),
    }
}

fn each_part(value: &Value, key: &str, add: &mut dyn FnMut(String)) {
    match value {
        Value::Null | Value::Bool(_) => {}
        Value::Number(number) => add(named(key, &number.to_string())),
        Value::String(text) => add(named(key, text)),
        Value::Array(items) => items.iter().for_each(|item| each_part(item, key, add)),
        Value::Object(members) => each_member(members, add),
    }
}

fn each_member(members: &Map<String, Value>, add: &mut dyn FnMut(String)) {
    for (name, member) in members {
        add(name.clone());
        each_part(member, name, add);
    }
}

/// The name of a value as it was sent, and as it came back.
#[derive(Clone, Copy)]
struct Key<'a> {
    sent: &'a str,
    clean: &'a str,
}

fn rebuild<'a>(value: &Value, key: Key<'_>, parts: &mut impl Iterator<Item = &'a str>) -> Option<Value> {
    match value {
        Value::Null | Value::Bool(_) => Some(value.clone()),
        Value::Number(number) => Some(leaf(value, key, &number.to_string(), parts.next()?)),
        Value::String(text) => Some(leaf(value, key, text, parts.next()?)),
        Value::Array(items) => items.iter().map(|item| rebuild(item, key, parts)).collect::<Option<Vec<_>>>().map(Value::Array),
        Value::Object(members) => {
            let mut out = Map::new();
            for (name, member) in members {
                let clean_name = parts.next()?;
                let clean = rebuild(member, Key { sent: name, clean: clean_name }, parts)?;
                let is_taken = out.contains_key(clean_name);
                out.insert(if is_taken { format!("{clean_name} {}", out.len() + 1) } else { clean_name.to_owned() }, clean);
            }
            Some(Value::Object(out))
        }
    }
}

/// A value that nothing was taken out of keeps its type; the other becomes text.
fn leaf(value: &Value, key: Key<'_>, text: &str, part: &str) -> Value {
    if part == named(key.sent, text) {
        return value.clone();
    }
    let without = |name: &str| part.strip_prefix(name).and_then(|rest| rest.strip_prefix(": "));
    Value::String(without(key.sent).or_else(|| without(key.clean)).unwrap_or(part).to_owned())
}

fn named(key: &str, text: &str) -> String {
    if key.is_empty() { text.to_owned() } else { format!("{key}: {text}") }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn redact(text: &str) -> String {
        text.replace("123-45-6789", "[REDACTED:ssn]").replace("123456789", "[REDACTED:ssn]").replace("a@b.c", "[REDACTED:email]")
    }

    fn check(value: &Value, expected: &Value) {
        let text = ScannedText::of("main 123-45-6789").with(Some(value)).into_text();

        let redacted = redact(&text);

        assert_eq!(main_part(&redacted), "main [REDACTED:ssn]");
        assert_eq!(value_part(value, &redacted), *expected);
    }

    #[test]
    fn a_call_without_more_is_its_own_text() {
        assert_eq!(ScannedText::of("a\u{1e}b").with(None).into_text(), "a b");
    }

    #[test]
    fn parts_come_back_in_their_places() {
        check(&json!([{"ssn": 123_456_789, "n": 5, "ok": true}]), &json!([{"ssn": "[REDACTED:ssn]", "n": 5, "ok": true}]));
        check(
            &json!({"a@b.c": "x", "list": ["1\n2", null, "a@b.c"]}),
            &json!({"[REDACTED:email]": "x", "list": ["1\n2", null, "[REDACTED:email]"]}),
        );
        check(&json!([{}, [], "", 1.5]), &json!([{}, [], "", 1.5]));
    }

    #[test]
    fn nothing_comes_back_when_a_border_is_gone() {
        let value = json!({"a": "secret one", "b": "two"});
        let text = ScannedText::of("main").with(Some(&value)).into_text();
        let swallowed = text.replacen("secret one\u{1e}\nb", "[REDACTED:x]", 1);

        let back = value_part(&value, &swallowed);

        assert!(back.is_string() && !back.to_string().contains("secret one"), "{back}");
    }

    #[test]
    fn a_border_in_the_call_is_no_border() {
        let value = json!({"a": "one\u{1e}two", "b": 2});
        let text = ScannedText::of("main").with(Some(&value)).into_text();

        assert_eq!(value_part(&value, &text), json!({"a": "one two", "b": 2}));
    }
}

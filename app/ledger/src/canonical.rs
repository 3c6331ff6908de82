//! RFC 8785 (JCS), restricted to what every reader reads alike: null, booleans, integers of at most
//! 2^53-1, strings, arrays, objects. It writes into one `String`, because it runs for every governed call.

use std::{cmp::Ordering, fmt::Write};

use serde_json::{Map, Value};
use uuid::Uuid;

/// The largest integer that a double holds exactly (RFC 7493 section 2.2).
pub(crate) const MAX_INTEGER: u64 = (1 << 53) - 1;

/// No reader should need a deeper stack than this.
const MAX_DEPTH: usize = 32;

/// Why a value has no canonical form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unfit {
    Number,
    Depth,
}

/// An object under construction. Its members must be added in canonical order.
pub(crate) struct Object<'a> {
    out: &'a mut String,
    is_empty: bool,
}

impl<'a> Object<'a> {
    pub(crate) fn open(out: &'a mut String) -> Self {
        out.push('{');
        Self { out, is_empty: true }
    }

    /// Writes the key and hands out the place for the value.
    pub(crate) fn member(&mut self, key: &str) -> &mut String {
        if !self.is_empty {
            self.out.push(',');
        }
        self.is_empty = false;
        write_string(self.out, key);
        self.out.push(':');
        self.out
    }

    pub(crate) fn text(&mut self, key: &str, value: &str) {
        write_string(self.member(key), value);
    }

    pub(crate) fn text_or_null(&mut self, key: &str, value: Option<&str>) {
        match value {
            Some(value) => self.text(key, value),
            None => self.member(key).push_str("null"),
        }
    }

    pub(crate) fn uuid(&mut self, key: &str, value: Uuid) {
        let mut buffer = Uuid::encode_buffer();
        self.text(key, value.hyphenated().encode_lower(&mut buffer));
    }

    pub(crate) fn integer(&mut self, key: &str, value: i64) {
        write_integer(self.member(key), value);
    }

    pub(crate) fn close(self) {
        self.out.push('}');
    }
}

/// The canonical text of any JSON value.
pub(crate) fn to_canonical(value: &Value) -> Result<String, Unfit> {
    let mut out = String::new();
    write_value(&mut out, value, 0)?;
    Ok(out)
}

pub(crate) fn write_value(out: &mut String, value: &Value, depth: usize) -> Result<(), Unfit> {
    match value {
        Value::Null => out.push_str("null"),
        Value::Bool(true) => out.push_str("true"),
        Value::Bool(false) => out.push_str("false"),
        Value::Number(number) => {
            let integer = number.as_i64().filter(|n| n.unsigned_abs() <= MAX_INTEGER);
            write_integer(out, integer.ok_or(Unfit::Number)?);
        }
        Value::String(text) => write_string(out, text),
        Value::Array(items) => write_array(out, items, depth)?,
        Value::Object(map) => write_object(out, map, depth)?,
    }
    Ok(())
}

pub(crate) fn write_object(out: &mut String, map: &Map<String, Value>, depth: usize) -> Result<(), Unfit> {
    if depth >= MAX_DEPTH {
        return Err(Unfit::Depth);
    }
    // The map sorts its keys or keeps their order, depending on a feature that any crate may switch on.
    let mut members: Vec<_> = map.iter().collect();
    members.sort_unstable_by(|a, b| by_utf16(a.0, b.0));
    let mut object = Object::open(out);
    for (key, value) in members {
        write_value(object.member(key), value, depth + 1)?;
    }
    object.close();
    Ok(())
}

fn write_array(out: &mut String, items: &[Value], depth: usize) -> Result<(), Unfit> {
    if depth >= MAX_DEPTH {
        return Err(Unfit::Depth);
    }
    out.push('[');
    for (index, item) in items.iter().enumerate() {
        if index > 0 {
            out.push(',');
        }
        write_value(out, item, depth + 1)?;
    }
    out.push(']');
    Ok(())
}

/// Keys are ordered by UTF-16 code units (RFC 8785 section 3.2.3); for ASCII that is the order of bytes.
fn by_utf16(a: &str, b: &str) -> Ordering {
    if a.is_ascii() && b.is_ascii() { a.cmp(b) } else { a.encode_utf16().cmp(b.encode_utf16()) }
}

fn write_integer(out: &mut String, value: i64) {
    // Writing to a String cannot fail.
    let _ = write!(out, "{value}");
}

/// Escapes what RFC 8785 section 3.2.2.2 names and copies everything else as it is.
pub(crate) fn write_string(out: &mut String, text: &str) {
    out.push('"');
    let mut copied = 0;
    for (at, byte) in text.bytes().enumerate().filter(|(_, byte)| *byte < 0x20 || matches!(byte, b'"' | b'\\')) {
        // Each escaped byte is ASCII, so both cuts are character borders.
        out.push_str(&text[copied..at]);
        write_escaped(out, byte);
        copied = at + 1;
    }
    out.push_str(&text[copied..]);
    out.push('"');
}

fn write_escaped(out: &mut String, byte: u8) {
    match byte {
        b'"' => out.push_str("\\\""),
        b'\\' => out.push_str("\\\\"),
        0x08 => out.push_str("\\b"),
        b'\t' => out.push_str("\\t"),
        b'\n' => out.push_str("\\n"),
        0x0c => out.push_str("\\f"),
        b'\r' => out.push_str("\\r"),
        // Writing to a String cannot fail.
        _ => drop(write!(out, "\\u{byte:04x}")),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    fn check(value: &Value, expected: Result<&str, Unfit>) {
        assert_eq!(to_canonical(value), expected.map(str::to_owned));
    }

    #[test]
    fn writes_the_one_form() {
        check(&json!({"b": [1, -2, null], "a": {"z": true, "": false}}), Ok(r#"{"a":{"":false,"z":true},"b":[1,-2,null]}"#));
        check(&json!("\u{8}\t\n\u{c}\r\"\\\u{1f}\u{7f}/é\u{2028}😀"), Ok("\"\\b\\t\\n\\f\\r\\\"\\\\\\u001f\u{7f}/é\u{2028}😀\""));
        check(&json!(9_007_199_254_740_991_i64), Ok("9007199254740991"));
        check(&json!(-9_007_199_254_740_991_i64), Ok("-9007199254740991"));
    }

    #[test]
    fn sorts_keys_by_utf16_and_not_by_code_point() {
        check(
            &json!({"\u{fb33}": 1, "😀": 2, "€": 3, "\r": 4, "1": 5, "ö": 6}),
            Ok("{\"\\r\":4,\"1\":5,\"ö\":6,\"€\":3,\"😀\":2,\"\u{fb33}\":1}"),
        );
    }

    #[test]
    fn refuses_what_readers_read_differently() {
        for number in [json!(1.5), json!(1.0), json!(-0.0), json!(9_007_199_254_740_992_i64), json!(u64::MAX), json!(i64::MIN)] {
            check(&json!([{ "n": number }]), Err(Unfit::Number));
        }
        let deep = (0..40).fold(json!(1), |inner, _| json!([inner]));
        check(&deep, Err(Unfit::Depth));
    }

    proptest! {
        #[test]
        fn any_string_reads_back(text in any::<String>()) {
            let mut out = String::new();
            write_string(&mut out, &text);

            prop_assert_eq!(serde_json::from_str::<String>(&out).ok(), Some(text));
        }
    }
}

use memchr::{memchr, memchr_iter, memchr2};
use serde::de::IgnoredAny;

use crate::{
    fold::{Deriving, Mapped},
    steps::{Step, is_on},
};

use super::decode::{unescaped, unescaped_in};

/// How many containers and layers of escapes are opened, one inside the other.
const DEPTH: usize = 4;

/// Shows each value that a text carries: the strings of JSON, the parameters of a URL or form, else the text itself;
/// each as it is and below its layers of escapes. A value is a stretch of a layer.
pub(super) fn values(text: &Mapped<'_>, visit: &mut dyn FnMut(&Mapped<'_>, usize, usize)) {
    open(text, Shape::Unknown, DEPTH, visit);
}

/// What is known about a layer.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shape {
    Unknown,
    /// It came out of a container and is one value.
    Value,
}

fn open(layer: &Mapped<'_>, shape: Shape, depth: usize, visit: &mut dyn FnMut(&Mapped<'_>, usize, usize)) {
    let text: &str = &layer.text;
    if depth > 0 && is_json(text) {
        strings(text.as_bytes(), &mut |start, end| value(layer, start, end, depth - 1, visit));
        return;
    }
    if shape == Shape::Unknown && is_form(text) {
        parameters(text, &mut |start, end| value(layer, start, end, depth, visit));
        if !text.contains("&&") {
            return;
        }
    }
    let inner = (depth > 0).then(|| unescaped(layer)).flatten();
    // What a container carries, or a run without blanks, is read by nobody before it is decoded.
    if inner.is_none() || (shape == Shape::Unknown && memchr2(b' ', b'\n', text.as_bytes()).is_some()) {
        visit(layer, if shape == Shape::Value { 0 } else { name_length(text) }, text.len());
    }
    if let Some(inner) = inner {
        open(&inner, Shape::Value, depth - 1, visit);
        inner.recycle();
    }
}

/// One stretch as a value: as it is when nothing hides in it, else as a layer of its own.
fn value(layer: &Mapped<'_>, start: usize, end: usize, depth: usize, visit: &mut dyn FnMut(&Mapped<'_>, usize, usize)) {
    let text = layer.text.get(start..end).unwrap_or_default();
    if text.trim_start().starts_with(['{', '[']) {
        let part = part(layer, start, end);
        open(&part, Shape::Value, depth, visit);
        part.recycle();
    } else if let Some(inner) = (depth > 0).then(|| unescaped_in(layer, start, end)).flatten() {
        open(&inner, Shape::Value, depth - 1, visit);
        inner.recycle();
    } else {
        visit(layer, start, end);
    }
}

fn is_json(text: &str) -> bool {
    let trimmed = text.trim();
    is_on(Step::JsonValues)
        && trimmed.starts_with(['{', '['])
        && trimmed.ends_with(['}', ']'])
        && serde_json::from_str::<IgnoredAny>(trimmed).is_ok()
}

/// The insides of the string literals of valid JSON.
fn strings(bytes: &[u8], visit: &mut dyn FnMut(usize, usize)) {
    let mut open = None;
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        match (byte, open) {
            (b'\\', Some(_)) => at += 1,
            (b'"', Some(start)) => {
                visit(start, at);
                open = None;
            }
            (b'"', None) => open = Some(at + 1),
            _ => {}
        }
        at += 1;
    }
}

fn part(parent: &Mapped<'_>, start: usize, end: usize) -> Mapped<'static> {
    let mut out = Deriving::from(parent);
    out.copy(start, end);
    out.finish()
}

/// A text without blanks that has the signs of a URL or of form data.
fn is_form(text: &str) -> bool {
    let bytes = text.as_bytes();
    if memchr2(b' ', b'\n', bytes).is_some() || !is_on(Step::FormValues) {
        return false;
    }
    let is_address = text.contains("://");
    let parts_values = || memchr_iter(b'&', bytes).any(|at| super::decode::entity(bytes, at).is_none());
    let has_sign = is_address || parts_values() || (memchr(b'%', bytes).is_some() && memchr(b'=', bytes).is_some());
    has_sign && (name_length(text) > 0 || is_address || text.starts_with('/'))
}

/// The values of `name=value` pairs.
fn parameters(text: &str, visit: &mut dyn FnMut(usize, usize)) {
    let mut start = 0;
    for piece in text.split_inclusive(['&', '?']) {
        let bare = piece.strip_suffix(['&', '?']).unwrap_or(piece);
        visit(start + name_length(bare), start + bare.len());
        start += piece.len();
    }
}

/// The length of a leading `name=`.
fn name_length(text: &str) -> usize {
    let name = text.bytes().take(40).take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'[' | b']' | b'.')).count();
    let is_name =
        name > 0 && is_on(Step::NamedValue) && text.as_bytes().get(name) == Some(&b'=') && text.as_bytes().get(name + 1) != Some(&b'=');
    if is_name { name + 1 } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let mut seen = Vec::new();
        values(&Mapped::plain(text), &mut |layer, start, end| seen.push(layer.text[start..end].to_owned()));

        assert_eq!(seen, expected, "{text}");
    }

    #[test]
    fn containers_come_apart() {
        check(r#"{"a": "x\"y", "b": ["\u0027z"]}"#, &["a", "x\"y", "b", "'z"]);
        check(r#"{"a": "{\"b\": \"c\"}"}"#, &["a", "b", "c"]);
        check("user=a%2527&p=b", &["a'", "b"]);
        check("id=1 or 2", &["1 or 2"]);
        check("a=1&&b", &["1", "", "b", "1&&b"]);
        check("plain words", &["plain words"]);
    }
}

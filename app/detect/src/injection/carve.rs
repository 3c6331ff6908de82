use serde::de::IgnoredAny;

use crate::fold::{Deriving, Mapped};

use super::decode::{Escapes, unescaped};

/// The values that a text carries: the strings of JSON, the parameters of a URL or form, else the text itself;
/// each as it is and below up to two layers of URL escapes.
pub(crate) fn values(text: &Mapped<'_>) -> Vec<Mapped<'static>> {
    let mut values = Vec::new();
    carve(text, 2, &mut values);
    values
}

fn carve(text: &Mapped<'_>, depth: usize, values: &mut Vec<Mapped<'static>>) {
    if depth > 0 && is_json(&text.text) {
        for (start, end) in strings(text.text.as_bytes()) {
            carve(&inside(text, start, end), depth - 1, values);
        }
        return;
    }
    for (start, end) in parameters(&text.text) {
        let value = part(text, start, end);
        let decoded = unescaped(&value, Escapes::Url);
        let twice = decoded.as_ref().and_then(|once| unescaped(once, Escapes::Url));
        values.extend([Some(value), decoded, twice].into_iter().flatten());
    }
}

fn is_json(text: &str) -> bool {
    let trimmed = text.trim();
    trimmed.starts_with(['{', '[']) && trimmed.ends_with(['}', ']']) && serde_json::from_str::<IgnoredAny>(trimmed).is_ok()
}

/// The insides of the string literals of valid JSON.
fn strings(bytes: &[u8]) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut open = None;
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        match (byte, open) {
            (b'\\', Some(_)) => at += 1,
            (b'"', Some(start)) => {
                found.push((start, at));
                open = None;
            }
            (b'"', None) => open = Some(at + 1),
            _ => {}
        }
        at += 1;
    }
    found
}

/// The text of a JSON string without its escapes.
fn inside(parent: &Mapped<'_>, start: usize, end: usize) -> Mapped<'static> {
    let text = parent.text.get(start..end).unwrap_or_default();
    let mut out = Deriving::from(parent);
    let mut chars = text.char_indices();
    while let Some((at, c)) = chars.next() {
        let escaped = if c == '\\' { chars.next().map(|(_, e)| e) } else { None };
        let (seen, width) = match escaped {
            None => (c, c.len_utf8()),
            Some('n' | 'r') => ('\n', 2),
            Some('t' | 'b' | 'f') => ('\t', 2),
            Some('u') => {
                let code = text.get(at + 2..at + 6).and_then(|hex| u32::from_str_radix(hex, 16).ok());
                chars.by_ref().take(4).for_each(drop);
                (code.and_then(char::from_u32).unwrap_or('\u{fffd}'), 6)
            }
            Some(other) => (other, 1 + other.len_utf8()),
        };
        out.push(seen, start + at, (start + at + width).min(end));
    }
    out.finish()
}

fn part(parent: &Mapped<'_>, start: usize, end: usize) -> Mapped<'static> {
    let mut out = Deriving::from(parent);
    for (at, c) in parent.text.get(start..end).unwrap_or_default().char_indices() {
        out.push(c, start + at, start + at + c.len_utf8());
    }
    out.finish()
}

/// The values of `name=value` pairs of a URL or form; a text that is neither is one value.
fn parameters(text: &str) -> Vec<(usize, usize)> {
    let is_form = !text.contains(' ') && (text.contains('%') || text.contains('&') || text.contains("://"));
    if !is_form {
        return vec![(name_length(text), text.len())];
    }
    let mut found = Vec::new();
    let mut start = 0;
    for piece in text.split_inclusive(['&', '?']) {
        let bare = piece.strip_suffix(['&', '?']).unwrap_or(piece);
        found.push((start + name_length(bare), start + bare.len()));
        start += piece.len();
    }
    found
}

/// The length of a leading `name=`.
fn name_length(text: &str) -> usize {
    let name = text.bytes().take(40).take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'[' | b']')).count();
    let is_name = name > 0 && text.as_bytes().get(name) == Some(&b'=') && text.as_bytes().get(name + 1) != Some(&b'=');
    if is_name { name + 1 } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let plain = Mapped::plain(text);

        let seen: Vec<String> = values(&plain).into_iter().map(|value| value.text.into_owned()).collect();

        assert_eq!(seen, expected, "{text}");
    }

    #[test]
    fn containers_come_apart() {
        check(r#"{"a": "x\"y", "b": ["\u0027z"]}"#, &["a", "x\"y", "b", "'z"]);
        check(r#"{"a": "{\"b\": \"c\"}"}"#, &["a", "b", "c"]);
        check("user=a%2527&p=b", &["a%2527", "a%27", "a'", "b"]);
        check("id=1 or 2", &["1 or 2"]);
        check("plain words", &["plain words"]);
    }
}

use crate::fold::{Deriving, Mapped};

/// Which escapes to take off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Escapes {
    Url,
    UrlAndJson,
}

/// The text below one layer of escapes; `None` when there is none.
pub(crate) fn unescaped(parent: &Mapped<'_>, escapes: Escapes) -> Option<Mapped<'static>> {
    let text: &str = &parent.text;
    let is_url = has_percent(text);
    let is_json = escapes == Escapes::UrlAndJson && (text.contains("\\\"") || text.contains("\\u00") || text.contains("\\n"));
    if !is_url && !is_json {
        return None;
    }
    let mut plus_is_space = false;
    let mut out = Deriving::from(parent);
    let mut at = 0;
    while let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) {
        // In an escaped word `+` is a space; in plain prose it is a plus.
        if at == 0 || text.as_bytes().get(at - 1).is_some_and(u8::is_ascii_whitespace) {
            let rest = text.get(at..).unwrap_or_default();
            plus_is_space = has_percent(rest.split_ascii_whitespace().next().unwrap_or_default());
        }
        let (seen, width) = match c {
            '%' => percent(text, at).unwrap_or((c, 1)),
            '\\' if is_json => backslash(text, at).unwrap_or((c, 1)),
            '+' if plus_is_space => (' ', 1),
            _ => (c, c.len_utf8()),
        };
        out.push(seen, at, at + width);
        at += width;
    }
    Some(out.finish())
}

fn has_percent(text: &str) -> bool {
    text.as_bytes().windows(3).any(|w| matches!(w, [b'%', a, b] if a.is_ascii_hexdigit() && b.is_ascii_hexdigit()))
}

/// An escape of an ASCII character; the rest is left, since no attack word needs it.
fn percent(text: &str, at: usize) -> Option<(char, usize)> {
    let byte = u8::from_str_radix(text.get(at + 1..at + 3)?, 16).ok()?;
    byte.is_ascii().then_some((char::from(byte), 3))
}

fn backslash(text: &str, at: usize) -> Option<(char, usize)> {
    match text.as_bytes().get(at + 1)? {
        b'"' => Some(('"', 2)),
        b'/' => Some(('/', 2)),
        b'n' => Some(('\n', 2)),
        b't' => Some(('\t', 2)),
        b'u' => {
            let code = u32::from_str_radix(text.get(at + 2..at + 6)?, 16).ok()?;
            char::from_u32(code).filter(char::is_ascii).map(|c| (c, 6))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: Option<&str>) {
        let parent = Mapped::plain(text);

        assert_eq!(unescaped(&parent, Escapes::UrlAndJson).map(|m| m.text.into_owned()).as_deref(), expected, "{text}");
    }

    #[test]
    fn one_layer_comes_off() {
        check("a%27+or%20b", Some("a' or b"));
        check("a%2527", Some("a%27"));
        check(r#"{"q": "\u0027 \"x\""}"#, Some(r#"{"q": "' "x""}"#));
        check("100% of 1+1", None);
        check("%zz %4", None);
    }
}

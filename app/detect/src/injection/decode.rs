use memchr::{memchr_iter, memchr3_iter};

use crate::{
    fold::{Deriving, Mapped},
    steps::{Step, is_on},
};

/// Entities by name that a payload needs; all others stay.
const ENTITIES: &[(&str, char)] = &[
    ("quot", '"'),
    ("apos", '\''),
    ("lt", '<'),
    ("gt", '>'),
    ("amp", '&'),
    ("nbsp", ' '),
    ("lpar", '('),
    ("rpar", ')'),
    ("equals", '='),
    ("num", '#'),
    ("sol", '/'),
    ("semi", ';'),
    ("comma", ','),
    ("period", '.'),
    ("colon", ':'),
    ("lowbar", '_'),
    ("ast", '*'),
    ("plus", '+'),
    ("excl", '!'),
    ("Tab", '\t'),
    ("NewLine", '\n'),
];

/// Whether any escape stands in the text.
fn is_escaped(text: &str) -> bool {
    let bytes = text.as_bytes();
    let escapes = |at: usize| match bytes.get(at) {
        Some(b'%') => percent(bytes, at).is_some() || wide_percent(bytes, at).is_some(),
        Some(b'&') => entity(bytes, at).is_some(),
        _ => backslash(bytes, at).is_some(),
    };
    memchr3_iter(b'%', b'&', b'\\', bytes).any(escapes) || memchr_iter(b'+', bytes).filter(|at| joins_words(bytes, *at)).nth(1).is_some()
}

/// The text below one layer of escapes of URLs, HTML and JSON; `None` when there is none.
pub(super) fn unescaped(parent: &Mapped<'_>) -> Option<Mapped<'static>> {
    unescaped_in(parent, 0, parent.text.len())
}

/// The same for a stretch of a text.
pub(super) fn unescaped_in(parent: &Mapped<'_>, start: usize, end: usize) -> Option<Mapped<'static>> {
    let text = parent.text.get(start..end)?;
    if !is_escaped(text) {
        return None;
    }
    let bytes = text.as_bytes();
    let mut out = Deriving::from(parent);
    let is_sign = |byte: &u8| matches!(byte, b'%' | b'&' | b'\\' | b'+');
    let mut form = FormWord::default();
    let mut kept_from = 0;
    let mut at = 0;
    while let Some(sign) = bytes.get(at..).and_then(|rest| rest.iter().position(is_sign)) {
        at += sign;
        let seen = match bytes.get(at) {
            Some(b'%') => wide_percent(bytes, at).or_else(|| percent_char(bytes, at)),
            Some(b'&') => entity(bytes, at),
            Some(b'\\') => backslash(bytes, at),
            // In an escaped word `+` is a space; in plain prose it is a plus.
            _ => form.holds(bytes, at).then_some((' ', 1)),
        };
        let Some((seen, width)) = seen else {
            at += 1;
            continue;
        };
        out.copy(start + kept_from, start + at);
        out.push(seen, start + at, start + at + width);
        at += width;
        kept_from = at;
    }
    out.copy(start + kept_from, end);
    Some(out.finish())
}

/// The word that was asked about last: whether it is form data, which holds URL escapes, or `+` where blanks would be.
#[derive(Default)]
struct FormWord {
    end: usize,
    is_form: bool,
}

impl FormWord {
    fn holds(&mut self, bytes: &[u8], at: usize) -> bool {
        if at >= self.end {
            let start = bytes
                .get(self.end..at)
                .and_then(|head| head.iter().rposition(u8::is_ascii_whitespace))
                .map_or(self.end, |blank| self.end + blank + 1);
            let rest = bytes.get(at..).unwrap_or_default();
            self.end = at + rest.iter().position(u8::is_ascii_whitespace).unwrap_or(rest.len());
            let word = start..self.end;
            self.is_form =
                word.clone().any(|at| percent(bytes, at).is_some()) || word.filter(|at| joins_words(bytes, *at)).nth(1).is_some();
        }
        self.is_form
    }
}

fn joins_words(bytes: &[u8], at: usize) -> bool {
    let is =
        |at: Option<usize>| at.and_then(|at| bytes.get(at)).is_some_and(|byte| byte.is_ascii_alphanumeric() || b"'\"()".contains(byte));
    bytes.get(at) == Some(&b'+') && is_on(Step::PlusBlanks) && is(at.checked_sub(1)) && is(Some(at + 1))
}

fn hex(bytes: &[u8], start: usize, length: usize) -> Option<u32> {
    let digits = bytes.get(start..start + length)?;
    digits.iter().try_fold(0, |value, digit| Some(value * 16 + char::from(*digit).to_digit(16)?))
}

/// The byte of `%27`.
fn percent(bytes: &[u8], at: usize) -> Option<u8> {
    if bytes.get(at) != Some(&b'%') || !is_on(Step::UrlEscapes) {
        return None;
    }
    u8::try_from(hex(bytes, at + 1, 2)?).ok()
}

/// `%u0027`.
fn wide_percent(bytes: &[u8], at: usize) -> Option<(char, usize)> {
    let is_wide = is_on(Step::WideEscapes) && bytes.get(at + 1).is_some_and(|byte| byte | 0x20 == b'u');
    let code = is_wide.then(|| hex(bytes, at + 2, 4)).flatten()?;
    char::from_u32(code).map(|c| (c, 6))
}

/// The character of one or more `%XX`, the overlong form of an ASCII character included.
fn percent_char(bytes: &[u8], at: usize) -> Option<(char, usize)> {
    let first = percent(bytes, at)?;
    let length = match first {
        0..0x80 => return Some((char::from(first), 3)),
        0xc0..0xe0 => 2,
        0xe0..0xf0 => 3,
        0xf0.. => 4,
        _ => 1,
    };
    let mut code = u32::from(first) & (0x7f >> length);
    for next in 1..length {
        let Some(byte) = percent(bytes, at + 3 * next).filter(|byte| byte & 0xc0 == 0x80) else {
            return Some((char::from(first), 3));
        };
        code = code << 6 | u32::from(byte & 0x3f);
    }
    Some((char::from_u32(code).unwrap_or(char::from(first)), 3 * length))
}

/// `&#39;`, `&#x27;`, `&quot;`.
pub(super) fn entity(bytes: &[u8], at: usize) -> Option<(char, usize)> {
    const LONGEST: usize = 12;
    let rest = bytes.get(at + 1..).filter(|_| is_on(Step::HtmlEntities))?;
    let length = rest.iter().take(LONGEST).position(|byte| *byte == b';')?;
    let name = std::str::from_utf8(rest.get(..length)?).ok()?;
    let found = match name.strip_prefix('#') {
        Some(number) => {
            let code = number.strip_prefix(['x', 'X']).map_or_else(|| number.parse().ok(), |digits| u32::from_str_radix(digits, 16).ok());
            char::from_u32(code?)?
        }
        None => ENTITIES.iter().find(|(known, _)| *known == name)?.1,
    };
    Some((found, length + 2))
}

/// `\"`, `\n`, `\u0027`, `\x27`.
fn backslash(bytes: &[u8], at: usize) -> Option<(char, usize)> {
    match bytes.get(at + 1).filter(|_| is_on(Step::StringEscapes))? {
        quote @ (b'"' | b'/' | b'\'' | b'\\') => Some((char::from(*quote), 2)),
        b'n' | b'r' => Some(('\n', 2)),
        b't' => Some(('\t', 2)),
        b'u' => char::from_u32(hex(bytes, at + 2, 4)?).map(|c| (c, 6)),
        b'x' => char::from_u32(hex(bytes, at + 2, 2)?).map(|c| (c, 4)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: Option<&str>) {
        let parent = Mapped::plain(text);

        assert_eq!(unescaped(&parent).map(|m| m.text.clone().into_owned()).as_deref(), expected, "{text}");
    }

    #[test]
    fn one_layer_comes_off() {
        check("a%27+or%20b", Some("a' or b"));
        check("a%2527", Some("a%27"));
        check(r#"{"q": "\u0027 \"x\""}"#, Some(r#"{"q": "' "x""}"#));
        check("%C3%A9 %c0%a7 %u0027 %ff", Some("é ' ' ÿ"));
        check("&#39;&#x3D;&quot;&amp;lt; &nothing; a & b", Some("'=\"&lt; &nothing; a & b"));
        check(r"\x27", Some("'"));
        check("1+or+1", Some("1 or 1"));
        check("100% of 1+1", None);
        check("%zz %4 C:\\dir", None);
    }

    #[test]
    fn what_was_decoded_maps_back_to_the_whole_escape() {
        let parent = Mapped::plain("x%C3%A9y");
        let inner = unescaped(&parent).unwrap();

        assert_eq!((inner.origin(1, 3), inner.origin(3, 4)), ((1, 7), (7, 8)));
    }
}

use memchr::memchr3;

use crate::steps::{Step, is_on};

/// Shorter words hide nothing.
const SHORTEST: usize = 12;

/// The places where something may be encoded: signs that begin escapes, and words that are long enough.
pub(crate) struct Places<'t> {
    text: &'t str,
    may_be_encoded: bool,
    escape: Option<usize>,
}

impl<'t> Places<'t> {
    pub(crate) fn of(text: &'t str, may_be_encoded: bool) -> Self {
        Self { text, may_be_encoded, escape: next_escape(text.as_bytes(), 0) }
    }

    /// The next one from `at` on.
    pub(crate) fn next(&mut self, at: usize) -> Option<usize> {
        let bytes = self.text.as_bytes();
        if self.escape.is_some_and(|escape| escape < at) {
            self.escape = next_escape(bytes, at);
        }
        let stop = self.escape.unwrap_or(bytes.len());
        let before = bytes.get(at..stop).filter(|_| self.may_be_encoded);
        before.and_then(next_word).map(|word| at + word).or(self.escape)
    }

    /// Reads what is encoded at the place that was answered last into `decoded`, nothing when nothing is; answers how long it is.
    pub(crate) fn read(&self, place: usize, decoded: &mut Vec<u8>) -> usize {
        match self.escape == Some(place) {
            true => escape(self.text, place, decoded),
            false => word(self.text.as_bytes(), place, decoded),
        }
    }
}

fn next_escape(bytes: &[u8], from: usize) -> Option<usize> {
    memchr3(b'%', b'&', b'\\', bytes.get(from..)?).map(|at| from + at)
}

/// The first letter or digit in a run that is long enough to be encoded text.
fn next_word(bytes: &[u8]) -> Option<usize> {
    let mut start = 0;
    loop {
        // Looking from the far end passes over most words at once.
        if let Some(gap) = bytes.get(start..start + SHORTEST)?.iter().rposition(|byte| !is_base64(*byte)) {
            start += gap + 1;
            continue;
        }
        let place = start + bytes.get(start..)?.iter().position(|byte| byte.is_ascii_alphanumeric() || !is_base64(*byte))?;
        if bytes.get(place).is_some_and(u8::is_ascii_alphanumeric) {
            return Some(place);
        }
        start = place;
    }
}

/// Reads the escape at `at` into `decoded`; answers how long it is, and one byte when it is none.
fn escape(text: &str, at: usize, decoded: &mut Vec<u8>) -> usize {
    let bytes = text.as_bytes();
    let read = match bytes.get(at) {
        Some(b'%') => percent(bytes, at, decoded),
        Some(b'&') => entity(text, at, decoded),
        _ => backslash(text, at, decoded),
    };
    read.unwrap_or(1)
}

/// One character in URL escapes.
fn percent(bytes: &[u8], at: usize, decoded: &mut Vec<u8>) -> Option<usize> {
    let first = hex_pair(bytes.get(at + 1..at + 3)?).filter(|_| is_on(Step::Percent))?;
    let width = match first {
        0..=0x7f => 1,
        0xc2..=0xdf => 2,
        0xe0..=0xef => 3,
        0xf0..=0xf4 => 4,
        _ => return None,
    };
    for escaped in bytes.get(at..at + 3 * width)?.chunks(3) {
        let [b'%', pair @ ..] = escaped else { return None };
        decoded.push(hex_pair(pair)?);
    }
    Some(3 * width)
}

fn hex_pair(pair: &[u8]) -> Option<u8> {
    let [high, low] = *pair else { return None };
    let value = |digit: u8| char::from(digit).to_digit(16);
    u8::try_from(value(high)? * 16 + value(low)?).ok()
}

/// A numbered HTML entity, or one of the named ones that a value can need.
fn entity(text: &str, at: usize, decoded: &mut Vec<u8>) -> Option<usize> {
    const LONGEST: usize = 10;
    const NAMED: [(&str, char); 15] = [
        ("amp", '&'),
        ("lt", '<'),
        ("gt", '>'),
        ("quot", '"'),
        ("apos", '\''),
        ("nbsp", ' '),
        ("commat", '@'),
        ("period", '.'),
        ("plus", '+'),
        ("hyphen", '-'),
        ("dash", '-'),
        ("ndash", '-'),
        ("mdash", '-'),
        ("colon", ':'),
        ("lowbar", '_'),
    ];
    let rest = text.as_bytes().get(at + 1..)?;
    let length = rest.iter().take(LONGEST).position(|b| *b == b';').filter(|_| is_on(Step::Entities))?;
    let name = text.get(at + 1..at + 1 + length)?;
    let c = match name.strip_prefix('#') {
        Some(number) => {
            let code = number.strip_prefix(['x', 'X']).map_or_else(|| number.parse(), |hex| u32::from_str_radix(hex, 16));
            char::from_u32(code.ok()?)?
        }
        None => NAMED.iter().find(|(known, _)| *known == name)?.1,
    };
    push(c, decoded);
    Some(length + 2)
}

/// `\u0041` and `\x41`, as in JSON and programs; other escapes hide nothing.
fn backslash(text: &str, at: usize, decoded: &mut Vec<u8>) -> Option<usize> {
    let digits = match text.as_bytes().get(at + 1).filter(|_| is_on(Step::JsonEscapes))? {
        b'u' => 4,
        b'x' => 2,
        b'"' | b'/' => {
            decoded.push(*text.as_bytes().get(at + 1)?);
            return Some(2);
        }
        _ => return None,
    };
    let code = u32::from_str_radix(text.get(at + 2..at + 2 + digits)?, 16).ok()?;
    push(char::from_u32(code)?, decoded);
    Some(2 + digits)
}

fn push(c: char, decoded: &mut Vec<u8>) {
    decoded.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
}

/// Reads the word at `at` into `decoded` when it is encoded text; answers how long it is.
fn word(bytes: &[u8], at: usize, decoded: &mut Vec<u8>) -> usize {
    let tail = bytes.get(at..).unwrap_or_default();
    let plain = tail.iter().take_while(|b| b.is_ascii_alphanumeric()).count();
    let whole = tail.get(..plain).unwrap_or_default();
    let digits = whole.strip_prefix(b"0x").unwrap_or(whole);
    if digits.len() >= SHORTEST && is_on(Step::Hex) && from_hex(digits, decoded) && is_readable(decoded) {
        return plain;
    }
    // The signs of the alphabets may belong to the word or part it from the next; each word is read at most twice.
    let is_run_start = at.checked_sub(1).and_then(|i| bytes.get(i)).is_none_or(|b| !is_base64(*b));
    let run = tail.iter().take_while(|b| is_base64(**b)).take(if is_run_start { usize::MAX } else { plain }).count();
    for length in [run, plain] {
        decoded.clear();
        let body = tail.get(..length).unwrap_or_default();
        let padding = tail.get(length..).unwrap_or_default().iter().take(2).take_while(|b| **b == b'=').count();
        if length >= SHORTEST && is_on(Step::Base64) && from_base64(body, decoded) && is_readable(decoded) {
            return length + padding;
        }
    }
    decoded.clear();
    plain
}

/// Whether decoded bytes are text that somebody wrote, not the noise that any word decodes to.
fn is_readable(decoded: &[u8]) -> bool {
    let is_written = |c: char| !c.is_control() || matches!(c, '\n' | '\r' | '\t');
    std::str::from_utf8(decoded).is_ok_and(|text| text.chars().all(is_written)) && decoded.iter().any(u8::is_ascii_alphanumeric)
}

fn from_hex(digits: &[u8], decoded: &mut Vec<u8>) -> bool {
    digits.len().is_multiple_of(2) && digits.chunks(2).all(|pair| hex_pair(pair).map(|byte| decoded.push(byte)).is_some())
}

fn is_base64(byte: u8) -> bool {
    static IS: [bool; 256] = {
        let mut is = [false; 256];
        let mut byte = 0_usize;
        while byte < 256 {
            is[byte] = (byte as u8).is_ascii_alphanumeric() || matches!(byte as u8, b'+' | b'/' | b'-' | b'_');
            byte += 1;
        }
        is
    };
    IS.get(usize::from(byte)).copied().unwrap_or(false)
}

/// Base64 in either alphabet; the first byte that no text begins with ends it. Digits alone would be no text that begins in ASCII.
fn from_base64(body: &[u8], decoded: &mut Vec<u8>) -> bool {
    if body.len() % 4 == 1 || !body.iter().any(u8::is_ascii_alphabetic) {
        return false;
    }
    for quad in body.chunks(4) {
        let mut bits = 0_u32;
        for byte in quad {
            bits = bits << 6 | sextet(*byte);
        }
        let known = quad.len() * 6 / 8;
        bits <<= 6 * (4 - quad.len());
        let [_, bytes @ ..] = bits.to_be_bytes();
        decoded.extend(bytes.iter().take(known));
        if bytes.first().is_some_and(|b| *b < b' ' && !b.is_ascii_whitespace()) {
            return false;
        }
    }
    true
}

fn sextet(byte: u8) -> u32 {
    match byte {
        b'A'..=b'Z' => u32::from(byte - b'A'),
        b'a'..=b'z' => u32::from(byte - b'a') + 26,
        b'0'..=b'9' => u32::from(byte - b'0') + 52,
        b'+' | b'-' => 62,
        _ => 63,
    }
}

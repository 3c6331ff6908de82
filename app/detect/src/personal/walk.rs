use crate::{Finding, label::Label};

use super::{context::Context, iban, india, ip, number, passport, singapore};

/// A run of ASCII letters and digits.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Token {
    pub(crate) start: usize,
    pub(crate) end: usize,
    has_digit: bool,
    has_lower: bool,
    has_upper: bool,
}

/// What else the pass saw, so that later passes are made only where they can find something.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Seen {
    /// Some word may be encoded text.
    pub(crate) encoded_word: bool,
    /// Some sign begins escapes.
    pub(crate) escape: bool,
    /// Some digits fill a field of JSON or end one.
    pub(crate) field_of_digits: bool,
}

/// One pass over the bytes: hands each run of digits and each mixed token to the finders it may interest.
pub(crate) fn walk(context: &Context<'_>, found: &mut Vec<Finding>) -> Seen {
    let mut seen = Seen::default();
    let (mut at, mut numbers_done, mut colons_done) = (0, 0, 0);
    while let Some(byte) = context.bytes.get(at) {
        if byte.is_ascii_alphanumeric() {
            let token = token_at(context.bytes, at);
            seen.encoded_word |= looks_encoded(token);
            seen.field_of_digits |= token.has_digit && matches!(context.bytes.get(token.end), Some(b'"' | b',' | b']' | b'}'));
            offer(context, token, &mut numbers_done, found);
            at = token.end;
            continue;
        }
        match byte {
            b':' if at >= colons_done => colons_done = ip::six_around(context, at, found),
            b'%' | b'&' | b'\\' => seen.escape = true,
            _ => {}
        }
        at += 1;
    }
    seen
}

/// Shorter ones cannot hold a value; words are of one case.
fn looks_encoded(token: Token) -> bool {
    const SHORTEST: usize = 10;
    token.end - token.start >= SHORTEST && (token.has_digit || (token.has_lower && token.has_upper))
}

fn token_at(bytes: &[u8], start: usize) -> Token {
    let mut token = Token { start, end: start, has_digit: false, has_lower: false, has_upper: false };
    while let Some(byte) = bytes.get(token.end) {
        match byte {
            b'a'..=b'z' => token.has_lower = true,
            b'0'..=b'9' => token.has_digit = true,
            b'A'..=b'Z' => token.has_upper = true,
            _ => break,
        }
        token.end += 1;
    }
    token
}

fn offer(context: &Context<'_>, token: Token, numbers_done: &mut usize, found: &mut Vec<Finding>) {
    let length = token.end - token.start;
    let has_letter = token.has_lower || token.has_upper;
    match (token.has_digit, has_letter) {
        (true, false) => {
            passport::number_at(context, token, found);
            passport::booking_number_at(context, token, found);
            if token.start >= *numbers_done {
                *numbers_done = number::run_at(context, token.start, found);
            }
            if matches!(length, 8 | 9) || (length == 4 && context.marks.may_be(Label::Uen)) {
                singapore::at(context, token, found);
            }
        }
        (true, true) => {
            iban::at(context, token, found);
            if length <= 10 {
                singapore::at(context, token, found);
                india::pan_at(context, token, found);
                passport::code_at(context, token, found);
            }
        }
        (false, true) => match length {
            1 => singapore::at(context, token, found),
            2 => iban::at(context, token, found),
            5 => india::pan_at(context, token, found),
            6 => passport::booking_at(context, token, found),
            _ => {}
        },
        (false, false) => {}
    }
}

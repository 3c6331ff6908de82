use crate::{Finding, label::Label};

use super::{context::Context, iban, india, ip, passport, run, singapore, split, token::Token};

/// What else the pass saw, so that later passes are made only where they can find something.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Seen {
    /// Some word may be encoded text.
    pub(crate) encoded_word: bool,
    /// Some sign begins escapes.
    pub(crate) escape: bool,
    /// Some digits fill a field of JSON or end one.
    pub(crate) field_of_digits: bool,
    /// Headings say what some values are.
    pub(crate) table: bool,
}

/// Words below this length cannot be an encoded value.
const SHORTEST_ENCODED: usize = 10;

/// One pass from digit to digit: hands each run of digits and each mixed token to the finders it may interest.
pub(crate) fn walk(context: &Context<'_>, found: &mut Vec<Finding>) -> Seen {
    let mut seen = Seen { encoded_word: has_long_hump(context.bytes), table: !context.cells.is_empty(), ..Seen::default() };
    let (mut at, mut numbers_done, mut colons_done) = (0, 0, 0);
    while let Some(next) = next_telling(context.bytes, at) {
        at = next + 1;
        match context.bytes.get(next) {
            Some(b':') if next >= colons_done => colons_done = ip::six_around(context, next, found),
            Some(b'0'..=b'9') => {
                let token = token_around(context.bytes, next);
                // Before the later groups of a number there are digits.
                if token.start >= numbers_done {
                    letters_before(context, token, found);
                }
                seen.note(context.bytes, token);
                offer(context, token, &mut numbers_done, found);
                at = token.end;
            }
            Some(b'%' | b'&' | b'\\') => seen.escape = true,
            _ => {}
        }
    }
    if context.marks.may_be(Label::Booking) {
        bookings(context, found);
    }
    seen
}

impl Seen {
    fn note(&mut self, bytes: &[u8], token: Token) {
        self.field_of_digits |= !self.field_of_digits && split::ends_field(bytes, token.end);
        self.encoded_word |= !self.encoded_word
            && token.end - token.start >= SHORTEST_ENCODED
            && bytes.get(token.start..token.end).is_some_and(|word| word.iter().any(u8::is_ascii_alphabetic) || spells_signs(word));
    }
}

/// Whether digits alone may be text in hexadecimal.
fn spells_signs(digits: &[u8]) -> bool {
    digits.chunks(2).all(|pair| matches!(pair, [b'2'..=b'7', _] | b"09"))
}

/// The next digit, or sign that means something by itself. Prose has few, so it is looked at in blocks.
fn next_telling(bytes: &[u8], from: usize) -> Option<usize> {
    const BLOCK: usize = 32;
    /// Between the groups of a number only a sign or two stand.
    const NEAR: usize = 3;
    // The colon follows the nine.
    let is_telling = |byte: u8| byte.wrapping_sub(b'0') <= 10 || byte == b'%' || byte == b'&' || byte == b'\\';
    let rest = bytes.get(from..)?;
    if let Some(place) = rest.iter().take(NEAR).position(|byte| is_telling(*byte)) {
        return Some(from + place);
    }
    let mut at = from + NEAR;
    for block in rest.get(NEAR..)?.chunks(BLOCK) {
        if block.iter().fold(false, |any, byte| any | is_telling(*byte)) {
            return block.iter().position(|byte| is_telling(*byte)).map(|place| at + place);
        }
        at += block.len();
    }
    None
}

/// Whether a capital follows a small letter in some long word, as it does in encoded text and hardly elsewhere.
fn has_long_hump(bytes: &[u8]) -> bool {
    const BLOCK: usize = 32;
    let is_hump = |at: usize| matches!(bytes.get(at..at + 2), Some([b'a'..=b'z', b'A'..=b'Z']));
    let mut at = 0;
    while let Some(block) = bytes.get(at..bytes.len().min(at + BLOCK + 1)).filter(|block| block.len() > 1) {
        let (small, large) = (block.iter(), block.iter().skip(1));
        if small.zip(large).fold(false, |any, (a, b)| any | (a.is_ascii_lowercase() & b.is_ascii_uppercase())) {
            let Some(hump) = (at..at + BLOCK).find(|at| is_hump(*at)) else { return false };
            let token = token_around(bytes, hump);
            if token.end - token.start >= SHORTEST_ENCODED {
                return true;
            }
            at = token.end;
        } else {
            at += BLOCK;
        }
    }
    false
}

fn token_around(bytes: &[u8], at: usize) -> Token {
    let is_inside = |byte: &&u8| byte.is_ascii_alphanumeric();
    let before = bytes.get(..at).unwrap_or_default().iter().rev().take_while(is_inside).count();
    let after = bytes.get(at..).unwrap_or_default().iter().take_while(is_inside).count();
    Token { start: at - before, end: at + after }
}

/// A code whose letters stand apart from its digits: `S 1234567 D`, `GB 82 ..`, `ABCDE 1234 F`.
fn letters_before(context: &Context<'_>, token: Token, found: &mut Vec<Finding>) {
    const LONGEST: usize = 5;
    let Some(end) = token.start.checked_sub(1) else { return };
    if !context.bytes.get(token.start).is_some_and(u8::is_ascii_digit) {
        return;
    }
    let head = context.bytes.get(..end).unwrap_or_default();
    let length = head.iter().rev().take(LONGEST + 1).take_while(|byte| byte.is_ascii_alphanumeric()).count();
    let letters = Token { start: end - length, end };
    let has_digit = || context.bytes.get(letters.start..end).is_none_or(|word| word.iter().any(u8::is_ascii_digit));
    if !matches!(length, 1 | 2 | LONGEST) || has_digit() {
        return;
    }
    match length {
        1 => singapore::at(context, letters, found),
        2 => iban::at(context, letters, found),
        _ => india::pan_at(context, letters, found),
    }
}

/// Codes of six capitals, which only a word before them makes a booking reference.
fn bookings(context: &Context<'_>, found: &mut Vec<Finding>) {
    let mut start = 0;
    for word in context.bytes.split(|byte| !byte.is_ascii_alphanumeric()) {
        if word.len() == 6 && word.iter().all(u8::is_ascii_uppercase) {
            passport::booking_at(context, Token { start, end: start + word.len() }, found);
        }
        start += word.len() + 1;
    }
}

/// A token with a digit.
fn offer(context: &Context<'_>, token: Token, numbers_done: &mut usize, found: &mut Vec<Finding>) {
    let length = token.end - token.start;
    let has_letter = context.bytes.get(token.start..token.end).is_some_and(|word| !word.iter().all(u8::is_ascii_digit));
    if has_letter {
        iban::at(context, token, found);
        if length <= 10 {
            singapore::at(context, token, found);
            india::pan_at(context, token, found);
            passport::code_at(context, token, found);
        }
        return;
    }
    passport::number_at(context, token, found);
    passport::booking_number_at(context, token, found);
    if token.start >= *numbers_done {
        *numbers_done = run::run_at(context, token.start, found);
    }
    if matches!(length, 8 | 9) || (length == 4 && context.marks.may_be(Label::Uen)) {
        singapore::at(context, token, found);
    }
}

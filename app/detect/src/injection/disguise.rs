use crate::fold::{Deriving, Mapped};

/// The text with letters for the digits and signs that stand for them, in words that hold both; `None` when none does.
pub(super) fn without_digits(parent: &Mapped<'_>) -> Option<Mapped<'static>> {
    const LEAST: usize = 3;
    let text: &str = &parent.text;
    let is_disguised = |word: &&str| {
        let letters = word.bytes().filter(u8::is_ascii_alphabetic).count();
        let digits = word.bytes().filter(|byte| letter(*byte).is_some()).count();
        letters > 1 && digits > 0 && letters + digits == word.len()
    };
    let count = text.split_ascii_whitespace().filter(is_disguised).take(LEAST).count();
    if count < LEAST - 1 {
        return None;
    }
    let mut out = Deriving::from(parent);
    for (at, c) in text.char_indices() {
        let seen = u8::try_from(c).ok().and_then(letter).map_or(c, char::from);
        out.push(seen, at, at + c.len_utf8());
    }
    Some(out.finish())
}

fn letter(digit: u8) -> Option<u8> {
    Some(match digit {
        b'0' => b'o',
        b'1' | b'!' => b'i',
        b'3' => b'e',
        b'4' | b'@' => b'a',
        b'5' | b'$' => b's',
        b'7' => b't',
        _ => return None,
    })
}

/// The text with single letters in a row joined to words; two blanks part them. `None` when there is no such row.
pub(super) fn without_blanks(parent: &Mapped<'_>) -> Option<Mapped<'static>> {
    const LEAST: usize = 6;
    let bytes = parent.text.as_bytes();
    let is_joint = |at: usize| bytes.get(at).is_some_and(|byte| b" .-_*".contains(byte));
    let is_letter = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_alphabetic);
    let joins = |at: usize| {
        is_joint(at) && at > 0 && is_letter(at - 1) && is_letter(at + 1) && !is_letter(at + 2) && (at < 2 || !is_letter(at - 2))
    };
    let mut run = 0;
    let has_row = (0..bytes.len()).any(|at| {
        run = match (joins(at), is_letter(at)) {
            (true, _) => run + 1,
            (false, true) => run,
            (false, false) => 0,
        };
        run >= LEAST
    });
    if !has_row {
        return None;
    }
    let mut out = Deriving::from(parent);
    for (at, c) in parent.text.char_indices() {
        if !joins(at) {
            out.push(c, at, at + c.len_utf8());
        }
    }
    Some(out.finish())
}

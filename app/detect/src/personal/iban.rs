use crate::{
    Finding, Kind,
    steps::{Step, holds},
};

use super::{context::Context, finding, token::Token};

/// The length of an IBAN by country (ISO 13616 registry).
const LENGTHS: &[(&[u8; 2], usize)] = &[
    (b"AD", 24),
    (b"AE", 23),
    (b"AL", 28),
    (b"AT", 20),
    (b"AZ", 28),
    (b"BA", 20),
    (b"BE", 16),
    (b"BG", 22),
    (b"BH", 22),
    (b"BI", 27),
    (b"BR", 29),
    (b"BY", 28),
    (b"CH", 21),
    (b"CR", 22),
    (b"CY", 28),
    (b"CZ", 24),
    (b"DE", 22),
    (b"DJ", 27),
    (b"DK", 18),
    (b"DO", 28),
    (b"EE", 20),
    (b"EG", 29),
    (b"ES", 24),
    (b"FI", 18),
    (b"FK", 18),
    (b"FO", 18),
    (b"FR", 27),
    (b"GB", 22),
    (b"GE", 22),
    (b"GI", 23),
    (b"GL", 18),
    (b"GR", 27),
    (b"GT", 28),
    (b"HR", 21),
    (b"HU", 28),
    (b"IE", 22),
    (b"IL", 23),
    (b"IQ", 23),
    (b"IS", 26),
    (b"IT", 27),
    (b"JO", 30),
    (b"KW", 30),
    (b"KZ", 20),
    (b"LB", 28),
    (b"LC", 32),
    (b"LI", 21),
    (b"LT", 20),
    (b"LU", 20),
    (b"LV", 21),
    (b"LY", 25),
    (b"MC", 27),
    (b"MD", 24),
    (b"ME", 22),
    (b"MK", 19),
    (b"MN", 20),
    (b"MR", 27),
    (b"MT", 31),
    (b"MU", 30),
    (b"NI", 28),
    (b"NL", 18),
    (b"NO", 15),
    (b"OM", 23),
    (b"PK", 24),
    (b"PL", 28),
    (b"PS", 29),
    (b"PT", 25),
    (b"QA", 29),
    (b"RO", 24),
    (b"RS", 22),
    (b"RU", 33),
    (b"SA", 24),
    (b"SC", 31),
    (b"SD", 18),
    (b"SE", 24),
    (b"SI", 19),
    (b"SK", 24),
    (b"SM", 27),
    (b"SO", 23),
    (b"ST", 25),
    (b"SV", 28),
    (b"TL", 23),
    (b"TN", 24),
    (b"TR", 26),
    (b"UA", 29),
    (b"VA", 22),
    (b"VG", 24),
    (b"XK", 20),
    (b"YE", 30),
];

/// Countries whose numbers hold digits only.
const DIGITS_ONLY: [&[u8; 2]; 27] = [
    b"AE", b"AT", b"BA", b"BE", b"CZ", b"DE", b"DK", b"EE", b"ES", b"FI", b"FO", b"GL", b"HR", b"HU", b"IL", b"IS", b"LT", b"ME", b"NO",
    b"PL", b"PT", b"RS", b"SE", b"SI", b"SK", b"TN", b"XK",
];

/// The longest IBAN of the registry, and of the standard.
const MOST: usize = 34;

/// An IBAN that starts at this token, written together or in groups.
pub(crate) fn at(context: &Context<'_>, token: Token, found: &mut Vec<Finding>) {
    let Some([a, b, c, d]) = context.bytes.get(token.start..).and_then(first_four) else { return };
    let country = [a.to_ascii_uppercase(), b.to_ascii_uppercase()];
    if !country.iter().all(u8::is_ascii_uppercase) || !c.is_ascii_digit() || !d.is_ascii_digit() {
        return;
    }
    let Some(length) = LENGTHS.iter().find(|(code, _)| **code == country).map(|(_, length)| *length) else { return };
    let mut letters = [0_u8; MOST];
    let may_hold_letters = !DIGITS_ONLY.contains(&&country);
    let collected = letters.get_mut(..length).and_then(|room| collect(context.bytes, token.start, room, may_hold_letters));
    let Some((end, gap)) = collected else { return };
    let is_valid = letters.get(..length).is_some_and(|letters| holds(Step::Mod97, passes_mod_97(letters)));
    if is_valid && holds(Step::IbanLength, context.is_free(token.start, end)) {
        let end = end + filler(context.bytes, end, gap, length);
        found.push(finding(Kind::Iban, token.start, end, 99));
    }
}

/// The first four letters and digits, with at most one blank or dash between two.
fn first_four(rest: &[u8]) -> Option<[u8; 4]> {
    let mut head = [0_u8; 4];
    let mut at = 0;
    for place in &mut head {
        if matches!(rest.get(at), Some(b' ' | b'-' | b'.' | b'_' | b'/')) {
            at += 1;
        }
        *place = *rest.get(at).filter(|b| b.is_ascii_alphanumeric())?;
        at += 1;
    }
    Some(head)
}

/// Fills `letters`, with at most two separators between any two; answers the end and the usual separator.
fn collect<'b>(bytes: &'b [u8], start: usize, letters: &mut [u8], may_hold_letters: bool) -> Option<(usize, &'b [u8])> {
    let fits = |index: usize, byte: &u8| match index {
        0 | 1 => byte.is_ascii_alphabetic(),
        _ => byte.is_ascii_digit() || may_hold_letters && byte.is_ascii_alphabetic(),
    };
    let mut at = start;
    let mut gap: &[u8] = &[];
    for (index, place) in letters.iter_mut().enumerate() {
        let tail = bytes.get(at..)?;
        let skipped = tail.iter().take(3).take_while(|b| is_separator(**b)).count();
        if skipped > 0 {
            gap = tail.get(..skipped)?;
            at += skipped;
        }
        *place = tail.get(skipped).filter(|byte| fits(index, byte))?.to_ascii_uppercase();
        at += 1;
    }
    Some((at, gap))
}

fn is_separator(byte: u8) -> bool {
    matches!(byte, b' ' | b'-' | b'.' | b'_' | b'/' | b'*' | b'+' | b':' | b'|')
}

/// Separators that fill up the last group of four belong to the number as it was written: `.. 24--`. A plain
/// blank is where the sentence goes on.
fn filler(bytes: &[u8], end: usize, gap: &[u8], length: usize) -> usize {
    let missing = (4 - length % 4) % 4;
    if gap.is_empty() {
        return 0;
    }
    let tail = bytes.get(end..).unwrap_or_default();
    let repeats = tail.chunks(gap.len()).take(missing).take_while(|chunk| *chunk == gap).count();
    let filled = repeats * gap.len();
    let next = tail.get(filled);
    let is_end = next.is_none_or(|b| matches!(b, b' ' | b'.' | b',' | b'?' | b'\n'));
    let is_filler = if gap == b"." {
        repeats == missing && repeats > 1
    } else if gap == b" " {
        is_end && repeats == missing
    } else {
        !next.is_some_and(u8::is_ascii_alphanumeric)
    };
    if is_filler { filled } else { 0 }
}

/// ISO 7064 MOD 97-10 with the first four characters moved to the end.
fn passes_mod_97(letters: &[u8]) -> bool {
    /// Divided before two more digits would not fit.
    const LARGEST: u64 = u64::MAX / 1_000;
    let moved = letters.iter().skip(4).chain(letters.iter().take(4));
    let value = moved.fold(0_u64, |value, byte| {
        let rest = if value > LARGEST { value % 97 } else { value };
        match byte {
            b'0'..=b'9' => rest * 10 + u64::from(byte - b'0'),
            _ => rest * 100 + u64::from(byte - b'A') + 10,
        }
    });
    value % 97 == 1
}

use crate::{
    Finding, Kind,
    label::Label,
    steps::{Step, holds},
};

use super::{compact::compact, context::Context, finding, number::Number, token::Token};

/// An Aadhaar number: twelve digits, none of them 0 or 1 first, and the Verhoeff check digit. Words that call
/// it something else make the answer less sure, but do not hide it.
pub(crate) fn aadhaar(number: &Number<'_>, found: &mut Vec<Finding>) {
    let is_whole = number.groups.len() == 1;
    if !(is_whole || number.is_grouped(&[4, 4, 4]) || number.is_spelled()) || !is_aadhaar(number.digits()) {
        return;
    }
    let is_split = !is_whole && number.is_evenly_spaced();
    let is_piece = is_split && has_neighbour(number);
    if !(is_whole || is_split) || (is_piece && !number.context.marks.may_be(Label::Aadhaar)) || !number.is_detached(found) {
        return;
    }
    let before = number.start.checked_sub(1).and_then(|i| number.context.bytes.get(i));
    let confidence = match number.label() {
        Some(Label::Aadhaar) if is_piece => 80,
        Some(Label::Aadhaar) => 97,
        _ if before == Some(&b'+') || is_piece => return,
        Some(Label::Unrelated | Label::Version | Label::Bank | Label::Phone) => 55,
        Some(_) | None if is_split => 86,
        Some(_) | None => 70,
    };
    found.push(finding(Kind::Aadhaar, number.start, number.end, confidence));
}

/// Whether twelve digits can be an Aadhaar number.
pub(crate) fn is_aadhaar(digits: &[u8]) -> bool {
    digits.first().is_some_and(|d| *d >= 2) && holds(Step::Verhoeff, passes_verhoeff(digits))
}

/// Whether more digits stand one blank or dash away: three groups of four inside a longer row are a piece of it.
fn has_neighbour(number: &Number<'_>) -> bool {
    let bytes = number.context.bytes;
    let back = |n: usize| number.start.checked_sub(n).and_then(|i| bytes.get(i));
    let is_joint = |b: Option<&u8>| matches!(b, Some(b' ' | b'-'));
    let is_digit = |b: Option<&u8>| b.is_some_and(u8::is_ascii_digit);
    (is_joint(back(1)) && is_digit(back(2))) || (is_joint(bytes.get(number.end)) && is_digit(bytes.get(number.end + 1)))
}

/// A Permanent Account Number: AAAAA9999A whose fourth letter names a kind of holder.
pub(crate) fn pan_at(context: &Context<'_>, token: Token, found: &mut Vec<Finding>) {
    let Some((code, end)) = compact::<10>(context.bytes, token.start) else { return };
    if !is_pan(code.map(|b| b.to_ascii_uppercase())) || !context.is_free(token.start, end) {
        return;
    }
    let is_upper = !code.iter().any(u8::is_ascii_lowercase);
    let is_called_pan = context.label(token.start, end) == Some(Label::Pan);
    if is_called_pan || (is_upper && end == token.end) {
        found.push(finding(Kind::Pan, token.start, end, if is_called_pan { 97 } else { 90 }));
    }
}

fn is_pan(code: [u8; 10]) -> bool {
    let [letters @ .., d1, d2, d3, d4, check] = code;
    let digits = [d1, d2, d3, d4];
    letters.iter().chain([&check]).all(u8::is_ascii_uppercase)
        && digits.iter().all(u8::is_ascii_digit)
        && digits != *b"0000"
        && letters.get(3).is_some_and(|holder| holds(Step::PanHolder, b"ABCFGHJLPT".contains(holder)))
}

/// The dihedral group of order ten: multiplication.
const TIMES: [[u8; 10]; 10] = [
    [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
    [1, 2, 3, 4, 0, 6, 7, 8, 9, 5],
    [2, 3, 4, 0, 1, 7, 8, 9, 5, 6],
    [3, 4, 0, 1, 2, 8, 9, 5, 6, 7],
    [4, 0, 1, 2, 3, 9, 5, 6, 7, 8],
    [5, 9, 8, 7, 6, 0, 4, 3, 2, 1],
    [6, 5, 9, 8, 7, 1, 0, 4, 3, 2],
    [7, 6, 5, 9, 8, 2, 1, 0, 4, 3],
    [8, 7, 6, 5, 9, 3, 2, 1, 0, 4],
    [9, 8, 7, 6, 5, 4, 3, 2, 1, 0],
];

/// The permutation for each place, which repeats after eight.
const TURNS: [[u8; 10]; 8] = [
    [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
    [1, 5, 7, 6, 2, 8, 3, 0, 9, 4],
    [5, 8, 0, 3, 7, 9, 6, 1, 4, 2],
    [8, 9, 1, 6, 0, 4, 3, 5, 2, 7],
    [9, 4, 5, 3, 1, 2, 6, 8, 7, 0],
    [4, 2, 8, 6, 5, 7, 3, 9, 0, 1],
    [2, 7, 9, 3, 8, 0, 6, 4, 1, 5],
    [7, 0, 4, 6, 9, 1, 3, 2, 5, 8],
];

fn passes_verhoeff(digits: &[u8]) -> bool {
    let look = |row: Option<&[u8; 10]>, at: u8| row.and_then(|row| row.get(usize::from(at))).copied().unwrap_or_default();
    let places = digits.iter().rev().zip(TURNS.iter().cycle());
    places.fold(0, |check, (digit, turn)| look(TIMES.get(usize::from(check)), look(Some(turn), *digit))) == 0
}

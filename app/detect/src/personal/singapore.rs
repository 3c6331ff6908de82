use crate::{
    Finding, Kind,
    label::Label,
    steps::{Step, holds},
};

use super::{compact::compact, context::Context, finding, token::Token};

/// Identity numbers of people (NRIC, FIN) and of entities (UEN), each with its check letter.
pub(crate) fn at(context: &Context<'_>, token: Token, found: &mut Vec<Finding>) {
    let next = context.bytes.get(token.start + 1..).unwrap_or_default();
    if !matches!(next, [b'0'..=b'9', ..] | [b' ' | b'-' | b'.' | b'/' | b'_' | b':' | b'*', b'0'..=b'9', ..]) {
        return;
    }
    if let Some((code, end)) = compact::<9>(context.bytes, token.start) {
        claim(context, token, &code, end, found);
    }
    if let Some((code, end)) = compact::<10>(context.bytes, token.start) {
        claim(context, token, &code, end, found);
    }
}

fn claim(context: &Context<'_>, token: Token, raw: &[u8], end: usize, found: &mut Vec<Finding>) {
    let mut code = [0_u8; 10];
    let Some(code) = code.get_mut(..raw.len()) else { return };
    code.copy_from_slice(raw);
    code.make_ascii_uppercase();
    let Some((kind, label)) = kind_of(code).filter(|_| context.is_free(token.start, end)) else { return };
    let is_labelled = context.label(token.start, end) == Some(label);
    let is_person = kind != Kind::Uen;
    let confidence = match (is_labelled, code == raw && end == token.end) {
        (true, _) => 98,
        (false, true) => 92,
        // Written in pieces or in small letters: the check letter still holds for one code in eleven only.
        (false, false) if is_person => 65,
        (false, false) => return,
    };
    found.push(finding(kind, token.start, end, confidence));
}

fn kind_of(code: &[u8]) -> Option<(Kind, Label)> {
    let person = |digits: &[u8], check: u8| person_letter(code, digits).is_some_and(|letter| holds(Step::PersonLetter, letter == check));
    match code {
        [b'S' | b'T', digits @ .., check] if person(digits, *check) => Some((Kind::Nric, Label::Nric)),
        [b'F' | b'G' | b'M', digits @ .., check] if person(digits, *check) => Some((Kind::Fin, Label::Fin)),
        [series @ .., check] if check.is_ascii_uppercase() && is_entity(series, *check) => Some((Kind::Uen, Label::Uen)),
        _ => None,
    }
}

fn is_entity(series: &[u8], check: u8) -> bool {
    let letter = business_letter(series).or_else(|| company_letter(series)).or_else(|| entity_letter(series));
    letter.is_some_and(|letter| holds(Step::EntityLetter, letter == check))
}

fn weighed(digits: &[u8], weights: &[usize]) -> Option<usize> {
    let is_shape = digits.len() == weights.len() && digits.iter().all(u8::is_ascii_digit);
    is_shape.then(|| digits.iter().zip(weights).map(|(d, w)| usize::from(d - b'0') * w).sum())
}

/// The letter of a person's number: S and T count from 0 and 4, F and G too with their own letters, M from 3.
fn person_letter(code: &[u8], digits: &[u8]) -> Option<u8> {
    let sum = weighed(digits, &[2, 7, 6, 5, 4, 3, 2])?;
    let (offset, letters) = match code.first()? {
        b'S' => (0, b"JZIHGFEDCBA"),
        b'T' => (4, b"JZIHGFEDCBA"),
        b'F' => (0, b"XWUTRQPNMLK"),
        b'G' => (4, b"XWUTRQPNMLK"),
        _ => (3, b"XWUTRQPNJLK"),
    };
    letters.get((sum + offset) % 11).copied()
}

/// A business registered with eight digits.
fn business_letter(digits: &[u8]) -> Option<u8> {
    let sum = weighed(digits, &[10, 4, 9, 3, 8, 2, 7, 1])?;
    b"XMKECAWLJDB".get(sum % 11).copied()
}

/// A local company: year of registration and five digits.
fn company_letter(digits: &[u8]) -> Option<u8> {
    let sum = weighed(digits, &[10, 8, 6, 4, 9, 7, 5, 3, 1])?;
    let is_year = digits.starts_with(b"19") || digits.starts_with(b"20") || digits.starts_with(b"18");
    b"ZKCMDNERGWH".get(sum % 11).copied().filter(|_| is_year)
}

/// Other entities: century letter, year, two letters of the entity type, four digits.
fn entity_letter(series: &[u8]) -> Option<u8> {
    const ALPHABET: &[u8] = b"ABCDEFGHJKLMNPQRSTUVWX0123456789";
    let [b'R' | b'S' | b'T', y1, y2, kind1, kind2, rest @ ..] = series else { return None };
    let is_shape = y1.is_ascii_digit()
        && y2.is_ascii_digit()
        && kind1.is_ascii_uppercase()
        && kind2.is_ascii_alphanumeric()
        && rest.len() == 4
        && rest.iter().all(u8::is_ascii_digit);
    if !is_shape {
        return None;
    }
    let value = |byte: &u8| ALPHABET.iter().position(|letter| letter == byte);
    let mut sum = 0;
    for (byte, weight) in series.iter().zip([4, 3, 5, 3, 10, 2, 2, 5, 7]) {
        sum += value(byte)? * weight;
    }
    ALPHABET.get((sum + 11 * 3 - 5) % 11).copied()
}

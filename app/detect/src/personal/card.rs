use crate::{
    Finding, Kind,
    label::Label,
    steps::{Step, holds},
};

use super::{finding, number::Number};

/// A card number: issued prefix, a length of that network, Luhn, and a way of grouping that people use.
/// What the words around it say changes how sure the answer is, never whether there is one.
pub(crate) fn check(number: &Number<'_>, found: &mut Vec<Finding>) {
    let digits = number.digits();
    if !is_card(digits) {
        return;
    }
    let is_detached = number.is_detached(found);
    let is_glued = || number.groups.len() == 1 && number.context.is_between_words(number.start, number.end);
    if !(is_detached || is_glued()) {
        return;
    }
    let is_called_card = matches!(number.label(), Some(Label::Card | Label::Pan));
    if !(is_card_shape(number) || is_called_card && number.is_evenly_spaced()) {
        return;
    }
    let confidence = match number.label() {
        // A dash and a letter must not hide it.
        _ if !is_detached => 60,
        _ if is_called_card => 98,
        Some(Label::Unrelated | Label::Version) if number.groups.len() == 1 => 70,
        Some(_) | None => 92,
    };
    found.push(finding(Kind::CreditCard, number.start, number.end, confidence));
}

/// Whether digits are a number that a card network can have issued.
pub(crate) fn is_card(digits: &[u8]) -> bool {
    holds(Step::CardIssuer, is_issued(digits)) && holds(Step::Luhn, passes_luhn(digits))
}

fn is_card_shape(number: &Number<'_>) -> bool {
    let usual: [&[usize]; 8] = [&[4, 4, 4, 4], &[4, 6, 5], &[4, 6, 4], &[4, 4, 5], &[4, 4, 4, 4, 3], &[4, 4, 4, 3], &[6, 13], &[8, 8]];
    let is_usual = || usual.iter().any(|lengths| number.is_grouped(lengths)) || number.is_spelled() || is_in_pairs(number);
    number.groups.len() == 1 || (is_usual() && number.is_evenly_spaced())
}

fn is_in_pairs(number: &Number<'_>) -> bool {
    number.groups.iter().all(|group| group.len() == 2)
}

/// Issuer prefixes and lengths of the card networks (ISO/IEC 7812).
fn is_issued(digits: &[u8]) -> bool {
    let head = digits.iter().take(6).fold(0_u32, |value, d| value * 10 + u32::from(*d));
    matches!(
        (head, digits.len()),
        (400_000..=499_999, 13 | 16 | 19)
            | (510_000..=559_999 | 222_100..=272_099, 16)
            | (340_000..=349_999 | 370_000..=379_999, 15)
            | (300_000..=309_999 | 360_000..=369_999 | 380_000..=399_999, 14 | 16)
            | (601_100..=601_199 | 644_000..=659_999, 16 | 19)
            | (620_000..=629_999 | 810_000..=817_199, 16..=19)
            | (352_800..=358_999, 16..=19)
            | (501_800..=501_899 | 502_000..=502_099 | 503_800..=503_899 | 589_300..=589_399, 13..=19)
            | (630_400..=630_499 | 675_900..=676_399 | 670_000..=679_999, 13..=19)
            | (220_000..=220_499, 16..=19)
            | (508_500..=508_999 | 606_985..=607_984, 16)
    )
}

/// The check digit of ISO/IEC 7812: every second digit from the right counts double.
fn passes_luhn(digits: &[u8]) -> bool {
    let doubled = |d: u8| if d > 4 { d * 2 - 9 } else { d * 2 };
    let sum: u32 = digits.iter().rev().enumerate().map(|(i, d)| u32::from(if i % 2 == 1 { doubled(*d) } else { *d })).sum();
    sum.is_multiple_of(10) && digits.iter().any(|d| *d != 0)
}

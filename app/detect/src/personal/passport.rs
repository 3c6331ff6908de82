use crate::{Finding, Kind, label::Label};

use super::{context::Context, finding, token::Token};

/// A passport or booking code of letters and digits: nothing but its label tells it from any other code.
pub(crate) fn code_at(context: &Context<'_>, token: Token, found: &mut Vec<Finding>) {
    let Some(code) = context.bytes.get(token.start..token.end) else { return };
    if !(context.marks.may_be(Label::Passport) || context.marks.may_be(Label::Booking)) {
        return;
    }
    if !context.is_detached(token.start, token.end) {
        return;
    }
    let label = context.label(token.start, token.end);
    if label == Some(Label::Passport) && is_passport_shape(code) {
        found.push(finding(Kind::Passport, token.start, token.end, 90));
    }
    if label == Some(Label::Booking) && code.len() == 6 && !code.iter().any(u8::is_ascii_lowercase) {
        found.push(finding(Kind::BookingReference, token.start, token.end, 85));
    }
}

/// A passport number of digits only.
pub(crate) fn number_at(context: &Context<'_>, token: Token, found: &mut Vec<Finding>) {
    let is_length = (7..=9).contains(&(token.end - token.start)) && context.marks.may_be(Label::Passport);
    if is_length && context.is_detached(token.start, token.end) && context.label(token.start, token.end) == Some(Label::Passport) {
        found.push(finding(Kind::Passport, token.start, token.end, 88));
    }
}

/// A booking reference of letters only must be in capitals and follow its label.
pub(crate) fn booking_at(context: &Context<'_>, token: Token, found: &mut Vec<Finding>) {
    const WORDS: [&[u8]; 22] = [
        b"INSERT", b"VALUES", b"SELECT", b"UPDATE", b"DELETE", b"NUMBER", b"PLEASE", b"FLIGHT", b"STATUS", b"TICKET", b"AMOUNT", b"RETURN",
        b"CANCEL", b"REISSUE", b"REFUND", b"SYSTEM", b"CHANGE", b"TRAVEL", b"ERRORS", b"COUPON", b"FAILED", b"ACTIVE",
    ];
    let code = context.bytes.get(token.start..token.end).unwrap_or_default();
    if context.marks.may_be(Label::Booking)
        && !WORDS.contains(&code)
        && context.is_detached(token.start, token.end)
        && context.label(token.start, token.end) == Some(Label::Booking)
    {
        found.push(finding(Kind::BookingReference, token.start, token.end, 75));
    }
}

/// Six digits that a label calls a booking reference.
pub(crate) fn booking_number_at(context: &Context<'_>, token: Token, found: &mut Vec<Finding>) {
    if token.end - token.start == 6
        && context.marks.may_be(Label::Booking)
        && context.is_detached(token.start, token.end)
        && context.label(token.start, token.end) == Some(Label::Booking)
    {
        found.push(finding(Kind::BookingReference, token.start, token.end, 70));
    }
}

/// At most three letters and six to eight digits, or the German and French mixtures of nine.
fn is_passport_shape(code: &[u8]) -> bool {
    let letters = code.iter().take_while(|b| b.is_ascii_alphabetic()).count();
    let is_lettered = letters <= 3 && code.iter().skip(letters).all(u8::is_ascii_digit);
    let is_mixed = code.len() == 9 && code.iter().filter(|b| b.is_ascii_digit()).count() >= 1;
    (7..=9).contains(&code.len()) && (is_lettered || is_mixed)
}

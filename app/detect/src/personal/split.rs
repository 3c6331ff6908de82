use crate::{
    Finding, Kind,
    label::Label,
    steps::{Step, is_on},
};

use super::{card, context::Context, finding, india, ssn};

/// One number was cut into at most this many fields.
const MOST_PIECES: usize = 5;

/// A JSON string or number that holds nothing but digits, blanks and dashes.
#[derive(Debug, Clone, Copy, Default)]
struct Piece {
    start: usize,
    end: usize,
}

/// Numbers that were cut across neighbouring JSON fields: `["4111", "1111", "1111", "1111"]`. Each piece is a
/// finding of its own, so that the fields stay fields when they are redacted.
pub(crate) fn find(context: &Context<'_>, found: &mut Vec<Finding>) {
    if !is_on(Step::SplitFields) {
        return;
    }
    let mut recent = [Piece::default(); MOST_PIECES];
    let mut count = 0_usize;
    let mut at = 0;
    while let Some(piece) = next_piece(context.bytes, at) {
        at = piece.end.max(at + 1);
        let last = count.checked_sub(1).and_then(|last| recent.get(last)).copied();
        if !last.is_some_and(|last| is_joint(context.bytes.get(last.end..piece.start))) {
            count = 0;
        }
        if count == MOST_PIECES {
            recent.copy_within(1.., 0);
            count -= 1;
        }
        if let Some(place) = recent.get_mut(count) {
            *place = piece;
            count += 1;
        }
        (2..=count).rev().find(|size| recent.get(count - size..count).is_some_and(|pieces| claim(context, pieces, found)));
    }
}

/// The next run of digits, blanks and dashes between JSON punctuation.
fn next_piece(bytes: &[u8], from: usize) -> Option<Piece> {
    let mut at = from;
    loop {
        let start = at + bytes.get(at..)?.iter().position(u8::is_ascii_digit)?;
        let length = bytes.get(start..)?.iter().take_while(|b| b.is_ascii_digit() || matches!(b, b' ' | b'-')).count();
        let end = start + length;
        if is_field(bytes, start, end) {
            return Some(Piece { start, end });
        }
        at = end;
    }
}

/// Whether digits, blanks and dashes between `start` and `end` fill a field.
fn is_field(bytes: &[u8], start: usize, end: usize) -> bool {
    let before = start.checked_sub(1).and_then(|i| bytes.get(i));
    matches!(before, Some(b'"' | b'[' | b',' | b':' | b' ')) && matches!(bytes.get(end), Some(b'"' | b',' | b']' | b'}'))
}

/// Whether the digits that end at `end` are the end of a field.
pub(crate) fn ends_field(bytes: &[u8], end: usize) -> bool {
    if !matches!(bytes.get(end), Some(b'"' | b',' | b']' | b'}')) {
        return false;
    }
    let head = bytes.get(..end).unwrap_or_default();
    let length = head.iter().rev().take_while(|b| b.is_ascii_digit() || matches!(b, b' ' | b'-')).count();
    let run = head.get(end - length..).unwrap_or_default();
    run.iter().position(u8::is_ascii_digit).is_some_and(|first| is_field(bytes, end - length + first, end))
}

/// Whether only the end of one field and the name of the next are between two pieces.
fn is_joint(gap: Option<&[u8]>) -> bool {
    const LONGEST: usize = 80;
    let Some(gap) = gap.filter(|gap| gap.len() <= LONGEST) else { return false };
    let signs = gap.iter().filter(|b| !b.is_ascii_whitespace() && !b.is_ascii_alphanumeric() && !matches!(b, b'_' | b'-'));
    let mut text = [0_u8; 8];
    let mut count = 0;
    for sign in signs {
        let Some(place) = text.get_mut(count) else { return false };
        *place = *sign;
        count += 1;
    }
    matches!(text.get(..count), Some(b"," | b"\",\"" | b"\",\"\":\"" | b",\"\":"))
}

/// Claims the pieces when together they are a number that proves itself.
fn claim(context: &Context<'_>, pieces: &[Piece], found: &mut Vec<Finding>) -> bool {
    let mut digits = [0_u8; 19];
    let mut lengths = [0_usize; MOST_PIECES];
    let mut count = 0;
    for (piece, length) in pieces.iter().zip(&mut lengths) {
        for byte in context.bytes.get(piece.start..piece.end).unwrap_or_default().iter().filter(|b| b.is_ascii_digit()) {
            let Some(place) = digits.get_mut(count) else { return false };
            *place = byte - b'0';
            count += 1;
            *length += 1;
        }
    }
    let (Some(digits), Some(lengths), Some(first)) = (digits.get(..count), lengths.get(..pieces.len()), pieces.first()) else {
        return false;
    };
    let is_quoted = context.bytes.get(first.end) == Some(&b'"');
    let Some(kind) = kind_of(digits, lengths, context.label(first.start, first.end), is_quoted) else { return false };
    found.extend(pieces.iter().map(|piece| finding(kind, piece.start, piece.end, 84)));
    true
}

/// Without a label only strings in the usual groups of a card speak for themselves.
fn kind_of(digits: &[u8], lengths: &[usize], label: Option<Label>, is_quoted: bool) -> Option<Kind> {
    let is_grouped = is_quoted && [&[4, 4, 4, 4][..], &[8, 8], &[4, 6, 5]].contains(&lengths);
    match label {
        Some(Label::Ssn) if lengths == [3, 2, 4] && ssn::is_issuable(digits) => Some(Kind::Ssn),
        Some(Label::Aadhaar) if lengths == [4, 4, 4] && india::is_aadhaar(digits) => Some(Kind::Aadhaar),
        _ if card::is_card(digits) && (is_grouped || (label == Some(Label::Card) && is_cut(lengths))) => Some(Kind::CreditCard),
        _ => None,
    }
}

/// Whether each piece is a fair part of a card number, and none is one by itself.
fn is_cut(lengths: &[usize]) -> bool {
    lengths.iter().all(|length| (3..=12).contains(length))
}

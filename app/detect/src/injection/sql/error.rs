use crate::{
    SqlTechnique::ErrorBased,
    steps::{Step, is_on},
};

use super::{hits::Hits, reading::Reading, token::Kind, word::Word};

/// Finds what makes a server print values in an error.
pub(super) fn at(reading: &Reading<'_>, at: usize, hits: &mut Hits) {
    let found = match reading.kind(at) {
        Kind::Word(Word::Loud) if is_on(Step::Loud) => loud(reading, at),
        Kind::Word(Word::Geometry) if is_on(Step::Geometry) => holds_query(reading, at).then_some(86),
        Kind::Word(Word::Floor) if is_on(Step::Floor) => (reading.word(at + 2) == Word::Rand && rolls(reading, at + 2)).then_some(92),
        Kind::Word(Word::Exp) if is_on(Step::Exp) => (reading.kind(at + 1) == Kind::Open && reading.text(at + 2) == b"~").then_some(92),
        Kind::Word(Word::Procedure) if is_on(Step::Analyse) => {
            (reading.word(at + 1) == Word::Analyse && reading.kind(at + 2) == Kind::Open).then_some(92)
        }
        Kind::Word(Word::Having) if is_on(Step::Having) => having(reading, at),
        Kind::Word(Word::Convert) if is_on(Step::Convert) => converts(reading, at),
        Kind::Word(Word::Char) if is_on(Step::Pieces) => pieces(reading, at),
        Kind::Variable if is_on(Step::ServerVariable) => variable(reading, at),
        _ => None,
    };
    if let Some(confidence) = found {
        hits.add(reading, ErrorBased, confidence, at, at + 2);
    }
}

/// Functions that are called for their error: by what is inside, or by where they stand.
fn loud(reading: &Reading<'_>, at: usize) -> Option<u8> {
    if reading.kind(at + 1) == Kind::Dot {
        return (reading.is_word(at + 2) && !reading.has_gap(at + 2)).then_some(92);
    }
    if reading.kind(at + 1) != Kind::Open || reading.kind(at + 2) == Kind::Close {
        return None;
    }
    let is_placed = at.checked_sub(1).is_none_or(|before| {
        matches!(reading.kind(before), Kind::Compare | Kind::Comma | Kind::Open | Kind::Quote | Kind::Arith)
            || matches!(reading.word(before), Word::Or | Word::And | Word::Xor | Word::Select)
    });
    (reading.asks_inside(at + 1) || (is_placed && !reading.is_strict())).then_some(92)
}

fn holds_query(reading: &Reading<'_>, at: usize) -> bool {
    reading.kind(at + 1) == Kind::Open
        && reading.close_of(at + 1).is_none_or(|close| (at..close).any(|next| reading.word(next) == Word::Select))
}

/// `rand(0)`: the seed makes the row repeat, which makes the error.
fn rolls(reading: &Reading<'_>, rand: usize) -> bool {
    reading.kind(rand + 1) == Kind::Open && (reading.kind(rand + 2) == Kind::Number || !reading.is_strict())
}

/// `having 1=1`, `having min(0)`.
fn having(reading: &Reading<'_>, at: usize) -> Option<u8> {
    let first = reading.expression(at + 1)?;
    let follows_group = (0..at).rev().take(40).any(|before| reading.word(before) == Word::Group);
    if let Some((_, next)) = reading.comparison(first.end) {
        let is_literal = first.is_literal() && reading.expression(next).is_some_and(|second| second.is_literal());
        return (is_literal || follows_group && !reading.is_strict()).then_some(86);
    }
    let is_calling = reading.kind(first.last) == Kind::Close && reading.kind(first.last - 1) == Kind::Number;
    let goes_on = reading.is_cut(first.end) || goes_on_with_constant(reading, first.end) || reading.kind(first.end) == Kind::Close;
    (!reading.is_strict() && (is_calling || first.is_literal() && goes_on)).then_some(84)
}

/// `having (1 or true)`: a connector and another literal.
fn goes_on_with_constant(reading: &Reading<'_>, at: usize) -> bool {
    let is_connector = matches!(reading.word(at), Word::Or | Word::And);
    is_connector && reading.expression(at + 1).is_some_and(|next| next.is_constant())
}

/// `convert(int, (select ..`, `cast(version() as int)`.
fn converts(reading: &Reading<'_>, at: usize) -> Option<u8> {
    if reading.kind(at + 1) != Kind::Open {
        return None;
    }
    let value = if reading.kind(at + 3) == Kind::Comma { at + 4 } else { at + 2 };
    let inside = reading.behind_open(value);
    let is_server = reading.text(inside).starts_with(b"@@") || reading.word(inside) == Word::Info && reading.kind(inside + 1) == Kind::Open;
    let is_query = matches!(reading.word(inside), Word::Select | Word::Char | Word::Union);
    (is_server || is_query && !reading.is_strict()).then_some(88)
}

/// `char(58)+char(118)`: text put together so that no filter sees it.
fn pieces(reading: &Reading<'_>, at: usize) -> Option<u8> {
    let close = reading.close_of(at + 1).filter(|_| reading.kind(at + 1) == Kind::Open && reading.kind(at + 2) == Kind::Number)?;
    let is_joined =
        matches!(reading.text(close + 1), b"+" | b"||") && (reading.word(close + 2) == Word::Char || reading.is_word(close + 2));
    (is_joined && !reading.is_strict()).then_some(82)
}

/// `@@version` where a fragment compares or selects it.
fn variable(reading: &Reading<'_>, at: usize) -> Option<u8> {
    let is_server = reading.text(at).len() > 4 && reading.text(at).starts_with(b"@@");
    let before = at.checked_sub(1);
    let is_asked = before.is_none_or(|before| {
        matches!(reading.kind(before), Kind::Compare | Kind::Comma | Kind::Open | Kind::Arith)
            || matches!(reading.word(before), Word::Select | Word::Or | Word::And)
    });
    (is_server && is_asked && !reading.is_strict()).then_some(84)
}

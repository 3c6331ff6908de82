use crate::{
    SqlTechnique::{BooleanBlind, CommentObfuscation},
    steps::{Step, is_on},
};

use super::{
    hits::Hits,
    reading::{Class, Reading},
    token::{Kind, Token},
    word::Word,
};

/// Finds quotation marks and brackets that close somebody else's, by what follows them.
pub(super) fn at(reading: &Reading<'_>, at: usize, hits: &mut Hits) {
    if reading.is_quote(at) {
        if let Some(last) = behind_mark(reading, at).filter(|_| is_on(Step::MarkOperator)) {
            hits.add(reading, BooleanBlind, 82, at, last);
        }
        if let Some(last) = cut_behind(reading, at).filter(|_| is_on(Step::MarkCut)) {
            hits.add(reading, CommentObfuscation, 84, at, last);
        }
    }
    if is_on(Step::BracketCut) && is_bracket_cut(reading, at) {
        hits.add(reading, CommentObfuscation, 82, at, at + 1);
    }
}

/// `' = '`, `'||(select`, `''-''`: an operator between a mark and another literal.
fn behind_mark(reading: &Reading<'_>, mark: usize) -> Option<usize> {
    let at = behind_close(reading, mark + 1);
    let sign = reading.text(at);
    let is_compare = matches!(reading.kind(at), Kind::Compare | Kind::Word(Word::Like | Word::In | Word::Is | Word::Between));
    let is_joint = matches!(reading.kind(at), Kind::Arith) || sign == b"||" || sign == b"&&";
    if !is_compare && !is_joint || at <= mark || is_inch(reading, mark) {
        return None;
    }
    let right = if is_compare { reading.comparison(at).map(|found| found.1) } else { Some(at + 1) }?;
    let operand = reading.expression(right)?;
    let is_empty_pair = mark > 0 && reading.is_quote(mark - 1) && reading.span(mark - 1, mark).len() == 2;
    if !reading.is_broken {
        // In a whole query only a calculation with two empty literals gives it away.
        let calculates = is_joint && sign != b"||" && sign != b"+" && operand.class == Class::Text;
        let glues_query = sign == b"||" && operand.asks;
        // `a = 'x' = 'y'`: comparing what was compared.
        let opening = mark.saturating_sub(1);
        let is_second = opening > 0 && reading.kind(opening - 1) == Kind::Compare && is_compare && operand.class == Class::Text;
        return (is_empty_pair && (calculates || glues_query) || is_second).then_some(operand.last);
    }
    let is_text = operand.class == Class::Text && !(sign == b"+" || sign == b"||" && !is_empty_pair);
    let is_value = is_compare && operand.class != Class::Name || is_joint && (operand.asks || operand.class == Class::Probe);
    let is_counted = is_joint && operand.class == Class::Number && reading.mark(mark) == Some(b'\'');
    (is_text || is_value || is_counted).then_some(operand.end - 1)
}

/// `5"` and `8.5X11"` are inches.
fn is_inch(reading: &Reading<'_>, mark: usize) -> bool {
    let follows_number = mark > 0 && reading.kind(mark - 1) == Kind::Number && !reading.has_gap(mark);
    reading.mark(mark) == Some(b'"') && follows_number && reading.kind(mark + 1) == Kind::Arith
}

fn behind_close(reading: &Reading<'_>, mut at: usize) -> usize {
    while reading.kind(at) == Kind::Close {
        at += 1;
    }
    at
}

/// Whether a token between two marks may be a sign that joins what stands outside of them.
pub(super) fn may_be_lone(token: &Token) -> bool {
    matches!(token.kind, Kind::Arith | Kind::Compare | Kind::Word(Word::Or | Word::And | Word::Xor | Word::Like))
}

/// `' * '` or `' or '` at the end of a value: a sign between two marks that belong to the carrier's literals.
pub(super) fn lone_sign(reading: &Reading<'_>, mark: usize, hits: &mut Hits) {
    let sign = mark + 1;
    let close = mark + 2;
    let is_pair = reading.is_quote(close) && reading.mark(close) == reading.mark(mark);
    let is_sign = reading.get(sign).is_some_and(may_be_lone);
    let is_last = reading.tokens.len() <= close + 2 && !reading.is_statement;
    let is_spaced = reading.has_gap(sign) && reading.has_gap(close);
    let is_whole = mark <= 1 && reading.mark(mark) == Some(b'\'') && reading.tokens.len() == close + 1;
    if is_on(Step::LoneSign) && is_pair && is_sign && is_last && (is_spaced || is_whole) {
        hits.add(reading, BooleanBlind, 80, mark, close);
    }
}

/// `admin'--`, `x')#`: a mark that hugs a value, then the rest is cut off.
fn cut_behind(reading: &Reading<'_>, mark: usize) -> Option<usize> {
    let cut = behind_close(reading, mark + 1);
    let hugs = mark == 0 || !reading.has_gap(mark) && !reading.is_quote(mark - 1) || cut > mark + 1;
    let is_cut = reading.kind(cut) == Kind::Cut
        && reading.is_cut(cut)
        && (!reading.has_gap(cut) || reading.is_statement || reading.tokens.len() <= cut + 3);
    (reading.is_broken && hugs && is_cut && !is_inch(reading, mark) && reading.tokens.len() > 1).then_some(cut)
}

/// `7)--`: a bracket that did not open, then the rest is cut off.
fn is_bracket_cut(reading: &Reading<'_>, at: usize) -> bool {
    reading.has_unopened
        && reading.kind(at) == Kind::Close
        && matches!(at.checked_sub(1).map(|before| reading.kind(before)), Some(Kind::Number | Kind::Quote | Kind::Close))
        && reading.kind(at + 1) == Kind::Cut
        && !reading.has_gap(at + 1)
        && reading.is_cut(at + 1)
}

/// A query inside brackets, or a condition on literals, that ends in a comment sign with nothing behind it.
pub(super) fn swallowed(reading: &Reading<'_>, hits: &mut Hits) {
    let Some(last) = reading.tokens.len().checked_sub(1).filter(|_| reading.ends_cut && is_on(Step::Swallowed)) else { return };
    let start = usize::from(reading.is_quote(0));
    let is_bracketed = reading.kind(start) == Kind::Open;
    let asks = (0..last).any(|at| reading.word(at) == Word::Select);
    let calculates = (0..last).any(|at| {
        let is_sign = matches!(reading.kind(at), Kind::Arith | Kind::Compare);
        is_sign && reading.is_quote(at + 1) && at.checked_sub(1).is_some_and(|before| reading.is_quote(before))
    });
    let hugs = reading.is_strict() && reading.kind(last) == Kind::Cut && !reading.has_gap(last);
    if is_bracketed && (asks || calculates) {
        hits.add(reading, BooleanBlind, 82, start, last);
    } else if hugs {
        hits.add(reading, CommentObfuscation, 82, last, last);
    }
}

use crate::spare::Shelf;

use super::{
    token::{Kind, Token},
    word::Word,
};

impl Drop for Pairing {
    fn drop(&mut self) {
        LITERALS.with(|shelf| shelf.give(std::mem::take(&mut self.literals)));
    }
}

thread_local! {
    static LITERALS: Shelf<(usize, usize)> = const { Shelf::new() };
}

/// How quotation marks pair, read from the left.
pub(super) struct Pairing {
    /// The tokens of the marks of each literal: opening, closing.
    pub(super) literals: Vec<(usize, usize)>,
    /// Every mark has its partner and no literal touches a word.
    pub(super) is_clean: bool,
}

pub(super) fn pair(bytes: &[u8], tokens: &[Token]) -> Pairing {
    let mut literals = LITERALS.with(Shelf::take);
    let mut is_clean = true;
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        if let Some(mark) = token.mark() {
            let Some(close) = close(tokens, at, mark) else {
                is_clean &= mark == b'`';
                break;
            };
            let is_torn = at == 0 && hangs(tokens.get(1..close).unwrap_or_default());
            is_clean &= !(is_torn || touches(bytes, token, tokens.get(close)));
            literals.push((at, close));
            at = close;
        }
        at += 1;
    }
    Pairing { literals, is_clean }
}

/// The mark that closes; two at once stand for one inside.
fn close(tokens: &[Token], open: usize, mark: u8) -> Option<usize> {
    let is_mark = |at: usize| tokens.get(at).is_some_and(|token| token.mark() == Some(mark));
    let is_next_to = |at: usize| tokens.get(at).zip(tokens.get(at + 1)).is_some_and(|(left, right)| left.end() == right.start());
    let mut at = open + 1;
    while at < tokens.len() {
        if is_mark(at) {
            if !(is_mark(at + 1) && is_next_to(at)) {
                return Some(at);
            }
            at += 1;
        }
        at += 1;
    }
    None
}

/// `or a like`, `and (`: what stands between two marks begins and ends as the middle of a condition does.
fn hangs(inside: &[Token]) -> bool {
    let begins = inside.first().is_some_and(|first| matches!(first.kind, Kind::Word(Word::Or | Word::And | Word::Xor)));
    let ends = inside.last().is_some_and(|last| {
        matches!(
            last.kind,
            Kind::Compare | Kind::Arith | Kind::Open | Kind::Word(Word::Or | Word::And | Word::Xor | Word::Like | Word::In | Word::Not)
        )
    });
    inside.len() > 2 && begins && ends
}

/// Whether a word touches the literal from outside. Prefixes such as `N'..'` do not count.
fn touches(bytes: &[u8], open: &Token, close: Option<&Token>) -> bool {
    let is_word = |byte: Option<&u8>| byte.is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'_');
    let before = |back: usize| open.start().checked_sub(back).and_then(|at| bytes.get(at));
    let is_prefix = before(1).is_some_and(|byte| b"nNxXbBeErRuU".contains(byte)) && !is_word(before(2));
    (is_word(before(1)) && !is_prefix) || is_word(close.and_then(|close| bytes.get(close.end())))
}

use crate::spare::{PLACES, Shelf};

use super::{
    groups::Groups,
    statement,
    token::{Kind, Token},
    word::Word,
};

/// A run of tokens, and how it stands in the text.
pub(super) struct Reading<'r> {
    pub(super) bytes: &'r [u8],
    pub(super) tokens: &'r [Token],
    /// The places of the tokens where rules begin.
    telling: Vec<u32>,
    /// The groups of rules that begin anywhere.
    pub(super) groups: Groups,
    /// It reads as a whole query, so that SQL words in it are no surprise.
    pub(super) is_statement: bool,
    /// A quotation mark has no partner or touches a word: something breaks out of a literal.
    pub(super) is_broken: bool,
    /// A bracket closes that did not open.
    pub(super) has_unopened: bool,
    /// The last thing is a comment sign.
    pub(super) ends_cut: bool,
}

/// What an operand is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    Number,
    Text,
    Fixed,
    Name,
    Call,
    /// A call that takes values apart, or `CASE`.
    Probe,
    /// A call of a known function with literals only.
    Constant,
    Query,
    Variable,
}

/// One side of a comparison.
#[derive(Debug, Clone, Copy)]
pub(super) struct Operand {
    pub(super) class: Class,
    /// It asks the server about itself or about a table.
    pub(super) asks: bool,
    /// Signs join it with a literal: `column ^ -1`.
    pub(super) is_joined: bool,
    /// Its first and last token proper, without brackets and signs, and one past everything.
    pub(super) first: usize,
    pub(super) last: usize,
    pub(super) end: usize,
}

/// How two operands are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Comparison {
    Same,
    Differs,
    /// As programs write it.
    Code,
}

impl Operand {
    pub(super) fn is_literal(&self) -> bool {
        matches!(self.class, Class::Number | Class::Text | Class::Fixed)
    }

    /// Its value is the same for every row.
    pub(super) fn is_constant(&self) -> bool {
        self.is_literal() || self.class == Class::Constant
    }
}

impl Drop for Reading<'_> {
    fn drop(&mut self) {
        PLACES.with(|shelf| shelf.give(std::mem::take(&mut self.telling)));
    }
}

impl<'r> Reading<'r> {
    pub(super) fn of(bytes: &'r [u8], tokens: &'r [Token], is_broken: bool) -> Self {
        let mut telling = PLACES.with(Shelf::take);
        let mut depth = 0_i32;
        let mut has_unopened = false;
        let mut groups = Groups::NONE;
        for (at, token) in (0_u32..).zip(tokens) {
            if token.is_telling() {
                telling.push(at);
                // A comment may have been closed right before it that never opened.
                let is_hugged = token.start().checked_sub(1).and_then(|before| bytes.get(before)) == Some(&b'/');
                groups = groups.and(token.groups()).and(if is_hugged { Groups::COMMENT } else { Groups::NONE });
            }
            depth += i32::from(token.kind == Kind::Open) - i32::from(token.kind == Kind::Close);
            has_unopened |= depth < 0;
        }
        let is_sign = |token: &Token| matches!(token.kind, Kind::Arith | Kind::Other | Kind::Dot);
        let last = tokens.iter().rev().take(4).find(|token| !is_sign(token));
        let ends_cut = last.is_some_and(|token| token.kind == Kind::Cut);
        let is_statement = statement::is_statement(tokens, &telling);
        Self { bytes, tokens, telling, groups, is_statement, is_broken, has_unopened, ends_cut }
    }

    /// The tokens where rules begin, with their places.
    pub(super) fn telling(&self) -> impl Iterator<Item = (usize, &Token)> {
        self.telling.iter().filter_map(|at| Some((*at as usize, self.tokens.get(*at as usize)?)))
    }
}

impl Reading<'_> {
    /// How far a literal or an argument list is followed.
    const REACH: usize = 64;

    /// A query that nothing breaks out of: only what no query needs is judged.
    pub(super) fn is_strict(&self) -> bool {
        self.is_statement && !self.is_broken
    }

    pub(super) fn get(&self, at: usize) -> Option<&Token> {
        self.tokens.get(at)
    }

    pub(super) fn kind(&self, at: usize) -> Kind {
        self.get(at).map_or(Kind::Other, |token| token.kind)
    }

    pub(super) fn word(&self, at: usize) -> Word {
        if let Kind::Word(word) = self.kind(at) { word } else { Word::Plain }
    }

    pub(super) fn is_word(&self, at: usize) -> bool {
        matches!(self.kind(at), Kind::Word(_))
    }

    /// The quotation mark at `at`, if it is one.
    pub(super) fn mark(&self, at: usize) -> Option<u8> {
        self.get(at)?.mark()
    }

    pub(super) fn is_quote(&self, at: usize) -> bool {
        matches!(self.kind(at), Kind::Quote)
    }

    pub(super) fn is_end(&self, at: usize) -> bool {
        at >= self.tokens.len()
    }

    pub(super) fn text(&self, at: usize) -> &[u8] {
        self.span(at, at)
    }

    pub(super) fn span(&self, first: usize, last: usize) -> &[u8] {
        let range = self.get(first).zip(self.get(last)).map(|(first, last)| first.start()..last.end());
        range.and_then(|range| self.bytes.get(range)).unwrap_or_default()
    }

    pub(super) fn has_gap(&self, at: usize) -> bool {
        self.get(at).is_none_or(|token| token.has_gap())
    }

    /// Whether a sign at `at` cuts off what follows: it closes the text, or hugs what it follows.
    pub(super) fn is_cut(&self, at: usize) -> bool {
        if self.kind(at) != Kind::Cut {
            return false;
        }
        let is_open_block = self.text(at) == b"/*";
        let hugs = !self.has_gap(at) && (self.has_gap(at + 1) || self.is_quote(at + 1));
        is_open_block || hugs || self.is_tail(at) || self.is_broken
    }

    /// Whether nothing but signs follows a comment sign.
    fn is_tail(&self, at: usize) -> bool {
        self.tokens.len() - at <= 3
            && self.tokens.iter().skip(at + 1).all(|token| matches!(token.kind, Kind::Arith | Kind::Other | Kind::Dot))
    }

    /// Where `at` is, behind a sign or an opening mark.
    pub(super) fn behind_sign(&self, at: usize) -> usize {
        at + usize::from(self.kind(at) == Kind::Arith || self.is_quote(at))
    }

    /// Whether a word that no query knows follows, as in a sentence.
    pub(super) fn goes_on_in_words(&self, at: usize) -> bool {
        self.kind(at) == Kind::Word(Word::Plain) && self.has_gap(at)
    }

    /// Where `at` is, behind opening brackets.
    pub(super) fn behind_open(&self, mut at: usize) -> usize {
        while self.kind(at) == Kind::Open && !self.is_end(at) {
            at += 1;
        }
        at
    }

    /// The bracket that closes the one at `open`, within reach.
    pub(super) fn close_of(&self, open: usize) -> Option<usize> {
        let mut depth = 0_usize;
        for (at, token) in self.tokens.iter().enumerate().skip(open).take(Self::REACH) {
            match token.kind == Kind::Close {
                true => depth = depth.saturating_sub(1),
                false => depth += usize::from(token.kind == Kind::Open),
            }
            if depth == 0 {
                return Some(at);
            }
        }
        None
    }

    /// Whether a call's brackets hold a query, a question about the server, or pieced-together text.
    pub(super) fn asks_inside(&self, open: usize) -> bool {
        let close = self.close_of(open).unwrap_or(self.tokens.len().min(open + Self::REACH));
        (open..close).any(|at| self.asks(at))
    }

    fn asks(&self, at: usize) -> bool {
        let is_call = |at: usize| self.kind(at + 1) == Kind::Open;
        match self.kind(at) {
            Kind::Word(Word::Select | Word::Catalog) => true,
            Kind::Word(Word::Info) => is_call(at) || self.text(at).contains(&b'_'),
            Kind::Word(Word::Concat | Word::Char | Word::File) => is_call(at),
            Kind::Variable => self.text(at).starts_with(b"@@"),
            Kind::Number => self.text(at).len() > 3 && self.text(at).starts_with(b"0x"),
            Kind::Word(_)
            | Kind::Quote
            | Kind::Compare
            | Kind::Equal
            | Kind::Arith
            | Kind::Open
            | Kind::Close
            | Kind::Comma
            | Kind::Semi
            | Kind::Dot
            | Kind::Cut
            | Kind::Other => false,
        }
    }
}

use crate::{mapped::narrow, spare::Shelf};

use super::{
    class::{CLASSES, Class},
    groups::Groups,
    word::Word,
};

thread_local! {
    pub(super) static TOKENS: Shelf<Token> = const { Shelf::new() };
}

/// What one token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Word(Word),
    Number,
    /// A quotation mark. What is inside stays a run of tokens, since nobody knows yet which mark opens.
    Quote,
    /// `=`, `<`, `>`, `!=`, `<>`, `<=>`, `:=`.
    Compare,
    /// `==` and `===`, which programs write and queries hardly.
    Equal,
    /// `+ - * / % ^ ~ | & !`.
    Arith,
    Open,
    Close,
    Comma,
    Semi,
    Dot,
    /// `--`, `#`, or a block comment that never closes: the rest is cut off.
    Cut,
    /// `@name`, `@@name`.
    Variable,
    Other,
}

/// One token and what stands right before it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Token {
    pub(super) kind: Kind,
    flags: u8,
    /// In bytes; what is longer than that is taken for that long, which only shortens the stretch that is reported.
    length: u16,
    from: u32,
}

// A text has about one for every three bytes, and they are read several times.
const _: () = assert!(size_of::<Token>() == 8);

fn flag(is_set: bool, bit: u8) -> u8 {
    if is_set { bit } else { 0 }
}

const GAP: u8 = 1;
const BREAK: u8 = 1 << 1;
const BLOCK: u8 = 1 << 2;
const VERSIONED: u8 = 1 << 3;
/// Which quotation mark it is, where it is one.
const DOUBLE: u8 = 1 << 4;
const BACK: u8 = 1 << 5;
/// Some rule begins at it.
const TELLING: u8 = 1 << 6;

impl Token {
    /// Blanks or a comment before it.
    pub(super) fn has_gap(&self) -> bool {
        self.flags & GAP != 0
    }

    /// A line break before it.
    pub(super) fn has_break(&self) -> bool {
        self.flags & BREAK != 0
    }

    /// A block comment before it.
    pub(super) fn has_block(&self) -> bool {
        self.flags & BLOCK != 0
    }

    /// It stands in a comment that MySQL runs: `/*!50000 .. */`.
    pub(super) fn is_versioned(&self) -> bool {
        self.flags & VERSIONED != 0
    }

    /// Its first byte in the text.
    pub(super) fn start(&self) -> usize {
        self.from as usize
    }

    /// One past its last byte.
    pub(super) fn end(&self) -> usize {
        self.from as usize + usize::from(self.length)
    }

    /// Which quotation mark it is.
    #[inline]
    pub(super) fn mark(&self) -> Option<u8> {
        if self.kind != Kind::Quote {
            return None;
        }
        Some(match self.flags & (DOUBLE | BACK) {
            DOUBLE => b'"',
            BACK => b'`',
            _ => b'\'',
        })
    }

    /// Whether some rule begins at it.
    pub(super) fn is_telling(&self) -> bool {
        self.flags & TELLING != 0
    }

    /// The groups of rules that begin at it.
    pub(super) fn groups(&self) -> Groups {
        let hidden = if self.flags & (BLOCK | VERSIONED) != 0 { Groups::COMMENT } else { Groups::NONE };
        self.kind.groups().and(hidden)
    }
}

impl Kind {
    /// The groups of rules that begin at such a token. Most are names, numbers and commas, where none does.
    #[inline(always)]
    fn groups(self) -> Groups {
        match self {
            Self::Word(word) => word.groups(),
            Self::Quote => Groups::BREAKING.and(Groups::STACKED),
            Self::Close | Self::Cut => Groups::BREAKING,
            Self::Semi => Groups::STACKED,
            Self::Variable => Groups::ERROR,
            Self::Number | Self::Compare | Self::Equal | Self::Arith | Self::Open | Self::Comma | Self::Dot | Self::Other => Groups::NONE,
        }
    }
}

/// How comments are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Comments {
    /// A line comment is a sign; what follows is read on, since the sign may stand inside a literal.
    Signs,
    /// As a database reads them: the rest of the line is gone, wherever the sign stands.
    Gone,
    /// As a database reads a whole query: signs inside literals are text.
    GoneOutside,
    /// As `Signs`, and a block comment inside a word does not part it.
    Joined,
}

/// What stands before a token.
#[derive(Debug, Default)]
pub(super) struct Passed {
    pub(super) has_gap: bool,
    pub(super) has_break: bool,
    pub(super) has_block: bool,
}

/// Reads tokens one by one, without allocating.
pub(super) struct Tokens<'t> {
    pub(super) bytes: &'t [u8],
    pub(super) at: usize,
    pub(super) comments: Comments,
    /// No block comment closes behind this point.
    pub(super) has_no_close: bool,
    /// No line ends behind this point.
    pub(super) has_no_break: bool,
    pub(super) versioned: usize,
    /// The mark of the literal that is open, where that matters.
    pub(super) literal: Option<u8>,
}

impl<'t> Tokens<'t> {
    pub(super) fn of(text: &'t str, comments: Comments) -> Self {
        Self { bytes: text.as_bytes(), at: 0, comments, has_no_close: false, has_no_break: false, versioned: 0, literal: None }
    }

    pub(super) fn byte(&self, at: usize) -> u8 {
        self.bytes.get(at).copied().unwrap_or(0)
    }

    pub(super) fn class(&self, at: usize) -> Option<Class> {
        self.bytes.get(at).and_then(|byte| CLASSES.get(usize::from(*byte))).copied()
    }

    pub(super) fn while_class(&self, mut at: usize, fits: impl Fn(Class) -> bool) -> usize {
        while self.class(at).is_some_and(&fits) {
            at += 1;
        }
        at
    }
}

impl Iterator for Tokens<'_> {
    type Item = Token;

    /// Inlined, so that a token is put together where it is kept.
    #[inline(always)]
    fn next(&mut self) -> Option<Token> {
        let mut passed = Passed::default();
        loop {
            self.pass(&mut passed);
            let start = self.at;
            let (kind, end) = match self.class(start)? {
                Class::Letter => self.word(),
                Class::Digit => (Kind::Number, self.number_end()),
                Class::Quote if self.byte(start) == b'\'' && self.is_apostrophe() => {
                    // The apostrophe and its ending belong to the word before.
                    self.at = self.while_class(start + 1, |class| matches!(class, Class::Letter | Class::Digit));
                    continue;
                }
                // Three at once fence a block of code.
                Class::Quote if self.bytes.get(start..start + 3) == Some(b"```") => self.sign(),
                Class::Quote => self.mark(),
                Class::Sign if self.byte(start) == b'\\' && self.class(start + 1) == Some(Class::Quote) => {
                    self.at += 1;
                    continue;
                }
                Class::Blank | Class::Sign => self.sign(),
            };
            self.at = end.max(start + 1);
            // A word read across a comment says so.
            passed.has_block |= self.comments == Comments::Joined && self.bytes.get(start..end).is_some_and(|word| word.contains(&b'*'));
            return Some(self.token(kind, &passed, start));
        }
    }
}

impl Tokens<'_> {
    #[inline(always)]
    fn token(&self, kind: Kind, passed: &Passed, start: usize) -> Token {
        let mark = match kind {
            Kind::Quote if self.byte(start) == b'"' => DOUBLE,
            Kind::Quote if self.byte(start) == b'`' => BACK,
            _ => 0,
        };
        let is_hidden = passed.has_block || self.versioned > 0;
        Token {
            kind,
            flags: flag(passed.has_gap, GAP)
                | flag(passed.has_break, BREAK)
                | flag(passed.has_block, BLOCK)
                | flag(self.versioned > 0, VERSIONED)
                | mark
                | flag(is_hidden || !kind.groups().is_empty(), TELLING),
            length: u16::try_from(self.at.min(self.bytes.len()) - start).unwrap_or(u16::MAX),
            from: narrow(start),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, comments: Comments, expected: &[&str]) {
        let seen: Vec<&str> = Tokens::of(text, comments).map(|token| &text[token.start()..token.end()]).collect();

        assert_eq!(seen, expected, "{text}");
    }

    #[test]
    fn tokens_are_told_apart() {
        check("a<=>1.5e3 or'x'", Comments::Signs, &["a", "<=>", "1.5e3", "or", "'", "x", "'"]);
        check("1or 0x1f||@@v", Comments::Signs, &["1", "or", "0x1f", "||", "@@v"]);
        check("don't l'eau x'or O'Neil 80's", Comments::Signs, &["don", "l", "x", "'", "or", "O", "80"]);
    }

    #[test]
    fn comments_are_read_three_ways() {
        check("a--b\nc#d", Comments::Signs, &["a", "--", "b", "c", "#", "d"]);
        check("a--b\nc#d", Comments::Gone, &["a", "c", "#", "d"]);
        check("a '#b\nc' #d\ne", Comments::GoneOutside, &["a", "'", "#", "b", "c", "'", "e"]);
        check("UN/**/ION/*x*/ALL /*!50000SELECT*/ 1/*", Comments::Joined, &["UN/**/ION", "ALL", "SELECT", "1", "/*"]);
        check("UN/**/ION /* x", Comments::Signs, &["UN", "ION", "/*", "x"]);
    }

    #[test]
    fn a_split_word_is_known() {
        let first = Tokens::of("UN/**/ION", Comments::Joined).next().map(|token| token.kind);

        assert_eq!(first, Some(Kind::Word(Word::Union)));
    }
}

use crate::steps::{Step, is_on};

use super::{
    class::Class,
    lexicon::lookup,
    token::{Comments, Kind, Tokens},
    word::Word,
};

impl Tokens<'_> {
    pub(super) fn number_end(&self) -> usize {
        if self.byte(self.at) == b'0' && self.byte(self.at + 1) | 0x20 == b'x' {
            let end = self.bytes.iter().skip(self.at + 2).take_while(|byte| byte.is_ascii_hexdigit()).count();
            return self.at + 2 + end;
        }
        let mut end = self.while_class(self.at, |class| class == Class::Digit);
        if self.byte(end) == b'.' && self.class(end + 1) == Some(Class::Digit) {
            end = self.while_class(end + 1, |class| class == Class::Digit);
        }
        let is_exponent = self.byte(end) | 0x20 == b'e' && self.class(end + 1) == Some(Class::Digit);
        if is_exponent { self.while_class(end + 1, |class| class == Class::Digit) } else { end }
    }

    #[inline(always)]
    pub(super) fn word(&self) -> (Kind, usize) {
        let end = self.word_end(self.at);
        if self.comments == Comments::Joined && self.byte(end) == b'/' {
            return self.joined_word(end);
        }
        (Kind::Word(lookup(self.bytes, self.at, end)), end)
    }

    /// Eight bytes at once: how long a word is, nobody can foresee.
    #[inline(always)]
    fn word_end(&self, mut at: usize) -> usize {
        while let Some(run) = self.bytes.get(at..at + 8).and_then(|run| <[u8; 8]>::try_from(run).ok()) {
            let others = !word_bytes(u64::from_le_bytes(run)) & EACH_TOP;
            if others != 0 {
                return at + others.trailing_zeros() as usize / 8;
            }
            at += 8;
        }
        self.while_class(at, |class| matches!(class, Class::Letter | Class::Digit))
    }

    /// A word that block comments split: `UN/**/ION`.
    pub(super) fn joined_word(&self, first_end: usize) -> (Kind, usize) {
        const LONGEST: usize = 24;
        let mut letters = [0_u8; LONGEST];
        let (mut used, mut at, mut end) = (0, self.at, first_end);
        loop {
            for byte in self.bytes.get(at..end).unwrap_or_default() {
                if let Some(slot) = letters.get_mut(used) {
                    *slot = *byte;
                    used += 1;
                }
            }
            let is_known = lookup(&letters, 0, used) != Word::Plain;
            let after = short_comment(self.bytes, end).filter(|after| !is_known && self.class(*after) == Some(Class::Letter));
            let Some(after) = after else { break };
            at = after;
            end = self.while_class(at, |class| class == Class::Letter);
        }
        (Kind::Word(lookup(&letters, 0, used)), end)
    }

    /// `don't`, `Ann's`, `they'll`, `D'Angelo`, `l'eau`, `1950's`: no quotation mark.
    pub(super) fn is_apostrophe(&self) -> bool {
        let before = self.at.checked_sub(1).and_then(|at| self.class(at));
        let end = self.while_class(self.at + 1, |class| matches!(class, Class::Letter | Class::Digit));
        let after = self.bytes.get(self.at + 1..end).unwrap_or_default();
        if after.is_empty() || self.class(end) == Some(Class::Quote) || !is_on(Step::Apostrophes) {
            return false;
        }
        let is_ending = [&b"s"[..], b"t", b"d", b"m", b"ll", b"re", b"ve", b"S", b"T", b"D", b"M", b"LL", b"RE", b"VE"].contains(&after);
        match before {
            Some(Class::Digit) => after == b"s" || after == b"S",
            Some(Class::Letter) => is_ending || (self.is_short_prefix() && lookup(self.bytes, self.at + 1, end) == Word::Plain),
            _ => false,
        }
    }

    /// One or two letters that stand alone before an apostrophe, as in `O'Neil` and `qu'il`.
    pub(super) fn is_short_prefix(&self) -> bool {
        let letters = self.bytes.iter().take(self.at).rev().take(3).take_while(|byte| byte.is_ascii_alphabetic()).count();
        letters == 1 || (letters == 2 && self.bytes.get(self.at - 2).is_some_and(|byte| byte | 0x20 == b'q'))
    }

    pub(super) fn mark(&mut self) -> (Kind, usize) {
        let mark = self.byte(self.at);
        match self.literal {
            None => self.literal = Some(mark),
            Some(open) if open == mark => self.literal = None,
            Some(_) => {}
        }
        (Kind::Quote, self.at + 1)
    }

    pub(super) fn sign(&self) -> (Kind, usize) {
        let (first, second) = (self.byte(self.at), self.byte(self.at + 1));
        let at = self.at;
        match (first, second) {
            (b'`', b'`') => (Kind::Other, at + self.run(b'`')),
            (b'|', b'|') => (Kind::Word(Word::Or), at + 2),
            (b'&', b'&') => (Kind::Word(Word::And), at + 2),
            (b'=', b'=') => (Kind::Equal, at + self.run(b'=')),
            (b'!', b'=') | (b'<', b'>') | (b':', b'=') | (b'>', b'=') => (Kind::Compare, at + 2 + usize::from(self.byte(at + 2) == b'=')),
            (b'<', b'=') => (Kind::Compare, at + 2 + usize::from(self.byte(at + 2) == b'>')),
            (b'=' | b'<' | b'>', _) => (Kind::Compare, at + 1),
            (b'-', b'-') => self.dashes(),
            (b'/', b'*') => (Kind::Cut, at + 2),
            (b'#', _) => (Kind::Cut, at + 1),
            (b'@', _) => self.variable(),
            (b'+' | b'-' | b'*' | b'/' | b'%' | b'^' | b'~' | b'|' | b'&' | b'!', _) => (Kind::Arith, at + 1),
            (b'(', _) => (Kind::Open, at + 1),
            (b')', _) => (Kind::Close, at + 1),
            (b',', _) => (Kind::Comma, at + 1),
            (b';', _) => (Kind::Semi, at + 1),
            (b'.', _) => (Kind::Dot, at + 1),
            _ => (Kind::Other, at + 1),
        }
    }

    pub(super) fn run(&self, byte: u8) -> usize {
        self.bytes.iter().skip(self.at).take_while(|b| **b == byte).count()
    }

    /// Three dashes and more are a rule, not a comment, unless something that a payload needs comes first.
    pub(super) fn dashes(&self) -> (Kind, usize) {
        let count = self.run(b'-');
        (if count > 3 { Kind::Other } else { Kind::Cut }, self.at + count)
    }

    pub(super) fn variable(&self) -> (Kind, usize) {
        let from = self.at + 1 + usize::from(self.byte(self.at + 1) == b'@');
        let end = self.while_class(from, |class| matches!(class, Class::Letter | Class::Digit));
        // The sign of an e-mail address or a mention inside a word is no variable.
        let follows_word = self.at.checked_sub(1).and_then(|at| self.class(at)).is_some_and(|class| class == Class::Letter);
        (if follows_word { Kind::Other } else { Kind::Variable }, end.max(self.at + 1))
    }
}

const EACH: u64 = u64::from_le_bytes([1; 8]);
const EACH_TOP: u64 = EACH << 7;

/// The top bit of each byte that is a letter or a digit.
#[inline(always)]
fn word_bytes(run: u64) -> u64 {
    let low = run & !EACH_TOP;
    let within = |bytes: u64, from: u8, to: u8| (bytes + EACH * u64::from(0x80 - from)) & !(bytes + EACH * u64::from(0x7f - to));
    let is_sign = within(low, b'_', b'_') | within(low, b'$', b'$');
    run | within(low | (EACH * 0x20), b'a', b'z') | within(low, b'0', b'9') | is_sign
}

/// Where a short closed comment that opens at `at` ends.
fn short_comment(bytes: &[u8], at: usize) -> Option<usize> {
    const LONGEST: usize = 64;
    let inside = bytes.get(at..)?.strip_prefix(b"/*")?;
    let close = inside.get(..inside.len().min(LONGEST))?.windows(2).position(|pair| pair == b"*/")?;
    Some(at + 2 + close + 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_byte_of_eight_is_told_as_its_class_says() {
        for byte in 0..=u8::MAX {
            for others in [0, b'a', 0x80, u8::MAX] {
                let mut run = [others; 8];
                run[3] = byte;
                let expected = matches!(super::super::class::CLASSES[usize::from(byte)], Class::Letter | Class::Digit);

                assert_eq!(word_bytes(u64::from_le_bytes(run)) >> 31 & 1 == 1, expected, "{byte}");
            }
        }
    }
}

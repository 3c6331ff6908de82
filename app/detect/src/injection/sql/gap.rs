use super::{
    class::Class,
    token::{Comments, Passed, Tokens},
};

impl Tokens<'_> {
    /// Passes blanks and comments.
    #[inline(always)]
    pub(super) fn pass(&mut self, passed: &mut Passed) {
        loop {
            match self.class(self.at) {
                Some(Class::Blank) => {
                    passed.has_break |= self.byte(self.at) == b'\n';
                    self.at += 1;
                }
                Some(Class::Sign) => match self.comment_end() {
                    Some((end, is_block)) => {
                        passed.has_block |= is_block;
                        self.at = end;
                    }
                    None => return,
                },
                Some(Class::Letter | Class::Digit | Class::Quote) | None => return,
            }
            passed.has_gap = true;
        }
    }

    /// The end of the comment that is passed over here, and whether it is a block.
    #[inline(always)]
    fn comment_end(&mut self) -> Option<(usize, bool)> {
        match self.byte(self.at) {
            b'/' if self.byte(self.at + 1) == b'*' => self.block_end().map(|end| (end, true)),
            b'*' if self.versioned > 0 && self.byte(self.at + 1) == b'/' => {
                self.versioned -= 1;
                Some((self.at + 2, false))
            }
            b'-' if self.skips_lines() && self.byte(self.at + 1) == b'-' => self.line_end().map(|end| (end, false)),
            b'#' if self.skips_lines() => self.line_end().map(|end| (end, false)),
            _ => None,
        }
    }

    /// The end of the block comment that opens here; of one that MySQL runs only its opening is passed.
    fn block_end(&mut self) -> Option<usize> {
        let from = self.at + 2;
        if self.byte(from) == b'!' {
            self.versioned += 1;
            return Some(self.while_class(from + 1, |class| class == Class::Digit));
        }
        if self.has_no_close {
            return None;
        }
        let close = self.bytes.get(from..).and_then(|rest| rest.windows(2).position(|pair| pair == b"*/"));
        // Looking for an end that is not there, once per opening, would take quadratic time.
        self.has_no_close = close.is_none();
        close.map(|close| from + close + 2)
    }

    fn skips_lines(&self) -> bool {
        self.comments == Comments::Gone || (self.comments == Comments::GoneOutside && self.literal.is_none())
    }

    fn line_end(&mut self) -> Option<usize> {
        if self.has_no_break {
            return None;
        }
        let end = self.bytes.get(self.at..)?.iter().position(|byte| *byte == b'\n');
        self.has_no_break = end.is_none();
        end.map(|end| self.at + end)
    }
}

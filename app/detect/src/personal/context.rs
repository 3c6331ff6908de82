use crate::{
    Finding,
    label::Label,
    marks::{Marks, follows_escape},
    table::{CELLS, Cell, cells},
};

/// A text with what its words and tables say about the values in it.
pub(crate) struct Context<'t> {
    pub(crate) text: &'t str,
    pub(crate) bytes: &'t [u8],
    pub(crate) marks: &'t Marks,
    pub(crate) cells: Vec<Cell>,
}

impl Drop for Context<'_> {
    fn drop(&mut self) {
        CELLS.with(|shelf| shelf.give(std::mem::take(&mut self.cells)));
    }
}

impl<'t> Context<'t> {
    pub(crate) fn of(text: &'t str, marks: &'t Marks) -> Self {
        Self { text, bytes: text.as_bytes(), marks, cells: cells(text, marks) }
    }

    /// What the value at `start..end` is said to be. A table heading outranks nearby words.
    pub(crate) fn label(&self, start: usize, end: usize) -> Option<Label> {
        self.column(start, end).or_else(|| self.marks.label_of(self.text, start, end))
    }

    /// What the heading of its column says.
    pub(crate) fn column(&self, start: usize, end: usize) -> Option<Label> {
        let upto = self.cells.partition_point(|cell| cell.start() <= start);
        let cell = self.cells.get(upto.checked_sub(1)?)?;
        (end <= cell.end()).then_some(cell.label)
    }

    /// Whether no letter, digit or `_` touches the stretch. Scripts written without spaces do not count.
    pub(crate) fn is_free(&self, start: usize, end: usize) -> bool {
        let is_inside = self.text.get(..start).and_then(|t| t.chars().next_back()).is_some_and(is_word);
        (!is_inside || follows_escape(self.bytes, start)) && !self.text.get(end..).and_then(|t| t.chars().next()).is_some_and(is_word)
    }

    /// Whether the stretch is not a piece of a longer code joined by `-`, `.`, `/` or `:`.
    pub(crate) fn is_detached(&self, start: usize, end: usize) -> bool {
        self.is_detached_from(&[], start, end)
    }

    /// The same, where a value that was found already is no piece of a code: `GB82WEST12345698765432-4111111111111111`.
    pub(crate) fn is_detached_from(&self, found: &[Finding], start: usize, end: usize) -> bool {
        const RECENT: usize = 8;
        let follows_value = || found.iter().rev().take(RECENT).any(|value| value.end + 1 == start);
        (!self.is_joined_before(start) || follows_value()) && !self.is_joined_after(end) && self.is_free(start, end)
    }

    fn is_joined_before(&self, start: usize) -> bool {
        let back = |n: usize| start.checked_sub(n).and_then(|i| self.bytes.get(i)).copied();
        matches!(back(1), Some(b'-' | b'.' | b'/' | b'@')) && back(2).is_some_and(|b| b.is_ascii_alphanumeric())
    }

    fn is_joined_after(&self, end: usize) -> bool {
        let ahead = |n: usize| self.bytes.get(end + n).copied();
        matches!(ahead(0), Some(b'-' | b'.' | b'/' | b'@' | b'%')) && ahead(1).is_some_and(|b| b.is_ascii_alphanumeric())
    }

    /// Whether what is joined to the stretch by `-`, `/` or a dot behind it are letters, not more digits.
    pub(crate) fn is_between_words(&self, start: usize, end: usize) -> bool {
        let back = |n: usize| start.checked_sub(n).and_then(|i| self.bytes.get(i)).copied();
        let ahead = |n: usize| self.bytes.get(end + n).copied();
        let is_word = |byte: Option<u8>| !byte.is_some_and(|b| b.is_ascii_digit());
        let follows_word = !matches!(back(1), Some(b'.' | b'@')) && (!matches!(back(1), Some(b'-' | b'/')) || is_word(back(2)));
        let precedes_word = !matches!(ahead(0), Some(b'@' | b'%')) && (!matches!(ahead(0), Some(b'-' | b'/' | b'.')) || is_word(ahead(1)));
        follows_word && precedes_word && self.is_free(start, end)
    }
}

fn is_word(c: char) -> bool {
    match c {
        '_' => true,
        '\0'..='\u{7f}' => c.is_ascii_alphanumeric(),
        '\u{e00}'..='\u{eff}' | '\u{2e80}'..='\u{d7ff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}' => false,
        _ => c.is_alphanumeric(),
    }
}

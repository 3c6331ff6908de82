use std::cell::OnceCell;

use crate::{Finding, label::Label, mapped::narrow};

use super::context::Context;

/// Digits that stand together.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Group {
    from: u32,
    to: u32,
}

impl Group {
    pub(super) fn at(start: usize, end: usize) -> Self {
        Self { from: narrow(start), to: narrow(end) }
    }

    pub(crate) fn start(self) -> usize {
        self.from as usize
    }

    pub(crate) fn end(self) -> usize {
        self.to as usize
    }

    pub(crate) fn len(self) -> usize {
        self.end() - self.start()
    }
}

/// Neighbouring groups read as one number.
pub(crate) struct Number<'c> {
    pub(crate) context: &'c Context<'c>,
    pub(crate) groups: &'c [Group],
    pub(crate) start: usize,
    pub(crate) end: usize,
    digits: &'c [u8],
    /// The label word before it, which is the same for all numbers that start there.
    before: &'c OnceCell<Option<Label>>,
    label: OnceCell<Option<Label>>,
}

impl<'c> Number<'c> {
    /// These groups as one number, of these digits; `None` without any.
    #[inline(always)]
    pub(super) fn of(context: &'c Context<'c>, groups: &'c [Group], digits: &'c [u8], before: &'c OnceCell<Option<Label>>) -> Option<Self> {
        let (start, end) = (groups.first()?.start(), groups.last()?.end());
        Some(Self { context, groups, start, end, digits, before, label: OnceCell::new() })
    }
}

impl Number<'_> {
    /// The digits as values 0 to 9.
    pub(crate) fn digits(&self) -> &[u8] {
        self.digits
    }

    /// What the words around it say that it is.
    pub(crate) fn label(&self) -> Option<Label> {
        *self.label.get_or_init(|| {
            let (text, marks) = (self.context.text, self.context.marks);
            let before = || *self.before.get_or_init(|| marks.before(text, self.start));
            self.context.column(self.start, self.end).or_else(before).or_else(|| marks.after(text, self.end))
        })
    }

    /// The lengths of the groups are exactly these.
    pub(crate) fn is_grouped(&self, lengths: &[usize]) -> bool {
        self.groups.len() == lengths.len() && self.groups.iter().zip(lengths).all(|(group, length)| group.len() == *length)
    }

    /// The bytes between the groups, in order.
    pub(crate) fn separators(&self) -> impl Iterator<Item = &[u8]> {
        self.groups.windows(2).filter_map(|pair| match pair {
            [left, right] => self.context.bytes.get(left.end()..right.start()),
            _ => None,
        })
    }

    /// One separator between the groups, the same everywhere but for blanks.
    pub(crate) fn is_evenly_spaced(&self) -> bool {
        let mut seen = None;
        self.separators().all(|gap| {
            let sign = gap.iter().copied().find(|b| *b != b' ');
            let is_single = gap.iter().filter(|b| **b != b' ').count() <= 1;
            is_single && !matches!(sign, Some(b'(' | b')')) && *seen.get_or_insert(sign) == sign
        })
    }

    /// Joined the way that people write numbers which have no check digit.
    pub(crate) fn is_plainly_spaced(&self) -> bool {
        self.separators().all(|gap| gap.iter().all(|b| matches!(b, b' ' | b'-' | b'.' | b'/' | b'(' | b')')))
    }

    /// Every digit stands alone.
    pub(crate) fn is_spelled(&self) -> bool {
        self.groups.iter().all(|group| group.len() == 1)
    }

    pub(crate) fn is_detached(&self, found: &[Finding]) -> bool {
        self.context.is_detached_from(found, self.start, self.end)
    }
}

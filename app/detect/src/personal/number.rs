use crate::Finding;

use super::{bank, card, context::Context, india, ip, phone, ssn};

/// The longest number that any finder wants: a card of nineteen digits.
const MOST: usize = 19;

/// Digits that stand together.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Group {
    pub(crate) start: usize,
    pub(crate) end: usize,
}

impl Group {
    pub(crate) fn len(self) -> usize {
        self.end - self.start
    }
}

/// Neighbouring groups read as one number.
pub(crate) struct Number<'c> {
    pub(crate) context: &'c Context<'c>,
    pub(crate) groups: &'c [Group],
    pub(crate) start: usize,
    pub(crate) end: usize,
    digits: [u8; MOST],
    count: usize,
}

impl Number<'_> {
    /// The digits as values 0 to 9.
    pub(crate) fn digits(&self) -> &[u8] {
        self.digits.get(..self.count).unwrap_or_default()
    }

    /// The lengths of the groups are exactly these.
    pub(crate) fn is_grouped(&self, lengths: &[usize]) -> bool {
        self.groups.iter().map(|group| group.len()).eq(lengths.iter().copied())
    }

    /// The bytes between the groups, in order.
    pub(crate) fn separators(&self) -> impl Iterator<Item = &[u8]> {
        self.groups.windows(2).filter_map(|pair| match pair {
            [left, right] => self.context.bytes.get(left.end..right.start),
            _ => None,
        })
    }

    /// One separator between the groups, whichever it is.
    pub(crate) fn is_evenly_spaced(&self) -> bool {
        self.separators().all(|gap| matches!(gap, [b' ' | b'-' | b'.' | b'/'] | b"- " | b" -" | b" - " | b"  "))
    }

    pub(crate) fn is_detached(&self) -> bool {
        self.context.is_detached(self.start, self.end)
    }
}

/// Reads the run of digit groups that starts here, offers every number in it, and answers where it ends.
pub(crate) fn run_at(context: &Context<'_>, start: usize, found: &mut Vec<Finding>) -> usize {
    let groups = groups_from(context.bytes, start);
    for first in 0..groups.len() {
        let mut count = 0;
        for last in first..groups.len().min(first + 10) {
            let Some(window) = groups.get(first..=last) else { break };
            count += window.last().map_or(0, |group| group.len());
            if count > MOST {
                break;
            }
            if let Some(number) = number_of(context, window) {
                offer(&number, found);
            }
        }
    }
    groups.last().map_or(start, |group| group.end)
}

fn offer(number: &Number<'_>, found: &mut Vec<Finding>) {
    match number.count {
        4..=12 if number.groups.len() == 4 => ip::four(number, found),
        _ => {}
    }
    match number.count {
        9 => {
            ssn::check(number, found);
            bank::routing(number, found);
        }
        12 => india::aadhaar(number, found),
        13..=19 => card::check(number, found),
        _ => {}
    }
    bank::account(number, found);
    phone::check(number, found);
}

fn groups_from(bytes: &[u8], start: usize) -> Vec<Group> {
    let mut groups = Vec::new();
    let mut at = start;
    loop {
        let digits = bytes.iter().skip(at).take_while(|b| b.is_ascii_digit()).count();
        let end = at + digits;
        if bytes.get(end).is_some_and(|b| b.is_ascii_alphabetic() || *b == b'_') {
            break;
        }
        groups.push(Group { start: at, end });
        let gap = bytes.iter().skip(end).take(4).take_while(|b| is_separator(**b)).count();
        at = end + gap;
        if !(1..=3).contains(&gap) || !bytes.get(at).is_some_and(u8::is_ascii_digit) {
            break;
        }
    }
    groups
}

fn is_separator(byte: u8) -> bool {
    matches!(byte, b' ' | b'-' | b'.' | b'/' | b'(' | b')')
}

fn number_of<'c>(context: &'c Context<'c>, groups: &'c [Group]) -> Option<Number<'c>> {
    let (first, last) = (groups.first()?, groups.last()?);
    let mut number = Number { context, groups, start: first.start, end: last.end, digits: [0; MOST], count: 0 };
    for byte in groups.iter().filter_map(|g| context.bytes.get(g.start..g.end)).flatten() {
        *number.digits.get_mut(number.count)? = byte - b'0';
        number.count += 1;
    }
    Some(number)
}

use std::cell::OnceCell;

use crate::{Finding, label::Label};

use super::{
    bank, card,
    context::Context,
    india, ip,
    number::{Group, Number},
    phone, ssn,
};

/// The longest number that any finder wants: a card of nineteen digits.
const MOST: usize = 19;
/// The shortest: a booking or account number.
const SHORTEST: usize = 6;
/// Numbers are written in up to this many groups, unless every digit stands alone.
const USUAL_GROUPS: usize = 10;

/// Reads the run of digit groups that starts here, offers every number in it, and answers where it ends.
pub(crate) fn run_at(context: &Context<'_>, start: usize, found: &mut Vec<Finding>) -> usize {
    let (Some(alone), next) = group_at(context.bytes, start) else { return start };
    if next.is_none() {
        numbers_from_first(context, &[alone], false, found);
        return alone.end();
    }
    let mut ahead = Ahead { bytes: context.bytes, room: [alone; 2 * MOST], first: 0, count: 1, next };
    let mut end = start;
    ahead.fill();
    while let Some(first) = ahead.groups().first() {
        numbers_from_first(context, ahead.groups(), first.start() > start, found);
        end = first.end();
        ahead.pass();
    }
    end
}

fn numbers_from_first(context: &Context<'_>, groups: &[Group], is_inner: bool, found: &mut Vec<Finding>) {
    // Nobody reads fewer digits as a number, but for the four parts of an address.
    if groups.len() < 4 && groups.iter().map(|group| group.len()).sum::<usize>() < SHORTEST {
        return;
    }
    let before = OnceCell::new();
    if is_inner && groups.len() == MOST && groups.iter().all(|group| group.len() == 1) {
        return cards_in_row(context, groups, &before, found);
    }
    let may_be_short = is_any_length_asked(context, groups);
    let mut digits = [0_u8; MOST];
    let mut count = 0;
    for (last, group) in groups.iter().enumerate() {
        let Some(raw) = context.bytes.get(group.start()..group.end()) else { return };
        let Some(room) = digits.get_mut(count..count + raw.len()) else { return };
        room.iter_mut().zip(raw).for_each(|(digit, byte)| *digit = byte - b'0');
        count += raw.len();
        let is_spelled = last > 0 && count == last + 1;
        if last >= USUAL_GROUPS && !is_spelled {
            return;
        }
        if last != 3 && (count < SHORTEST || (is_spelled && !may_be_spelled(count, is_inner && (last + 1 < groups.len() || count == MOST))))
        {
            continue;
        }
        if !(may_be_short || last == 3 || matches!(count, 9 | 12..)) {
            continue;
        }
        let (Some(groups), Some(digits)) = (groups.get(..=last), digits.get(..count)) else { return };
        let Some(number) = Number::of(context, groups, digits, &before) else { return };
        offer(&number, found);
    }
}

/// In the middle of a row of digits that stand alone only cards are read, and most digits begin none.
fn cards_in_row(context: &Context<'_>, groups: &[Group], before: &OnceCell<Option<Label>>, found: &mut Vec<Finding>) {
    let mut digits = [0_u8; MOST];
    for (digit, group) in digits.iter_mut().zip(groups) {
        *digit = context.bytes.get(group.start()).map_or(0, |byte| byte - b'0');
    }
    for count in [15, 16] {
        let (Some(groups), Some(digits)) = (groups.get(..count), digits.get(..count)) else { return };
        if card::is_card(digits)
            && let Some(number) = Number::of(context, groups, digits, before)
        {
            offer(&number, found);
        }
    }
}

/// Whether numbers of any length are looked for here: telephone and account numbers, by a sign or word for them.
fn is_any_length_asked(context: &Context<'_>, groups: &[Group]) -> bool {
    let back = |n: usize| groups.first().and_then(|first| context.bytes.get(first.start().checked_sub(n)?));
    let is_dialled = matches!(back(1), Some(b'+' | b'(')) || back(2) == Some(&b'+');
    is_dialled || context.marks.may_be(Label::Phone) || context.marks.may_be(Label::Bank)
}

/// Digits that stand alone make a number when their row holds no more of them; from the middle of a longer row
/// only cards are read.
fn may_be_spelled(count: usize, is_middle: bool) -> bool {
    if is_middle { matches!(count, 15 | 16) } else { matches!(count, 9 | 12..) }
}

fn offer(number: &Number<'_>, found: &mut Vec<Finding>) {
    let count = number.digits().len();
    if number.groups.len() == 4 && (4..=12).contains(&count) {
        ip::four(number, found);
    }
    match count {
        9 => {
            ssn::check(number, found);
            bank::routing(number, found);
        }
        12 => india::aadhaar(number, found),
        13.. => card::check(number, found),
        _ => {}
    }
    bank::account(number, found);
    phone::check(number, found);
}

/// The next groups of a run, read as they are needed.
struct Ahead<'b> {
    bytes: &'b [u8],
    /// A window that moves through this room, and back to its beginning when it reaches the end.
    room: [Group; 2 * MOST],
    first: usize,
    count: usize,
    /// Where the next group starts, while the run goes on.
    next: Option<usize>,
}

impl Ahead<'_> {
    fn groups(&self) -> &[Group] {
        self.room.get(self.first..self.first + self.count).unwrap_or_default()
    }

    fn fill(&mut self) {
        while let Some(start) = self.next.filter(|_| self.count < MOST) {
            let (group, next) = group_at(self.bytes, start);
            self.next = next;
            let (Some(group), Some(free)) = (group, self.room.get_mut(self.first + self.count)) else { return };
            *free = group;
            self.count += 1;
        }
    }

    /// Leaves the first group behind.
    fn pass(&mut self) {
        self.first += 1;
        self.count = self.count.saturating_sub(1);
        if self.first == MOST {
            self.room.copy_within(MOST.., 0);
            self.first = 0;
        }
        self.fill();
    }
}

/// The group that starts here, unless it is the head of a word, and where the next one starts.
fn group_at(bytes: &[u8], start: usize) -> (Option<Group>, Option<usize>) {
    let tail = bytes.get(start..).unwrap_or_default();
    let end = start + tail.iter().take_while(|b| b.is_ascii_digit()).count();
    let rest = bytes.get(end..).unwrap_or_default();
    let is_word = match rest {
        [b'_', next, ..] => !next.is_ascii_digit(),
        [b, ..] => b.is_ascii_alphabetic() || *b == b'_',
        [] => false,
    };
    if is_word {
        return (None, None);
    }
    let gap = rest.iter().take(4).take_while(|b| is_separator(**b)).count();
    let goes_on = (1..=3).contains(&gap) && rest.get(gap).is_some_and(u8::is_ascii_digit);
    (Some(Group::at(start, end)), goes_on.then_some(end + gap))
}

fn is_separator(byte: u8) -> bool {
    matches!(byte, b' ' | b'-' | b'.' | b'/' | b'(' | b')' | b'+' | b'_' | b'*' | b',' | b':' | b'|' | b'~' | b'#' | b'\t' | b'=')
}

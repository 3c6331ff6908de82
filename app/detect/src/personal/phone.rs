use crate::{Finding, Kind, label::Label};

use super::{finding, number::Number, plans};

/// A telephone number: international by its plan, national by its label or by American brackets.
pub(crate) fn check(number: &Number<'_>, found: &mut Vec<Finding>) {
    if !(7..=16).contains(&number.digits().len()) {
        return;
    }
    let prefix = prefix_of(number);
    let is_marked = prefix.is_international || prefix.is_bracketed;
    let may_be = is_marked || (number.context.marks.may_be(Label::Phone) && number.label() == Some(Label::Phone));
    if !may_be || !number.is_plainly_spaced() || (!prefix.is_international && looks_like_a_date(number)) {
        return;
    }
    let start = number.start - prefix.length;
    if !number.context.is_detached(start, number.end) {
        return;
    }
    if let Some(confidence) = confidence(number, &prefix, start) {
        found.push(finding(Kind::Phone, start, number.end, confidence));
    }
}

fn confidence(number: &Number<'_>, prefix: &Prefix, start: usize) -> Option<u8> {
    let label = if prefix.length == 0 { number.label() } else { number.context.label(start, number.end) };
    let dialled = match number.digits() {
        [0, 0, rest @ ..] if !prefix.is_international => Some(rest),
        digits => Some(digits).filter(|_| prefix.is_international),
    };
    match (dialled.is_some_and(plans::fits), label) {
        (true, Some(Label::Phone)) => Some(95),
        (true, _) if prefix.is_international => Some(88),
        (false, Some(Label::Phone)) if !prefix.is_international && fits_nationally(number) => Some(74),
        (false, label)
            if prefix.is_bracketed
                && !matches!(label, Some(Label::Unrelated | Label::Version))
                && is_american(number.digits())
                && number.groups.len() == 3 =>
        {
            Some(72)
        }
        _ => None,
    }
}

struct Prefix {
    length: usize,
    is_international: bool,
    is_bracketed: bool,
}

fn prefix_of(number: &Number<'_>) -> Prefix {
    let back = |n: usize| number.start.checked_sub(n).and_then(|i| number.context.bytes.get(i)).copied();
    match (back(2), back(1)) {
        (_, Some(b'+')) => Prefix { length: 1, is_international: true, is_bracketed: false },
        (Some(b'+'), Some(b'(' | b' ')) => Prefix { length: 2, is_international: true, is_bracketed: false },
        (_, Some(b'(')) if number.separators().next().is_some_and(|gap| gap.starts_with(b")")) => {
            Prefix { length: 1, is_international: false, is_bracketed: true }
        }
        _ => Prefix { length: 0, is_international: false, is_bracketed: false },
    }
}

/// Under a label a national number may be written in many ways, but not in scraps.
fn fits_nationally(number: &Number<'_>) -> bool {
    let digits = number.digits();
    let is_even = number.separators().all(|gap| gap.len() <= 2 && gap != b"//" && gap != b"..");
    let is_written = is_even && !(number.groups.len() > 6 || number.groups.iter().any(|group| group.len() < 2 && number.groups.len() > 3));
    let starts_well = match digits.first() {
        Some(0) => digits.len() >= 8,
        Some(1) if digits.len() == 11 => is_american(digits.get(1..).unwrap_or_default()),
        Some(1) => number.groups.len() > 1 && (8..=10).contains(&digits.len()),
        Some(_) => digits.len() <= 11,
        None => false,
    };
    // Two groups around a dot are a measure: 23.748371.
    let is_measure = number.groups.len() == 2 && number.separators().all(|gap| gap == b".");
    is_written && starts_well && !is_measure && digits.len() <= 13
}

/// Ten digits of the North American plan: area and exchange start with 2 to 9.
fn is_american(digits: &[u8]) -> bool {
    matches!(digits, [2..=9, _, _, 2..=9, _, _, _, _, _, _])
}

fn looks_like_a_date(number: &Number<'_>) -> bool {
    let year = |at: usize| {
        number
            .groups
            .get(at)
            .and_then(|g| number.context.text.get(g.start()..g.end()))
            .is_some_and(|t| t.len() == 4 && (t.starts_with("19") || t.starts_with("20")))
    };
    let is_short = |at: usize| number.groups.get(at).is_some_and(|g| g.len() <= 2);
    number.groups.len() >= 3 && ((year(0) && is_short(1) && is_short(2)) || (is_short(0) && is_short(1) && year(2)))
}

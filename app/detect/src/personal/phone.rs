use crate::{Finding, Kind, label::Label};

use super::{finding, number::Number};

/// Calling codes with the shortest and longest national number (ITU-T E.164 and the national plans).
const PLANS: &[(u32, usize, usize)] = &[
    (1, 10, 10),
    (7, 10, 10),
    (20, 8, 10),
    (27, 9, 9),
    (30, 10, 10),
    (31, 9, 9),
    (32, 8, 9),
    (33, 9, 9),
    (34, 9, 9),
    (36, 8, 9),
    (39, 6, 11),
    (40, 9, 9),
    (41, 9, 9),
    (43, 5, 13),
    (44, 9, 10),
    (45, 8, 8),
    (46, 7, 10),
    (47, 8, 8),
    (48, 9, 9),
    (49, 6, 12),
    (51, 8, 9),
    (52, 10, 10),
    (53, 6, 8),
    (54, 10, 11),
    (55, 10, 11),
    (56, 9, 9),
    (57, 10, 10),
    (58, 10, 10),
    (60, 8, 10),
    (61, 9, 9),
    (62, 8, 12),
    (63, 8, 10),
    (64, 8, 10),
    (65, 8, 8),
    (66, 8, 9),
    (81, 9, 10),
    (82, 8, 10),
    (84, 9, 10),
    (86, 9, 11),
    (90, 10, 10),
    (91, 10, 10),
    (92, 9, 10),
    (93, 9, 9),
    (94, 9, 9),
    (95, 7, 10),
    (98, 10, 10),
    (212, 9, 9),
    (213, 8, 9),
    (216, 8, 8),
    (234, 8, 10),
    (254, 9, 9),
    (351, 9, 9),
    (352, 6, 11),
    (353, 7, 9),
    (354, 7, 9),
    (355, 8, 9),
    (356, 8, 8),
    (357, 8, 8),
    (358, 6, 11),
    (359, 7, 9),
    (370, 8, 8),
    (371, 8, 8),
    (372, 7, 8),
    (380, 9, 9),
    (381, 8, 9),
    (385, 8, 9),
    (386, 8, 8),
    (420, 9, 9),
    (421, 9, 9),
    (852, 8, 8),
    (853, 8, 8),
    (880, 8, 10),
    (886, 8, 9),
    (961, 7, 8),
    (962, 8, 9),
    (965, 8, 8),
    (966, 9, 9),
    (968, 8, 8),
    (971, 8, 9),
    (972, 8, 9),
    (973, 8, 8),
    (974, 8, 8),
    (977, 8, 10),
    (994, 9, 9),
    (995, 9, 9),
];

/// A telephone number: international by its plan, national by its label or by American brackets.
pub(crate) fn check(number: &Number<'_>, found: &mut Vec<Finding>) {
    let count = number.digits().len();
    if !(7..=15).contains(&count) || looks_like_a_date(number) {
        return;
    }
    let prefix = prefix_of(number);
    let start = number.start - prefix.length;
    if !number.context.is_detached(start, number.end) {
        return;
    }
    let label = number.context.label(start, number.end);
    let confidence = match (prefix.is_international, label) {
        (true, Some(Label::Phone)) if fits_a_plan(number.digits()) => 95,
        (true, _) if fits_a_plan(number.digits()) => 88,
        (false, Some(Label::Phone)) if fits_nationally(number) => 74,
        (false, None) if prefix.is_bracketed && is_american(number.digits()) && number.groups.len() == 3 => 72,
        _ => return,
    };
    found.push(finding(Kind::Phone, start, number.end, confidence));
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

/// `+` and a calling code whose plan allows this many digits; a `(0)` after the code is not dialled.
fn fits_a_plan(digits: &[u8]) -> bool {
    let fits = |width: usize| {
        let code = digits.iter().take(width).fold(0_u32, |value, d| value * 10 + u32::from(*d));
        let national = digits.len().saturating_sub(width);
        let dialled = national - usize::from(digits.get(width) == Some(&0) && national > 0 && code != 39);
        PLANS.iter().any(|(known, least, most)| *known == code && (*least..=*most).contains(&dialled))
    };
    (1..=3).any(fits)
}

/// Under a label a national number may be written in many ways, but not in scraps.
fn fits_nationally(number: &Number<'_>) -> bool {
    let digits = number.digits();
    let is_even = number.separators().all(|gap| gap.len() <= 2 && gap != b"//" && gap != b"..");
    let is_written = is_even && !(number.groups.len() > 6 || number.groups.iter().any(|group| group.len() < 2 && number.groups.len() > 3));
    let starts_well = match digits.first() {
        Some(0) => digits.len() >= 8,
        Some(1) => digits.len() == 11 && is_american(digits.get(1..).unwrap_or_default()),
        Some(_) => digits.len() <= 11,
        None => false,
    };
    is_written && starts_well && digits.len() <= 13
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
            .and_then(|g| number.context.text.get(g.start..g.end))
            .is_some_and(|t| t.len() == 4 && (t.starts_with("19") || t.starts_with("20")))
    };
    let is_short = |at: usize| number.groups.get(at).is_some_and(|g| g.len() <= 2);
    number.groups.len() >= 3 && ((year(0) && is_short(1) && is_short(2)) || (is_short(0) && is_short(1) && year(2)))
}

use crate::{
    Finding, Kind,
    label::Label,
    steps::{Step, holds},
};

use super::{finding, number::Number};

/// A Social Security number: written 3-2-4 it speaks for itself, written together it needs its label.
pub(crate) fn check(number: &Number<'_>, found: &mut Vec<Finding>) {
    let is_split = number.is_grouped(&[3, 2, 4]) && number.is_evenly_spaced();
    let may_be = is_split || number.context.marks.may_be(Label::Ssn);
    if !may_be || !holds(Step::SsnAreas, is_issuable(number.digits())) || !number.is_detached(found) {
        return;
    }
    let is_dashed = is_split && number.separators().all(|gap| gap.contains(&b'-'));
    let confidence = match number.label() {
        Some(Label::Ssn) if is_split => 96,
        Some(Label::Ssn) if number.groups.len() == 1 => 88,
        Some(Label::Ssn) if number.is_evenly_spaced() && (number.is_spelled() || number.is_grouped(&[3, 3, 3])) => 84,
        Some(Label::Unrelated | Label::Version | Label::Phone | Label::Bank) if is_dashed => 60,
        Some(Label::Unrelated | Label::Version | Label::Phone | Label::Bank) => return,
        Some(_) | None if is_dashed => 85,
        Some(_) | None if is_split && number.separators().all(|gap| matches!(gap, b" " | b"." | b"/" | b"_" | b"*" | b"  ")) => 80,
        Some(_) | None => return,
    };
    found.push(finding(Kind::Ssn, number.start, number.end, confidence));
}

/// Area 001 to 899 without 666, group 01 to 99, serial 0001 to 9999: others were never issued.
pub(crate) fn is_issuable(digits: &[u8]) -> bool {
    let [a, b, c, d, e, f, g, h, i] = *digits else { return false };
    let is_area = (a, b, c) != (0, 0, 0) && (a, b, c) != (6, 6, 6) && a != 9;
    is_area && (d, e) != (0, 0) && (f, g, h, i) != (0, 0, 0, 0)
}

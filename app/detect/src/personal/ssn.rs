use crate::{Finding, Kind, label::Label};

use super::{finding, number::Number};

/// A Social Security number: written 3-2-4 it speaks for itself, written together it needs its label.
pub(crate) fn check(number: &Number<'_>, found: &mut Vec<Finding>) {
    if !is_issuable(number.digits()) || !number.is_detached() {
        return;
    }
    let is_split = number.is_grouped(&[3, 2, 4]) && number.is_evenly_spaced();
    let confidence = match number.context.label(number.start, number.end) {
        Some(Label::Ssn) if is_split => 96,
        Some(Label::Ssn) if number.groups.len() == 1 => 88,
        Some(Label::Unrelated | Label::Version | Label::Phone | Label::Bank) => return,
        Some(_) | None if is_split => 85,
        Some(_) | None => return,
    };
    found.push(finding(Kind::Ssn, number.start, number.end, confidence));
}

/// Area 001 to 899 without 666, group 01 to 99, serial 0001 to 9999: others were never issued.
fn is_issuable(digits: &[u8]) -> bool {
    let [a, b, c, d, e, f, g, h, i] = *digits else { return false };
    let is_area = (a, b, c) != (0, 0, 0) && (a, b, c) != (6, 6, 6) && a != 9;
    is_area && (d, e) != (0, 0) && (f, g, h, i) != (0, 0, 0, 0)
}

use crate::{
    Finding, Kind,
    label::Label,
    steps::{Step, holds},
};

use super::{finding, number::Number};

/// A routing number: nine digits, a Federal Reserve prefix, the ABA checksum and its label.
pub(crate) fn routing(number: &Number<'_>, found: &mut Vec<Finding>) {
    if !number.context.marks.may_be(Label::Routing) || !is_routing(number.digits()) {
        return;
    }
    let is_shape =
        number.groups.len() == 1 || (number.is_evenly_spaced() && (number.is_grouped(&[4, 4, 1]) || number.is_grouped(&[3, 3, 3])));
    if is_shape && number.is_detached(found) && number.label() == Some(Label::Routing) {
        found.push(finding(Kind::AbaRouting, number.start, number.end, 90));
    }
}

/// An account number has no structure of its own, so only its label makes it one.
pub(crate) fn account(number: &Number<'_>, found: &mut Vec<Finding>) {
    let is_length = (6..=17).contains(&number.digits().len());
    if is_length
        && number.context.marks.may_be(Label::Bank)
        && is_account_shape(number)
        && number.is_detached(found)
        && number.label() == Some(Label::Bank)
    {
        found.push(finding(Kind::UsBankAccount, number.start, number.end, 80));
    }
}

fn is_account_shape(number: &Number<'_>) -> bool {
    number.groups.len() == 1 || (number.separators().all(|gap| matches!(gap, b"-" | b" ")) && number.groups.iter().all(|g| g.len() >= 3))
}

fn is_routing(digits: &[u8]) -> bool {
    let [a, b, c, d, e, f, g, h, i] = *digits else { return false };
    let sum = 3 * (u32::from(a) + u32::from(d) + u32::from(g))
        + 7 * (u32::from(b) + u32::from(e) + u32::from(h))
        + u32::from(c)
        + u32::from(f)
        + u32::from(i);
    holds(Step::FederalReserve, matches!(a * 10 + b, 0..=12 | 21..=32 | 61..=72 | 80))
        && holds(Step::Aba, sum.is_multiple_of(10) && sum > 0)
}

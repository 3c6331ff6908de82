use std::net::Ipv6Addr;

use crate::{
    Finding, Kind,
    label::Label,
    steps::{Step, holds},
};

use super::{context::Context, finding, number::Number};

/// Four octets joined by dots, unless the word right before them calls them a version or a section.
pub(crate) fn four(number: &Number<'_>, found: &mut Vec<Finding>) {
    if !number.separators().all(|gap| gap == b".") {
        return;
    }
    let is_network = number.context.bytes.get(number.end) == Some(&b'/') && number.context.is_free(number.start, number.end);
    if !(number.is_detached(found) || is_network) {
        return;
    }
    let is_octet =
        |text: &str| text.len() <= 3 && holds(Step::Octets, text.parse::<u8>().is_ok() && (text.len() == 1 || !text.starts_with('0')));
    let octets = number.groups.iter().filter_map(|g| number.context.text.get(g.start()..g.end())).filter(|t| is_octet(t)).count();
    if octets != 4 {
        return;
    }
    let confidence = match number.label() {
        Some(Label::Version) if number.context.marks.hug(number.context.text, number.start) => return,
        // A word in the sentence makes it less sure, and must not hide it.
        Some(Label::Version) => 60,
        Some(Label::Ip) => 97,
        Some(_) | None => 90,
    };
    found.push(finding(Kind::IpAddress, number.start, number.end, confidence));
}

/// The IPv6 address in the run of parts and colons around `colon`, with or without a word in front of it; answers
/// where that run ends.
pub(crate) fn six_around(context: &Context<'_>, colon: usize, found: &mut Vec<Finding>) -> usize {
    const TRIES: usize = 3;
    let is_part = |b: &&u8| b.is_ascii_hexdigit() || matches!(b, b':' | b'.');
    let tail = context.bytes.get(colon..).unwrap_or_default();
    let run_end = colon + tail.iter().take_while(is_part).count();
    let colons = (colon..run_end).filter(|at| context.bytes.get(*at) == Some(&b':'));
    for at in colons.take(TRIES) {
        if let Some((start, end)) = six_at(context, at, run_end) {
            found.push(finding(Kind::IpAddress, start, end, 95));
            return end.max(colon + 1);
        }
    }
    run_end.max(colon + 1)
}

fn six_at(context: &Context<'_>, colon: usize, run_end: usize) -> Option<(usize, usize)> {
    const LONGEST: usize = 45;
    let head = context.bytes.iter().take(colon).rev().take(4).take_while(|b| b.is_ascii_hexdigit()).count();
    let mut end = run_end.min(colon + LONGEST);
    while end > colon && context.bytes.get(end - 1) == Some(&b'.') {
        end -= 1;
    }
    if end > colon && context.bytes.get(end - 1) == Some(&b':') && context.bytes.get(end.wrapping_sub(2)) != Some(&b':') {
        end -= 1;
    }
    // A key such as `ip:` directly before the address is not part of it.
    let start = if head == 0 && context.bytes.get(colon + 1) != Some(&b':') { colon + 1 } else { colon - head };
    let text = context.text.get(start..end)?;
    let address = text.parse::<Ipv6Addr>().ok()?;
    (context.is_free(start, end) && tells(context, text, address, start, end)).then_some((start, end))
}

/// Two short parts around `::` may be a path in a program; what is assigned to networks, or called an address, is not.
fn tells(context: &Context<'_>, text: &str, address: Ipv6Addr, start: usize, end: usize) -> bool {
    let parts = text.split(':').filter(|part| !part.is_empty()).count();
    let is_assigned = matches!(address.segments(), [0x2000..=0x3fff | 0xfc00..=0xfdff | 0xfe80..=0xfebf, ..]);
    parts >= 3 || (parts == 2 && is_assigned) || (parts >= 1 && context.label(start, end) == Some(Label::Ip))
}

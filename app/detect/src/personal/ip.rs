use std::net::Ipv6Addr;

use crate::{Finding, Kind, label::Label};

use super::{context::Context, finding, number::Number};

/// Four octets joined by dots that are not a version or a section number.
pub(crate) fn four(number: &Number<'_>, found: &mut Vec<Finding>) {
    let is_dotted = number.separators().all(|gap| gap == b".");
    let is_octet = |text: &str| text.len() <= 3 && text.parse::<u8>().is_ok() && (text.len() == 1 || !text.starts_with('0'));
    let octets = number.groups.iter().filter_map(|g| number.context.text.get(g.start..g.end)).filter(|t| is_octet(t)).count();
    let zone = number.context.bytes.get(number.end);
    let is_network = zone == Some(&b'/') && number.context.is_free(number.start, number.end);
    if !is_dotted || octets != 4 || !(number.is_detached() || is_network) {
        return;
    }
    match number.context.label(number.start, number.end) {
        Some(Label::Version) => {}
        Some(Label::Ip) => found.push(finding(Kind::IpAddress, number.start, number.end, 97)),
        Some(_) | None => found.push(finding(Kind::IpAddress, number.start, number.end, 90)),
    }
}

/// The IPv6 address around the colon at `colon`; answers how far it was read.
pub(crate) fn six_at(context: &Context<'_>, colon: usize, found: &mut Vec<Finding>) -> usize {
    let is_part = |b: &u8| b.is_ascii_hexdigit() || matches!(b, b':' | b'.');
    let head = context.bytes.iter().take(colon).rev().take(4).take_while(|b| b.is_ascii_hexdigit()).count();
    let mut start = colon - head;
    let mut end = colon + context.bytes.iter().skip(colon).take(45).take_while(|b| is_part(b)).count();
    while end > colon && context.bytes.get(end - 1) == Some(&b'.') {
        end -= 1;
    }
    if end > colon && context.bytes.get(end - 1) == Some(&b':') && context.bytes.get(end.wrapping_sub(2)) != Some(&b':') {
        end -= 1;
    }
    // A key such as `ip:` directly before the address is not part of it.
    if head == 0 && context.bytes.get(colon + 1) != Some(&b':') {
        start = colon + 1;
    }
    let Some(text) = context.text.get(start..end) else { return colon };
    let parts = text.split(':').filter(|part| !part.is_empty()).count();
    if parts >= 3 && text.parse::<Ipv6Addr>().is_ok() && context.is_free(start, end) {
        found.push(finding(Kind::IpAddress, start, end, 95));
        return end;
    }
    colon
}

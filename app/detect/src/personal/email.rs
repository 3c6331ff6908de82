use std::net::{Ipv4Addr, Ipv6Addr};

use memchr::memchr_iter;

use crate::{
    Finding, Kind,
    steps::{Step, holds},
};

use super::finding;

/// E-mail addresses (RFC 5322 addr-spec): plain, quoted, internationalised, and at an address literal.
pub(crate) fn find(text: &str, found: &mut Vec<Finding>) {
    for at in memchr_iter(b'@', text.as_bytes()) {
        if let Some((start, end)) = around(text, at) {
            found.push(finding(Kind::Email, start, end, 96));
        }
    }
}

fn around(text: &str, at: usize) -> Option<(usize, usize)> {
    let start = local_start(text, at)?;
    let end = domain_end(text, at + 1)?;
    // `git@host:path` names a repository.
    let is_repository = text.get(start..at) == Some("git") && text.as_bytes().get(end) == Some(&b':');
    (end - start <= 254 && !is_repository).then_some((start, end))
}

fn local_start(text: &str, at: usize) -> Option<usize> {
    let head = text.get(..at)?;
    if head.ends_with('"') {
        return quoted_start(head);
    }
    let length = head.chars().rev().take_while(|c| is_local(*c)).map(char::len_utf8).sum::<usize>();
    let local = head.get(at - length..)?;
    // A quote or dot in front belongs to the sentence, not to the address.
    let trimmed = local.trim_start_matches(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '+')));
    let is_valid = trimmed.len() <= 64 && !trimmed.ends_with('.') && !trimmed.contains("..");
    let start = (!trimmed.is_empty() && holds(Step::AddressGrammar, is_valid)).then(|| at - trimmed.len())?;
    Some(wide_start(head).unwrap_or(start))
}

/// `/` and `=` may stand in a local part, but mostly they part a path or key from an address. They belong to it
/// where both are there, as in `customer/department=shipping@example.com`, and in return paths that carry an address.
fn wide_start(head: &str) -> Option<usize> {
    const LONGEST: usize = 64;
    let length = head.bytes().rev().take(LONGEST + 1).take_while(|b| b.is_ascii() && is_wide(char::from(*b))).count();
    let wide = head.get(head.len() - length..).filter(|wide| wide.len() <= LONGEST && !wide.contains("//"))?;
    let (before, _) = wide.split_once('=')?;
    let is_return_path = ["srs0", "srs1", "prvs"].iter().any(|word| before.eq_ignore_ascii_case(word)) || before.contains('+');
    let starts_well = wide.starts_with(|c: char| c.is_ascii_alphanumeric());
    (starts_well && (before.contains('/') || is_return_path)).then(|| head.len() - length)
}

fn is_wide(c: char) -> bool {
    is_local(c) || matches!(c, '/' | '=')
}

/// The start of a quoted local part, which may be quoted once more in JSON.
fn quoted_start(head: &str) -> Option<usize> {
    let (inside, quote) =
        head.strip_suffix("\\\"").map_or_else(|| head.strip_suffix('"').map(|inside| (inside, "\"")), |inside| Some((inside, "\\\"")))?;
    let floor = inside.floor_char_boundary(inside.len().saturating_sub(64));
    let window = inside.get(floor..)?;
    let open = window.rfind(quote)?;
    let content = window.get(open + quote.len()..)?;
    (!content.is_empty() && !content.contains('\n')).then_some(floor + open)
}

fn is_local(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '.' | '_' | '%' | '+' | '-' | '\'' | '!' | '#' | '$' | '*' | '^' | '~')
}

fn domain_end(text: &str, from: usize) -> Option<usize> {
    let tail = text.get(from..)?;
    if let Some(literal) = tail.strip_prefix('[') {
        let close = literal.char_indices().take(52).find(|(_, c)| *c == ']').map(|(i, _)| i)?;
        return is_address(literal.get(..close)?).then_some(from + close + 2);
    }
    let length = tail.chars().take(253).take_while(|c| c.is_alphanumeric() || matches!(c, '.' | '-')).map(char::len_utf8).sum::<usize>();
    let domain = tail.get(..length)?.trim_end_matches(['.', '-']);
    let (host, top) = domain.rsplit_once('.')?;
    let is_valid = is_top(top) && host.split('.').all(is_label) && !is_version(domain);
    holds(Step::AddressGrammar, is_valid).then_some(from + domain.len())
}

fn is_address(literal: &str) -> bool {
    literal.strip_prefix("IPv6:").map_or_else(|| literal.parse::<Ipv4Addr>().is_ok(), |six| six.parse::<Ipv6Addr>().is_ok())
}

/// Two letters or more, and not the name of a picture file: `logo@2x.png`.
fn is_top(top: &str) -> bool {
    const FILES: [&str; 7] = ["png", "jpg", "jpeg", "gif", "svg", "webp", "css"];
    let is_name = top.starts_with("xn--") || (top.chars().all(char::is_alphabetic) && top.chars().nth(1).is_some());
    is_name && !FILES.iter().any(|file| top.eq_ignore_ascii_case(file))
}

fn is_label(label: &str) -> bool {
    !label.is_empty() && label.len() <= 63 && !label.starts_with('-') && !label.ends_with('-')
}

/// `package@1.4.0-beta.rc` and `package@v2.1.next` name releases.
fn is_version(domain: &str) -> bool {
    let digits = domain.strip_prefix('v').unwrap_or(domain).trim_start_matches(|c: char| c.is_ascii_digit());
    let had_digits = digits.len() < domain.strip_prefix('v').unwrap_or(domain).len();
    had_digits && matches!(digits.as_bytes(), [b'.', next, ..] if next.is_ascii_digit())
}

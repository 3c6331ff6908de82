use std::sync::LazyLock;

use crate::{Finding, Kind, hint::Hint, marks::Marks, rules::Rules};

use super::finding;

/// Addresses that are spelled so that a plain search misses them.
static SPELLED: LazyLock<Rules> = LazyLock::new(|| {
    Rules::new(&[
        (
            Kind::Email,
            88,
            r"\b[\w.+-]{1,64}\s?(?:[\[({<]\s?at\s?[\])}>]|\sat\s)\s?[a-z0-9-]{1,63}(?:\s?(?:[\[({<]\s?dot\s?[\])}>]|\sdot\s)\s?[a-z0-9-]{1,63}){1,4}\b",
        ),
        (Kind::Email, 86, r"\b[\w.+-]{1,64}\s?[\[({<]\s?at\s?[\])}>]\s?[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,4}\b"),
        (Kind::Email, 86, r"\b[\w.+-]{1,64}@[a-z0-9-]{1,63}(?:\s?[\[({<]\s?dot\s?[\])}>]\s?[a-z0-9-]{1,63}){1,4}\b"),
    ])
});

/// E-mail addresses (RFC 5322 addr-spec): plain, quoted, internationalised, and spelled out.
pub(crate) fn find(text: &str, marks: &Marks, found: &mut Vec<Finding>) {
    for (at, _) in text.match_indices('@') {
        if let Some((start, end)) = around(text, at) {
            found.push(finding(Kind::Email, start, end, 96));
        }
    }
    if marks.has(Hint::SpelledEmail) {
        SPELLED.find(text, found);
    }
}

fn around(text: &str, at: usize) -> Option<(usize, usize)> {
    let start = local_start(text, at)?;
    let end = domain_end(text, at + 1)?;
    (end - start <= 254).then_some((start, end))
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
    let is_valid = !trimmed.is_empty() && trimmed.len() <= 64 && !trimmed.ends_with('.') && !trimmed.contains("..");
    is_valid.then(|| at - trimmed.len())
}

fn quoted_start(head: &str) -> Option<usize> {
    let inside = head.strip_suffix('"')?;
    let floor = inside.floor_char_boundary(inside.len().saturating_sub(64));
    let window = inside.get(floor..)?;
    let open = window.rfind('"')?;
    let content = window.get(open + 1..)?;
    (!content.is_empty() && !content.contains('\n')).then_some(floor + open)
}

fn is_local(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '.' | '_' | '%' | '+' | '-' | '\'' | '!' | '#' | '$' | '*' | '^' | '~')
}

fn domain_end(text: &str, from: usize) -> Option<usize> {
    let tail = text.get(from..)?;
    if let Some(literal) = tail.strip_prefix('[') {
        let close = literal.char_indices().take(45).find(|(_, c)| *c == ']').map(|(i, _)| i)?;
        return literal.get(..close)?.parse::<std::net::Ipv4Addr>().is_ok().then_some(from + close + 2);
    }
    let length = tail.chars().take(253).take_while(|c| c.is_alphanumeric() || matches!(c, '.' | '-')).map(char::len_utf8).sum::<usize>();
    let domain = tail.get(..length)?.trim_end_matches(['.', '-']);
    let (host, top) = domain.rsplit_once('.')?;
    let is_top = top.chars().count() >= 2 && (top.starts_with("xn--") || top.chars().all(char::is_alphabetic));
    let is_host = host.split('.').all(|label| !label.is_empty() && label.len() <= 63 && !label.starts_with('-') && !label.ends_with('-'));
    (is_top && is_host).then_some(from + domain.len())
}

use crate::{
    Finding, Kind,
    hint::Hint,
    marks::Marks,
    steps::{Step, is_on},
};

use super::finding;

const AT: [&[u8]; 3] = [b"at", b"arroba", b"@"];
const DOT: [&[u8]; 6] = [b"dot", b"punto", b"punkt", b"point", b"ponto", b"."];

/// How plainly a mark stands for its sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Strength {
    /// The sign itself, as in any address.
    Sign,
    /// A word between blanks, as in prose.
    Word,
    /// A word or sign in brackets, or a sign between blanks: written to be read as one.
    Disguise,
}

/// E-mail addresses that are spelled so that a plain search misses them: `ann [at] example dot com`.
pub(crate) fn find(text: &str, marks: &Marks, found: &mut Vec<Finding>) {
    if !marks.has(Hint::SpelledEmail) || !is_on(Step::SpelledEmail) {
        return;
    }
    let bytes = text.as_bytes();
    let mut word_start = 0;
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        if is_local(*byte) {
            at += 1;
            continue;
        }
        let end = address_end(bytes, word_start, at);
        if let Some(end) = end {
            found.push(finding(Kind::Email, word_start, end, 88));
        }
        at = end.unwrap_or(at + 1);
        word_start = at + bytes.get(at..).unwrap_or_default().iter().take_while(|b| is_local(**b) && !b.is_ascii_alphanumeric()).count();
    }
}

/// The end of an address whose local part is `start..at`.
fn address_end(bytes: &[u8], start: usize, at: usize) -> Option<usize> {
    const LONGEST_LOCAL: usize = 64;
    let local = bytes.get(start..at)?;
    if local.is_empty() || local.len() > LONGEST_LOCAL || local.ends_with(b".") {
        return None;
    }
    let (mut end, at_strength) = mark(bytes, at, &AT)?;
    end += label(bytes, end)?;
    let mut is_spelled = false;
    let mut top = None;
    while let Some((next, strength)) = mark(bytes, end, &DOT) {
        let Some(length) = label(bytes, next) else { break };
        top = Some(next);
        is_spelled |= strength != Strength::Sign;
        end = next + length;
    }
    let is_top = bytes.get(top?..end)?.iter().all(u8::is_ascii_alphabetic) && end - top? >= 2;
    (is_top && (is_spelled || at_strength == Strength::Disguise)).then_some(end)
}

/// The end of a sign or word for it that starts at `at`.
fn mark(bytes: &[u8], at: usize, words: &[&[u8]]) -> Option<(usize, Strength)> {
    let after_blank = at + blank(bytes, at);
    let is_bracketed = matches!(bytes.get(after_blank), Some(b'[' | b'(' | b'{' | b'<'));
    let open = if is_bracketed { after_blank + 1 + blank(bytes, after_blank + 1) } else { after_blank };
    let rest = bytes.get(open..)?;
    let word = words.iter().find(|word| rest.get(..word.len()).is_some_and(|head| head.eq_ignore_ascii_case(word)))?;
    let end = open + word.len();
    let after = end + blank(bytes, end);
    if is_bracketed {
        let is_closed = matches!(bytes.get(after), Some(b']' | b')' | b'}' | b'>'));
        return is_closed.then(|| (after + 1 + blank(bytes, after + 1), Strength::Disguise));
    }
    let is_sign = word.len() == 1;
    match (after_blank > at, after > end) {
        (true, true) if is_sign => (**word == *b"@").then_some((after, Strength::Disguise)),
        (true, true) => Some((after, Strength::Word)),
        (false, false) if is_sign => Some((end, Strength::Sign)),
        _ => None,
    }
}

fn blank(bytes: &[u8], at: usize) -> usize {
    usize::from(bytes.get(at) == Some(&b' '))
}

fn label(bytes: &[u8], at: usize) -> Option<usize> {
    let length = bytes.get(at..)?.iter().take(64).take_while(|b| b.is_ascii_alphanumeric() || **b == b'-').count();
    (1..=63).contains(&length).then_some(length)
}

fn is_local(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b'+' | b'-')
}

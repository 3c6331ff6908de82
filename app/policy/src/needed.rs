use std::collections::BTreeSet;

use regex_syntax::hir::{Hir, HirKind, literal::Extractor};

/// A word has at least so many bytes; a shorter one occurs in most texts.
const SHORTEST: usize = 2;
/// Where the search for better words ends.
const LONG_ENOUGH: usize = 4;
/// A pattern that needs one of more words needs none in particular.
const MOST_WORDS: usize = 64;

/// Words of which every match of the pattern holds at least one, ASCII letters in lower case; `None` when there are none.
pub(crate) fn needed(pattern: &Hir) -> Option<BTreeSet<Vec<u8>>> {
    let parts = match without_groups(pattern).kind() {
        HirKind::Concat(parts) => parts.as_slice(),
        HirKind::Empty
        | HirKind::Literal(_)
        | HirKind::Class(_)
        | HirKind::Look(_)
        | HirKind::Repetition(_)
        | HirKind::Capture(_)
        | HirKind::Alternation(_) => std::slice::from_ref(pattern),
    };
    let mut best = None;
    // A match is one of each part in turn, so what the parts from any one on begin with occurs in it.
    for from in 0..parts.len() {
        let rest = parts.get(from..)?;
        let Some(words) = beginnings(&Hir::concat(rest.to_vec())) else { continue };
        let shortest = shortest(&words);
        if best.as_ref().is_none_or(|(length, _)| shortest > *length) {
            best = Some((shortest, words));
        }
        if shortest >= LONG_ENOUGH {
            break;
        }
    }
    best.map(|(_, words)| words)
}

fn without_groups(pattern: &Hir) -> &Hir {
    match pattern.kind() {
        HirKind::Capture(group) => without_groups(&group.sub),
        HirKind::Empty
        | HirKind::Literal(_)
        | HirKind::Class(_)
        | HirKind::Look(_)
        | HirKind::Repetition(_)
        | HirKind::Concat(_)
        | HirKind::Alternation(_) => pattern,
    }
}

/// What every match begins with, if that is one of a few words.
fn beginnings(pattern: &Hir) -> Option<BTreeSet<Vec<u8>>> {
    let mut extractor = Extractor::new();
    extractor.limit_total(MOST_WORDS).limit_literal_len(16);
    let found = extractor.extract(pattern);
    let words: BTreeSet<Vec<u8>> = found.literals()?.iter().map(|word| word.as_bytes().to_ascii_lowercase()).collect();
    (!words.is_empty() && shortest(&words) >= SHORTEST).then_some(words)
}

fn shortest(words: &BTreeSet<Vec<u8>>) -> usize {
    words.iter().map(Vec::len).min().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(pattern: &str, expected: &[&str]) {
        let words = regex_syntax::parse(pattern).ok().as_ref().and_then(needed).unwrap_or_default();
        let words: Vec<String> = words.iter().map(|word| String::from_utf8_lossy(word).into_owned()).collect();

        assert_eq!(words, expected, "{pattern}");
    }

    #[test]
    fn the_best_words_of_a_pattern_are_found() {
        check(r"\bheron\b", &["heron"]);
        check(r"(?i)\bdove\b", &["dove"]);
        check(r"K[a-z]+ atlas", &[" atlas"]);
        check(r"(heron|owl)\d", &["heron", "owl"]);
        check(r"\d{3}-\d{2}", &[]);
        check(r"(?:heron)*x", &[]);
    }
}

use std::collections::{BTreeMap, BTreeSet};

use aho_corasick::AhoCorasick;
use regex::{RegexSet, RegexSetBuilder};
use regex_syntax::hir::{Hir, HirKind, Look};

use crate::{Pattern, needed::needed};

/// Says in one or two passes which of many patterns can match a text. It may name one too many, never one too few.
///
/// Most patterns need some word to occur: an automaton over those words is made in a fraction of the time that the patterns take
/// themselves, whatever their classes and repetitions are. What needs no word is in a shared expression.
#[derive(Debug)]
pub(crate) struct Prefilter {
    count: usize,
    /// Words, whatever the case of their ASCII letters, and for each the patterns that need it or one of its siblings.
    words: Words,
    /// Patterns that need no word, in the order of `shared`.
    wordless: Vec<usize>,
    /// `None` when there are none, or when they are too large together and each is tried.
    shared: Option<RegexSet>,
}

impl Prefilter {
    pub(crate) fn of<'p>(patterns: impl Iterator<Item = &'p Pattern>) -> Self {
        let mut owners: BTreeMap<Vec<u8>, Vec<usize>> = BTreeMap::new();
        let (mut count, mut wordless, mut loose) = (0, Vec::new(), Vec::new());
        for (at, pattern) in patterns.enumerate() {
            count += 1;
            let hir = regex_syntax::parse(pattern.as_str()).ok();
            match hir.as_ref().and_then(needed) {
                Some(words) => words.into_iter().for_each(|word| owners.entry(word).or_default().push(at)),
                None => {
                    wordless.push(at);
                    loose.push(hir.map_or_else(|| pattern.as_str().to_owned(), |hir| without_boundaries(&hir).to_string()));
                }
            }
        }
        let (words, everybody) = match automaton(owners) {
            Ok(words) => (words, None),
            // Too many words for one automaton: every pattern is tried.
            Err(()) => (None, Some((0..count).collect())),
        };
        let wordless = everybody.unwrap_or(wordless);
        let shared = (loose.len() == wordless.len() && !loose.is_empty()).then(|| shared(&loose)).flatten();
        Self { count, words, wordless, shared }
    }

    /// The indices of the patterns that can match, ascending.
    pub(crate) fn candidates(&self, text: &str) -> Vec<usize> {
        let mut can_match = vec![false; self.count];
        let mut flag = |at: usize| {
            if let Some(flag) = can_match.get_mut(at) {
                *flag = true;
            }
        };
        if let Some((automaton, owners)) = &self.words {
            let found: BTreeSet<usize> = automaton.find_overlapping_iter(text).map(|hit| hit.pattern().as_usize()).collect();
            found.iter().filter_map(|word| owners.get(*word)).flatten().copied().for_each(&mut flag);
        }
        match &self.shared {
            Some(set) => set.matches(text).into_iter().filter_map(|at| self.wordless.get(at)).copied().for_each(&mut flag),
            None => self.wordless.iter().copied().for_each(&mut flag),
        }
        can_match.iter().enumerate().filter_map(|(at, can)| can.then_some(at)).collect()
    }
}

/// The automaton over the words, with the owners of each.
type Words = Option<(AhoCorasick, Vec<Vec<usize>>)>;

fn automaton(owners: BTreeMap<Vec<u8>, Vec<usize>>) -> Result<Words, ()> {
    if owners.is_empty() {
        return Ok(None);
    }
    let built = AhoCorasick::builder().ascii_case_insensitive(true).build(owners.keys()).map_err(|_| ())?;
    Ok(Some((built, owners.into_values().collect())))
}

fn shared(sources: &[String]) -> Option<RegexSet> {
    RegexSetBuilder::new(sources).size_limit(64 << 20).dfa_size_limit(8 << 20).build().ok()
}

/// The same pattern without Unicode word boundaries. They make the shared automaton give up at the first
/// letter beyond ASCII and fall back to a search that is a hundred times slower; the pattern itself still checks them.
fn without_boundaries(hir: &Hir) -> Hir {
    match hir.kind() {
        HirKind::Look(look) if is_unicode_boundary(*look) => Hir::empty(),
        HirKind::Repetition(repetition) => {
            let mut repetition = repetition.clone();
            repetition.sub = Box::new(without_boundaries(&repetition.sub));
            Hir::repetition(repetition)
        }
        HirKind::Capture(capture) => without_boundaries(&capture.sub),
        HirKind::Concat(parts) => Hir::concat(parts.iter().map(without_boundaries).collect()),
        HirKind::Alternation(parts) => Hir::alternation(parts.iter().map(without_boundaries).collect()),
        HirKind::Empty | HirKind::Literal(_) | HirKind::Class(_) | HirKind::Look(_) => hir.clone(),
    }
}

fn is_unicode_boundary(look: Look) -> bool {
    matches!(
        look,
        Look::WordUnicode
            | Look::WordUnicodeNegate
            | Look::WordStartUnicode
            | Look::WordEndUnicode
            | Look::WordStartHalfUnicode
            | Look::WordEndHalfUnicode
    )
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn candidates(sources: &[&str], text: &str) -> Vec<usize> {
        let patterns: Vec<Pattern> = sources.iter().filter_map(|source| Pattern::parse(source).ok()).collect();
        Prefilter::of(patterns.iter()).candidates(text)
    }

    #[test]
    fn boundaries_go_and_the_rest_stays() {
        assert_eq!(candidates(&[r"\bcat\b", "dog", r"(?i)\bmo(u|o)se\B"], "a Moose, concatenated"), [0, 2]);
        assert_eq!(candidates(&[r"\b\d\d\b", r"\b[a-z]\d\b"], "x12y"), [0, 1], "wordless ones lose their boundaries in the shared one");
    }

    #[test]
    fn a_word_anywhere_in_a_pattern_is_needed_and_a_choice_needs_one_of_its_words() {
        let sources = [r"[A-Z]\w* atlas \d+", r"(?:heron|dove)\w*", r"\d{3}-\d{4}", r"(?:heron)?\d"];

        assert_eq!(candidates(&sources, "nothing at all"), Vec::<usize>::new());
        assert_eq!(candidates(&sources, "Project atlas 7"), [0, 3]);
        assert_eq!(candidates(&sources, "doves, 555-1234"), [1, 2, 3]);
    }

    /// Pieces that patterns and texts are put together from; what folds beyond ASCII is among them.
    static PIECES: [&str; 12] =
        ["heron", "(?i:strasse)", "(?i:kelvin)", "[a-c]", r"\d+", r"\b", r"\w*", "(?:dove|owl)?", "ü", ".", r"\s", "(?:x|yy)"];
    static WORDS: [&str; 12] = ["heron", "STRAßE", "ſtraSSe", "\u{212a}elvin", "b", "17", " ", "owl", "ü", "x", "yy", "KELVIN"];

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(100))]
        #[test]
        fn a_pattern_that_matches_is_always_a_candidate(
            pieces in prop::collection::vec(prop::collection::vec(prop::sample::select(&PIECES[..]), 1..5), 1..6),
            words in prop::collection::vec(prop::sample::select(&WORDS[..]), 0..8),
        ) {
            let sources: Vec<String> = pieces.iter().map(|parts| parts.concat()).collect();
            let patterns: Vec<Pattern> = sources.iter().filter_map(|source| Pattern::parse(source).ok()).collect();
            let text = words.concat();

            let candidates = Prefilter::of(patterns.iter()).candidates(&text);

            for (at, pattern) in patterns.iter().enumerate() {
                prop_assert!(!pattern.is_match(&text) || candidates.contains(&at), "{} on {text:?}", pattern.as_str());
            }
        }
    }
}

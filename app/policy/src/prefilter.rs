use regex::{RegexSet, RegexSetBuilder};
use regex_syntax::hir::{Hir, HirKind, Look};

use crate::Pattern;

/// Says in one pass which of many patterns can match a text. It may name one too many, never one too few.
#[derive(Debug)]
pub(crate) enum Prefilter {
    /// One automaton over all patterns.
    Set(RegexSet),
    /// Together they are too large: each is tried.
    Each(usize),
}

impl Prefilter {
    pub(crate) fn of<'p>(patterns: impl Iterator<Item = &'p Pattern>) -> Self {
        let sources: Vec<String> = patterns.map(|pattern| loosened(pattern.as_str())).collect();
        let set = RegexSetBuilder::new(&sources).size_limit(64 << 20).dfa_size_limit(8 << 20).build();
        set.map_or(Self::Each(sources.len()), Self::Set)
    }

    /// The indices of the patterns that can match, ascending.
    pub(crate) fn candidates(&self, text: &str) -> Vec<usize> {
        match self {
            Self::Set(set) => set.matches(text).into_iter().collect(),
            Self::Each(count) => (0..*count).collect(),
        }
    }
}

/// The same pattern without Unicode word boundaries. They make the shared automaton give up at the first
/// letter beyond ASCII and fall back to a search that is a hundred times slower; the pattern itself still checks them.
fn loosened(source: &str) -> String {
    regex_syntax::parse(source).map_or_else(|_| source.to_owned(), |hir| without_boundaries(&hir).to_string())
}

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
    use super::*;

    #[test]
    fn boundaries_go_and_the_rest_stays() {
        let patterns: Vec<Pattern> =
            [r"\bcat\b", "dog", r"(?i)\bmo(u|o)se\B"].iter().filter_map(|source| Pattern::parse(source).ok()).collect();

        let prefilter = Prefilter::of(patterns.iter());

        assert_eq!(prefilter.candidates("a Moose, concatenated"), [0, 2]);
    }
}

use regex::bytes::{Regex, RegexBuilder, RegexSet, RegexSetBuilder};

use crate::{Finding, Kind};

/// A list of patterns of which one pass says which can match; only those are then located.
pub(crate) struct Rules {
    set: RegexSet,
    rules: Vec<(Regex, Kind, u8)>,
}

impl Rules {
    /// Patterns read bytes, ignore ASCII case, and let `.` cross lines. Word boundaries are ASCII ones:
    /// Unicode ones make the automaton give up at the first foreign letter.
    pub(crate) fn new(list: &[(Kind, u8, &str)]) -> Self {
        let patterns: Vec<&str> = list.iter().map(|rule| rule.2).collect();
        let set = RegexSetBuilder::new(&patterns)
            .unicode(false)
            .case_insensitive(true)
            .dot_matches_new_line(true)
            .size_limit(64 << 20)
            .dfa_size_limit(8 << 20)
            .build()
            .unwrap_or_else(|_| RegexSet::empty());
        let rules = list.iter().filter_map(|(kind, confidence, source)| Some((compile(source)?, *kind, *confidence))).collect();
        Self { set, rules }
    }

    /// Every stretch of each pattern that matches.
    pub(crate) fn find(&self, text: &str, found: &mut Vec<Finding>) {
        for index in &self.set.matches(text.as_bytes()) {
            let Some((regex, kind, confidence)) = self.rules.get(index) else { continue };
            for hit in regex.find_iter(text.as_bytes()) {
                found.push(Finding { kind: *kind, start: hit.start(), end: hit.end(), confidence: *confidence });
            }
        }
    }

    #[cfg(test)]
    pub(crate) fn len(&self) -> (usize, usize) {
        (self.set.len(), self.rules.len())
    }
}

fn compile(source: &str) -> Option<Regex> {
    RegexBuilder::new(source).unicode(false).case_insensitive(true).dot_matches_new_line(true).build().ok()
}

use std::collections::{BTreeMap, BTreeSet};

use crate::{Family, Kind, spare};

/// One stretch of text and what it is. The value itself is never kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Finding {
    /// What it is.
    pub kind: Kind,
    /// First byte in the scanned text, on a character boundary.
    pub start: usize,
    /// One past the last byte, on a character boundary.
    pub end: usize,
    /// How sure the detector is, 0 to 100.
    pub confidence: u8,
}

/// All findings in one text, sorted by start. Personal data and secrets never overlap each other.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Findings(Vec<Finding>);

impl Findings {
    /// Settles rival claims: among values the most certain wins, then the longest; of each injection
    /// kind overlapping stretches become one.
    pub(crate) fn settle(raw: &mut [Finding]) -> Self {
        raw.sort_by_key(|f| (rivalry(f.kind), f.start));
        let mut settled = Vec::with_capacity(raw.len());
        let mut rest = raw;
        while let Some(first) = rest.first() {
            let (group, mut end) = (rivalry(first.kind), first.end);
            let size = rest
                .iter()
                .take_while(|f| {
                    let is_rival = rivalry(f.kind) == group && f.start < end;
                    end = if is_rival { end.max(f.end) } else { end };
                    is_rival
                })
                .count();
            let (rivals, after) = std::mem::take(&mut rest).split_at_mut(size.max(1));
            choose(rivals, &mut settled);
            rest = after;
        }
        settled.retain(|finding| finding.start < finding.end);
        settled.sort_by_key(|f| (f.start, f.end, f.kind));
        Self(settled)
    }

    /// Settles what `claim` claims.
    pub(crate) fn of(claim: impl FnOnce(&mut Vec<Finding>)) -> Self {
        let mut raw = spare::FINDINGS.with(spare::take);
        claim(&mut raw);
        let settled = Self::settle(&mut raw);
        spare::FINDINGS.with(|shelf| spare::give(shelf, raw));
        settled
    }

    /// The findings in the order of the text.
    pub fn iter(&self) -> std::slice::Iter<'_, Finding> {
        self.0.iter()
    }

    /// Whether nothing was found.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many were found.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// The findings of one family.
    pub fn of_family(&self, family: Family) -> impl Iterator<Item = &Finding> {
        self.0.iter().filter(move |finding| finding.kind.family() == family)
    }

    /// The kinds that occur, each once.
    pub fn kinds(&self) -> BTreeSet<Kind> {
        self.0.iter().map(|finding| finding.kind).collect()
    }
}

impl<'a> IntoIterator for &'a Findings {
    type Item = &'a Finding;
    type IntoIter = std::slice::Iter<'a, Finding>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

fn is_value(kind: Kind) -> bool {
    matches!(kind.family(), Family::PersonalData | Family::Secret)
}

/// What contends for the same stretch: all values with each other, each kind of attack with itself.
fn rivalry(kind: Kind) -> Option<Kind> {
    Some(kind).filter(|kind| !is_value(*kind))
}

/// Keeps the best of a chain of overlapping claims, then the best of what that leaves free, and so on.
fn choose(rivals: &mut [Finding], settled: &mut Vec<Finding>) {
    if let [only] = rivals {
        settled.push(*only);
        return;
    }
    rivals.sort_by_key(|f| (std::cmp::Reverse((f.confidence, f.end - f.start)), f.start, f.kind));
    let mut taken = Taken::default();
    settled.extend(rivals.iter().filter(|f| taken.claim(f.start, f.end)));
}

/// Stretches that are spoken for, by start.
#[derive(Default)]
struct Taken(BTreeMap<usize, usize>);

impl Taken {
    fn claim(&mut self, start: usize, end: usize) -> bool {
        let is_free = self.0.range(..end).next_back().is_none_or(|(_, taken_end)| *taken_end <= start);
        if is_free {
            self.0.insert(start, end);
        }
        is_free
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finding(kind: Kind, start: usize, end: usize, confidence: u8) -> Finding {
        Finding { kind, start, end, confidence }
    }

    #[test]
    fn the_most_certain_value_wins_and_injections_stand_beside_it() {
        let sql = Kind::SqlInjection(crate::SqlTechnique::Union);
        let mut raw =
            [finding(Kind::Phone, 0, 12, 60), finding(Kind::Aadhaar, 0, 12, 90), finding(sql, 4, 30, 80), finding(Kind::Email, 12, 20, 95)];

        let settled: Vec<_> = Findings::settle(&mut raw).iter().map(|f| f.kind).collect();

        assert_eq!(settled, [Kind::Aadhaar, sql, Kind::Email]);
    }
}

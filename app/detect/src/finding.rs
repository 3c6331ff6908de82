use std::collections::{BTreeMap, BTreeSet};

use crate::{Family, Kind, spare::Shelf};

thread_local! {
    static FINDINGS: Shelf<Finding> = const { Shelf::new() };
}

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

impl Finding {
    /// What findings are ordered by.
    fn place(&self) -> (usize, usize, Kind) {
        (self.start, self.end, self.kind)
    }
}

/// All findings in one text, sorted by start. Personal data and secrets never overlap each other.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Findings(Vec<Finding>);

impl Findings {
    /// Settles rival claims: among values the most certain wins, then the longest; of each injection
    /// kind overlapping stretches become one. Each contest is settled for itself: its claims come nearly in order, and
    /// sorting those takes one pass.
    pub(crate) fn settle(raw: &mut [Finding]) -> Self {
        let contests = raw.iter().fold(0_u16, |seen, finding| seen | 1 << contest(finding.kind));
        if contests.count_ones() < 2 {
            let mut settled = Vec::with_capacity(raw.len());
            settle_rivals(raw, &mut settled);
            return Self(settled);
        }
        let (mut rivals, mut settled) = FINDINGS.with(|shelf| (shelf.take(), shelf.take()));
        let mut merged = Vec::new();
        for one in (0..u16::BITS).filter(|one| contests >> one & 1 == 1) {
            rivals.clear();
            rivals.extend(raw.iter().filter(|finding| contest(finding.kind) == one));
            settled.clear();
            settle_rivals(&mut rivals, &mut settled);
            merged = merge(&merged, &settled);
        }
        FINDINGS.with(|shelf| [rivals, settled].into_iter().for_each(|buffer| shelf.give(buffer)));
        Self(merged)
    }

    /// Settles what `claim` claims.
    pub(crate) fn of(claim: impl FnOnce(&mut Vec<Finding>)) -> Self {
        let mut raw = FINDINGS.with(Shelf::take);
        claim(&mut raw);
        let settled = Self::settle(&mut raw);
        FINDINGS.with(|shelf| shelf.give(raw));
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

/// What contends for the same stretch, as a number: all values with each other, each kind of attack with itself.
#[inline]
fn contest(kind: Kind) -> u32 {
    match kind {
        Kind::SqlInjection(technique) => 1 + technique as u32,
        Kind::CrossSiteScripting => 7,
        Kind::PromptInjection => 8,
        Kind::DangerousCommand => 9,
        Kind::CreditCard
        | Kind::Iban
        | Kind::UsBankAccount
        | Kind::AbaRouting
        | Kind::Ssn
        | Kind::Aadhaar
        | Kind::Pan
        | Kind::Nric
        | Kind::Fin
        | Kind::Uen
        | Kind::Passport
        | Kind::Email
        | Kind::Phone
        | Kind::DateOfBirth
        | Kind::BookingReference
        | Kind::IpAddress
        | Kind::CloudKey
        | Kind::PrivateKey
        | Kind::Jwt => 0,
    }
}

/// Settles the claims of one contest, chain by chain; adds the winners in the order of the text.
fn settle_rivals(rivals: &mut [Finding], settled: &mut Vec<Finding>) {
    if !rivals.is_sorted_by_key(|finding| finding.start) {
        rivals.sort_by_key(|finding| finding.start);
    }
    let mut rest = rivals;
    while let Some(first) = rest.first() {
        let mut end = first.end;
        let size = rest
            .iter()
            .take_while(|f| {
                let overlaps = f.start < end;
                end = if overlaps { end.max(f.end) } else { end };
                overlaps
            })
            .count();
        let (chain, after) = std::mem::take(&mut rest).split_at_mut(size.max(1));
        choose(chain, settled);
        rest = after;
    }
}

/// Keeps the best of a chain of overlapping claims, then the best of what that leaves free, and so on.
fn choose(chain: &mut [Finding], settled: &mut Vec<Finding>) {
    if let [only] = chain {
        settled.extend(Some(*only).filter(|only| only.start < only.end));
        return;
    }
    chain.sort_by_key(|f| (std::cmp::Reverse((f.confidence, f.end - f.start)), f.start, f.kind));
    let first = settled.len();
    let mut taken = Taken::default();
    settled.extend(chain.iter().filter(|f| f.start < f.end && taken.claim(f.start, f.end)));
    if let Some(winners) = settled.get_mut(first..) {
        winners.sort_unstable_by_key(|f| f.start);
    }
}

/// Two lists in the order of the text as one.
fn merge(left: &[Finding], right: &[Finding]) -> Vec<Finding> {
    if left.is_empty() {
        return right.to_vec();
    }
    let mut merged = Vec::with_capacity(left.len() + right.len());
    let mut right = right.iter().peekable();
    for finding in left {
        while let Some(earlier) = right.next_if(|other| other.place() < finding.place()) {
            merged.push(*earlier);
        }
        merged.push(*finding);
    }
    merged.extend(right);
    merged
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

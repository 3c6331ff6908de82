use crate::{SqlTechnique, mapped::narrow, spare::Shelf};

use super::reading::Reading;

thread_local! {
    pub(super) static HITS: Shelf<Hit> = const { Shelf::new() };
}

/// One sign of an attack: bytes of the layer that was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Hit {
    pub(super) technique: SqlTechnique,
    pub(super) confidence: u8,
    pub(super) start: u32,
    pub(super) end: u32,
}

/// What the rules found so far.
#[derive(Debug, Default)]
pub(super) struct Hits(pub(super) Vec<Hit>);

impl Hits {
    /// Adds the stretch from token `first` through token `last`.
    pub(super) fn add(&mut self, reading: &Reading<'_>, technique: SqlTechnique, confidence: u8, first: usize, last: usize) {
        let last = last.min(reading.tokens.len().saturating_sub(1));
        if let Some((first, last)) = reading.get(first).zip(reading.get(last)) {
            self.0.push(Hit { technique, confidence, start: narrow(first.start()), end: narrow(last.end().max(first.end())) });
        }
    }

    /// Drops what was found from `known` on when it was found before; each way of reading finds most things again.
    /// Hits come nearly in order, so one look forward from the last place is enough: what it misses is settled later.
    pub(super) fn forget_again(&mut self, known: usize) {
        let (former, later) = self.0.split_at_mut(known);
        let mut cursors = [0; TECHNIQUES];
        let mut kept = 0;
        for at in 0..later.len() {
            let Some(hit) = later.get(at).copied() else { break };
            let Some(cursor) = cursors.get_mut(hit.technique as usize) else { continue };
            while former.get(*cursor).is_some_and(|held| held.technique != hit.technique || held.start < hit.start) {
                *cursor += 1;
            }
            if former.get(*cursor) == Some(&hit) {
                continue;
            }
            if let Some(place) = later.get_mut(kept) {
                *place = hit;
                kept += 1;
            }
        }
        self.0.truncate(known + kept);
    }
}

/// How many techniques there are.
const TECHNIQUES: usize = 6;

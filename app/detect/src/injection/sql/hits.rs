use crate::{SqlTechnique, mapped::narrow};

use super::reading::Reading;

/// One sign of an attack: bytes of the layer that was read.
#[derive(Debug, Clone, Copy)]
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
}

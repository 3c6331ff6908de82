use std::borrow::Cow;

use crate::{
    seek::partition_near,
    spare::{BYTES, Shelf},
};

thread_local! {
    static PIECES: Shelf<Piece> = const { Shelf::new() };
}

/// A stretch of a derived text and what it stands for.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Piece {
    /// Where it begins in the derived text.
    at: u32,
    /// The original stretch behind it.
    from: u32,
    to: u32,
    /// How many original bytes each byte stands for, one after the other; 0 when each stands for the whole stretch.
    width: u32,
}

/// A text derived from another one, which knows for each byte where it came from.
pub(crate) struct Mapped<'t> {
    pub(crate) text: Cow<'t, str>,
    /// In order, without gaps; `None` while nothing was changed.
    pieces: Option<Vec<Piece>>,
}

impl<'t> Mapped<'t> {
    pub(crate) fn plain(text: &'t str) -> Self {
        Self { text: Cow::Borrowed(text), pieces: None }
    }

    /// The original stretch behind `start..end` of this text.
    pub(crate) fn origin(&self, start: usize, end: usize) -> (usize, usize) {
        let Some(pieces) = &self.pieces else { return (start, end) };
        let first = origin_of(pieces, start).map_or(0, |o| o.0);
        let last = end.checked_sub(1).and_then(|byte| origin_of(pieces, byte)).map_or(first, |o| o.1);
        (first, last.max(first))
    }

    /// Hands the buffers back for the next scan.
    pub(crate) fn recycle(self) {
        if let (Some(pieces), Cow::Owned(text)) = (self.pieces, self.text) {
            PIECES.with(|shelf| shelf.give(pieces));
            BYTES.with(|shelf| shelf.give(text.into_bytes()));
        }
    }
}

/// The original start and end behind one byte.
fn origin_of(pieces: &[Piece], byte: usize) -> Option<(usize, usize)> {
    let upto = pieces.partition_point(|piece| piece.at as usize <= byte);
    Some(pieces.get(upto.checked_sub(1)?)?.origin(byte))
}

/// The piece that holds `byte`, looked for from the piece `from` on.
fn near(pieces: &[Piece], from: usize, byte: usize) -> usize {
    partition_near(pieces, from + 1, |piece| piece.at as usize <= byte).saturating_sub(1)
}

impl Piece {
    /// The original start and end behind one byte of it.
    fn origin(&self, byte: usize) -> (usize, usize) {
        let (from, width) = (self.from as usize, self.width as usize);
        let inside = (byte - self.at as usize) * width;
        if width > 0 { (from + inside, from + inside + width) } else { (from, self.to as usize) }
    }
}

/// Builds a derived text character by character.
pub(crate) struct Deriving<'p> {
    parent: &'p Mapped<'p>,
    text: String,
    pieces: Vec<Piece>,
    /// The parent's piece that was asked for last; the parent is read from left to right.
    near: usize,
}

impl<'p> Deriving<'p> {
    pub(crate) fn from(parent: &'p Mapped<'p>) -> Self {
        let bytes = BYTES.with(Shelf::take);
        let mut text = String::from_utf8(bytes).unwrap_or_default();
        text.reserve(parent.text.len());
        Self { parent, text, pieces: PIECES.with(Shelf::take), near: 0 }
    }

    /// Adds `c`, which stands for `start..end` of the parent.
    pub(crate) fn push(&mut self, c: char, start: usize, end: usize) {
        let (first, last) = self.origin(start, end);
        let width = match (c.len_utf8(), last - first) {
            (1, behind) => behind,
            (length, behind) => usize::from(length == behind),
        };
        self.note(first, last, width);
        self.text.push(c);
    }

    /// Adds `start..end` of the parent as it is.
    pub(crate) fn copy(&mut self, start: usize, end: usize) {
        let parent = self.parent;
        let Some(pieces) = &parent.pieces else {
            self.copy_run(start, end, |from, to| (from, to, 1));
            return;
        };
        self.near = near(pieces, self.near, start);
        let mut next = self.near;
        let mut at = start;
        while let Some(piece) = pieces.get(next).filter(|_| at < end) {
            next += 1;
            let stop = pieces.get(next).map_or(end, |following| end.min(following.at as usize));
            let (begin, from, to, width) = (piece.at as usize, piece.from as usize, piece.to as usize, piece.width as usize);
            let origin = |byte: usize| from + (byte - begin) * width;
            self.copy_run(at, stop, |first, last| if width > 0 { (origin(first), origin(last), width) } else { (from, to, 0) });
            at = at.max(stop);
        }
    }

    fn copy_run(&mut self, start: usize, end: usize, origin: impl Fn(usize, usize) -> (usize, usize, usize)) {
        let Some(run) = self.parent.text.get(start..end).filter(|run| !run.is_empty()) else { return };
        let (first, last, width) = origin(start, end);
        self.note(first, last, width);
        self.text.push_str(run);
    }

    /// Adds `text`, of which every byte stands for `start..end` of the parent.
    pub(crate) fn put(&mut self, text: &str, start: usize, end: usize) {
        let (first, last) = self.origin(start, end);
        self.note(first, last, if text.len() == 1 { last - first } else { 0 });
        self.text.push_str(text);
    }

    /// What `start..end` of the parent stands for.
    fn origin(&mut self, start: usize, end: usize) -> (usize, usize) {
        let Some(pieces) = &self.parent.pieces else { return (start, end) };
        let of = |piece: usize, byte: usize| pieces.get(piece).map(|piece| piece.origin(byte));
        self.near = near(pieces, self.near, start);
        let first = of(self.near, start).map_or(0, |origin| origin.0);
        let last_byte = end.saturating_sub(1).max(start);
        let last = of(near(pieces, self.near, last_byte), last_byte).map_or(first, |origin| origin.1);
        (first, last.max(first))
    }

    pub(crate) fn finish(self) -> Mapped<'static> {
        Mapped { text: Cow::Owned(self.text), pieces: Some(self.pieces) }
    }

    /// Grows the last piece when the new bytes continue it, else begins one.
    fn note(&mut self, first: usize, last: usize, width: usize) {
        let at = self.text.len();
        let goes_on = |piece: &Piece| {
            let is_alike = piece.width > 0 && piece.width as usize == width;
            is_alike && piece.from as usize + (at - piece.at as usize) * width == first
        };
        if !self.pieces.last().is_some_and(goes_on) {
            self.pieces.push(Piece { at: narrow(at), from: narrow(first), to: narrow(last), width: narrow(width) });
        }
    }
}

/// Offsets are kept in 32 bits; a text of 4 GiB never reaches the detector, and would only lose precision.
pub(crate) fn narrow(offset: usize) -> u32 {
    u32::try_from(offset).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn even_runs_are_one_piece_and_map_byte_by_byte() {
        let plain = Mapped::plain("añb%20c");
        let mut once = Deriving::from(&plain);
        once.copy(0, 4);
        once.push(' ', 4, 7);
        once.copy(7, 8);
        let once = once.finish();
        let mut twice = Deriving::from(&once);
        twice.copy(1, 5);
        twice.put("xyz", 5, 6);
        let twice = twice.finish();

        assert_eq!(once.text, "añb c");
        assert_eq!((once.origin(1, 3), once.origin(3, 6), once.origin(4, 5)), ((1, 3), (3, 8), (4, 7)));
        assert_eq!(twice.text, "ñb xyz");
        assert_eq!((twice.origin(0, 2), twice.origin(2, 4), twice.origin(4, 5)), ((1, 3), (3, 7), (7, 8)));
    }
}

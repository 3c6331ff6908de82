use crate::{
    encoded::Places,
    fold::{Deriving, Mapped},
    spare::{BYTES, Shelf},
};

/// How many layers of encoding are taken off, one inside the other.
pub(crate) const DEPTH: usize = 3;

/// What is below one layer of encoding.
pub(crate) struct Peeled {
    pub(crate) layer: Mapped<'static>,
    /// The stretches of the original text, in order, that were left out because nothing near them was encoded.
    pub(crate) skipped: Vec<(usize, usize)>,
}

/// How much is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Show {
    All,
    /// What was encoded, and as much around it as says something about a value.
    Near,
}

/// How much of the text around what was encoded is shown at least.
const REACH: usize = 384;
/// A value that stands further from what was left out than this has all its words around it.
const MARGIN: usize = 256;

impl Peeled {
    /// Whether the stretch of the original text stands where words may be missing around it; it was read in the layer above.
    pub(crate) fn is_at_edge(&self, start: usize, end: usize) -> bool {
        let next = self.skipped.partition_point(|skipped| skipped.1 + MARGIN <= start);
        self.skipped.get(next).is_some_and(|skipped| skipped.0 < end + MARGIN)
    }
}

/// Takes one layer of encoding off, wherever there is one: URL and JSON escapes, HTML entities, and, when
/// some word `may_be_encoded`, base64 and hexadecimal text. `None` when there is nothing to take off.
pub(crate) fn peel<'p>(parent: &'p Mapped<'p>, may_be_encoded: bool, show: Show) -> Option<Peeled> {
    let mut out: Option<Peeling<'_>> = None;
    let mut decoded = BYTES.with(Shelf::take);
    let mut places = Places::of(&parent.text, may_be_encoded);
    let mut at = 0;
    while let Some(place) = places.next(at) {
        decoded.clear();
        let length = places.read(place, &mut decoded);
        if let Some(seen) = std::str::from_utf8(&decoded).ok().filter(|seen| !seen.is_empty()) {
            out.get_or_insert_with(|| Peeling::of(parent, show)).put(seen, place, place + length);
        }
        at = place + length;
    }
    BYTES.with(|shelf| shelf.give(decoded));
    Some(out?.finish())
}

/// Puts the layer together.
struct Peeling<'p> {
    parent: &'p Mapped<'p>,
    show: Show,
    out: Deriving<'p>,
    skipped: Vec<(usize, usize)>,
    /// How far the parent was read, once something was decoded.
    done: Option<usize>,
}

impl<'p> Peeling<'p> {
    fn of(parent: &'p Mapped<'p>, show: Show) -> Self {
        Self { parent, show, out: Deriving::from(parent), skipped: Vec::new(), done: None }
    }

    fn put(&mut self, seen: &str, start: usize, end: usize) {
        self.keep(start, false);
        self.out.put(seen, start, end);
        self.done = Some(end);
    }

    fn finish(mut self) -> Peeled {
        self.keep(self.parent.text.len(), true);
        Peeled { layer: self.out.finish(), skipped: self.skipped }
    }

    /// Shows the parent up to `to`, or what of it is near something decoded.
    fn keep(&mut self, to: usize, is_last: bool) {
        let bytes = self.parent.text.as_bytes();
        let from = self.done.unwrap_or(0);
        let is_blank = |byte: &u8| matches!(byte, b' ' | b'\n');
        let left = match self.done {
            None => from,
            Some(done) => bytes.get(done + REACH..to).and_then(|rest| rest.iter().position(is_blank)).map_or(to, |at| done + REACH + at),
        };
        let right = match is_last {
            true => to,
            false => bytes.get(..to.saturating_sub(REACH)).and_then(|head| head.iter().rposition(is_blank)).unwrap_or(0),
        };
        if self.show == Show::All || right <= left + REACH {
            self.out.copy(from, to);
            return;
        }
        self.out.copy(from, left);
        // Neither a number nor a sentence nor a list goes on across it.
        self.out.put("\n.\n", left, left + 1);
        self.skipped.push((self.parent.origin(left, left + 1).0, self.parent.origin(right - 1, right).1));
        self.out.copy(right, to);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: Option<&str>) {
        let parent = Mapped::plain(text);

        assert_eq!(peel(&parent, true, Show::Near).map(|peeled| peeled.layer.text.into_owned()).as_deref(), expected, "{text}");
    }

    #[test]
    fn one_layer_comes_off() {
        check("mail jo%40x.org %EF%BC%91", Some("mail jo@x.org １"));
        check("&#52;&#x31;&commat;&nope;", Some("41@&nope;"));
        check(r#"\u0034\x31 \n \"x\""#, Some(r#"41 \n "x""#));
        check("ssn: NjQ2LTE4LTE3MTI= ok", Some("ssn: 646-18-1712 ok"));
        check("0x3634362d31382d31373132", Some("646-18-1712"));
        check("a%2540", Some("a%40"));
        check("100% of R&D; D:\\users", None);
        check("4111111111111111 internationalization CamelCaseWords 5f34dd4bb53268ecfe05de6f91c64c04", None);
    }

    #[test]
    fn what_is_decoded_stands_for_the_whole_word() {
        let parent = Mapped::plain("x NjQ2LTE4LTE3MTI= y");
        let layer = peel(&parent, true, Show::Near).unwrap().layer;

        assert_eq!(layer.origin(4, 6), (2, 18));
        assert_eq!(layer.origin(0, 1), (0, 1));
    }

    #[test]
    fn what_is_far_from_anything_encoded_is_left_out() {
        let far = "word ".repeat(400);
        let text = format!("{far}a%41b {far}c%42d {far}");
        let parent = Mapped::plain(&text);
        let near = peel(&parent, false, Show::Near).unwrap();
        let layer = &near.layer.text;

        assert!(layer.contains("word aAb word") && layer.contains("word cBd word") && layer.len() < 2_000, "{layer}");
        assert_eq!(near.skipped.len(), 3);
        assert_eq!([10, 1_500, 1_990, 2_100, text.len() - 1].map(|at| near.is_at_edge(at, at + 1)), [true, true, false, false, true]);
        assert_eq!(peel(&parent, false, Show::All).unwrap().layer.text.len(), text.len() - 4);
    }
}

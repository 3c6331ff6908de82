use memchr::memmem;

use crate::{
    Finding, Findings,
    fold::{Mapped, fold},
    injection,
    marks::Marks,
    peel::{DEPTH, Peeled, Show, peel},
    personal::{self, Seen},
    secret,
};

/// Finds everything in `text` that the detector knows.
pub fn scan(text: &str) -> Findings {
    let plain = Mapped::plain(text);
    let folded = fold(&plain);
    let layer = folded.as_ref().unwrap_or(&plain);
    let marks = Marks::of(&layer.text);
    let found = Findings::of(|raw| {
        values(text, layer, &marks, raw);
        injection::find(layer, &marks, &mut |layer, finding| back_to_original(text, layer, finding, raw));
    });
    drop(marks);
    folded.into_iter().for_each(Mapped::recycle);
    found
}

/// Finds personal data and secrets only: what has to leave a text before it goes on.
pub fn scan_values(text: &str) -> Findings {
    Findings::of(|raw| raw_values(text, raw))
}

/// Every claim on a value in `text`, before rivals are settled.
pub(crate) fn raw_values(text: &str, raw: &mut Vec<Finding>) {
    let plain = Mapped::plain(text);
    let folded = fold(&plain);
    let layer = folded.as_ref().unwrap_or(&plain);
    let marks = Marks::of(&layer.text);
    values(text, layer, &marks, raw);
    drop(marks);
    folded.into_iter().for_each(Mapped::recycle);
}

/// Everything that attacks a reader in `text`.
pub(crate) fn raw_attacks(text: &str, raw: &mut Vec<Finding>) {
    let plain = Mapped::plain(text);
    let folded = fold(&plain);
    let layer = folded.as_ref().unwrap_or(&plain);
    let marks = Marks::of(&layer.text);
    injection::find(layer, &marks, &mut |layer, finding| back_to_original(text, layer, finding, raw));
    drop(marks);
    folded.into_iter().for_each(Mapped::recycle);
}

/// Values in the text as it is seen, and below its layers of encoding.
fn values(text: &str, layer: &Mapped<'_>, marks: &Marks, raw: &mut Vec<Finding>) {
    let has = values_in(text, layer, marks, None, raw);
    below(text, layer, has, None, raw);
}

/// The layers that were taken off to come to a text, the last one first.
#[derive(Clone, Copy)]
struct Above<'l> {
    peeled: &'l Peeled,
    above: Option<&'l Above<'l>>,
    count: usize,
}

impl Above<'_> {
    fn is_at_edge(&self, finding: &Finding) -> bool {
        self.peeled.is_at_edge(finding.start, finding.end) || self.above.is_some_and(|above| above.is_at_edge(finding))
    }
}

fn below(text: &str, layer: &Mapped<'_>, has: Seen, above: Option<&Above<'_>>, raw: &mut Vec<Finding>) {
    let count = above.map_or(0, |above| above.count);
    if count == DEPTH || (!has.escape && !has.encoded_word) {
        return;
    }
    // What a heading says reaches down a whole table, and a private key is as long as it likes.
    let show = if has.table { Show::All } else { Show::Near };
    let Some(mut peeled) = peel(layer, has.encoded_word, show) else { return };
    if !peeled.skipped.is_empty() && memmem::find(peeled.layer.text.as_bytes(), b"KEY-----").is_some() {
        peeled.layer.recycle();
        let Some(whole) = peel(layer, has.encoded_word, Show::All) else { return };
        peeled = whole;
    }
    let folded = fold(&peeled.layer);
    let seen = folded.as_ref().unwrap_or(&peeled.layer);
    let marks = Marks::of(&seen.text);
    let above = Some(&Above { peeled: &peeled, above, count: count + 1 });
    let has = values_in(text, seen, &marks, above, raw);
    drop(marks);
    below(text, seen, has, above, raw);
    folded.into_iter().for_each(Mapped::recycle);
    peeled.layer.recycle();
}

fn values_in(text: &str, layer: &Mapped<'_>, marks: &Marks, above: Option<&Above<'_>>, raw: &mut Vec<Finding>) -> Seen {
    let first = raw.len();
    let mut kept = first;
    let has = personal::find(&layer.text, marks, raw);
    secret::find(&layer.text, marks, raw);
    for at in first..raw.len() {
        let Some(finding) = raw.get(at).map(|finding| original(text, layer, *finding)) else { break };
        if !above.is_some_and(|above| above.is_at_edge(&finding))
            && let Some(place) = raw.get_mut(kept)
        {
            *place = finding;
            kept += 1;
        }
    }
    raw.truncate(kept);
    has
}

fn back_to_original(text: &str, layer: &Mapped<'_>, finding: Finding, raw: &mut Vec<Finding>) {
    raw.push(original(text, layer, finding));
}

fn original(text: &str, layer: &Mapped<'_>, finding: Finding) -> Finding {
    let (start, end) = layer.origin(finding.start, finding.end);
    Finding { start: text.floor_char_boundary(start), end: text.ceil_char_boundary(end), ..finding }
}

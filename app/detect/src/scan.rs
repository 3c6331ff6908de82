use crate::{
    Finding, Findings,
    fold::{Mapped, fold},
    injection,
    marks::Marks,
    peel::{DEPTH, peel},
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
    let has = values_in(text, layer, marks, raw);
    below(text, layer, has, DEPTH, raw);
}

fn below(text: &str, layer: &Mapped<'_>, has: Seen, depth: usize, raw: &mut Vec<Finding>) {
    if !has.escape && !has.encoded_word {
        return;
    }
    let Some(peeled) = peel(layer, has.encoded_word) else { return };
    let folded = fold(&peeled);
    let seen = folded.as_ref().unwrap_or(&peeled);
    let marks = Marks::of(&seen.text);
    let has = values_in(text, seen, &marks, raw);
    drop(marks);
    if depth > 1 {
        below(text, seen, has, depth - 1, raw);
    }
    folded.into_iter().for_each(Mapped::recycle);
    peeled.recycle();
}

fn values_in(text: &str, layer: &Mapped<'_>, marks: &Marks, raw: &mut Vec<Finding>) -> Seen {
    let first = raw.len();
    let has = personal::find(&layer.text, marks, raw);
    secret::find(&layer.text, marks, raw);
    for finding in raw.iter_mut().skip(first) {
        *finding = original(text, layer, *finding);
    }
    has
}

fn back_to_original(text: &str, layer: &Mapped<'_>, finding: Finding, raw: &mut Vec<Finding>) {
    raw.push(original(text, layer, finding));
}

fn original(text: &str, layer: &Mapped<'_>, finding: Finding) -> Finding {
    let (start, end) = layer.origin(finding.start, finding.end);
    Finding { start: text.floor_char_boundary(start), end: text.ceil_char_boundary(end), ..finding }
}

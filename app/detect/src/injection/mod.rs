//! Finders for text that attacks whoever reads or runs it. They look at the text as it is and below the escapes of
//! URLs, HTML and JSON and the packings Base64 and hexadecimal, since that is how payloads travel.

mod carve;
mod command;
mod decode;
mod disguise;
mod packed;
mod prompt;
mod script;
mod sql;

use crate::{
    Finding, Findings,
    fold::{Mapped, fold},
    hint::Hint,
    marks::Marks,
};

/// How many layers of escapes are taken off for finders that need no structure.
const LAYERS: usize = 2;

/// Reports each attack together with the layer of text that its offsets belong to.
pub(crate) fn find(folded: &Mapped<'_>, marks: &Marks, report: &mut dyn FnMut(&Mapped<'_>, Finding)) {
    in_layer(folded, marks, report);
    prompt::find_disguised(folded, report);
    below(folded, LAYERS, report);
    find_sql(folded, report);
    packed::texts(folded, &mut |inner| in_layer(inner, &Marks::of(&inner.text), report));
}

/// Only SQL injection in `text`, at a fraction of the price of a whole scan.
pub fn sql_injection(text: &str) -> Findings {
    let plain = Mapped::plain(text);
    let folded = fold(&plain);
    let found = Findings::of(|raw| {
        find_sql(folded.as_ref().unwrap_or(&plain), &mut |layer, finding| {
            let (start, end) = layer.origin(finding.start, finding.end);
            raw.push(Finding { start: text.floor_char_boundary(start), end: text.ceil_char_boundary(end), ..finding });
        });
    });
    folded.into_iter().for_each(Mapped::recycle);
    found
}

fn find_sql(folded: &Mapped<'_>, report: &mut dyn FnMut(&Mapped<'_>, Finding)) {
    let mut judge = |layer: &Mapped<'_>, start: usize, end: usize| {
        let value = layer.text.get(start..end).unwrap_or_default();
        sql::find(value, &mut |found| report(layer, Finding { start: found.start + start, end: found.end + start, ..found }));
    };
    carve::values(folded, &mut judge);
    packed::texts(folded, &mut |inner| carve::values(inner, &mut judge));
}

fn below(layer: &Mapped<'_>, layers: usize, report: &mut dyn FnMut(&Mapped<'_>, Finding)) {
    if let Some(inner) = decode::unescaped(layer) {
        in_layer(&inner, &Marks::of(&inner.text), report);
        if layers > 1 {
            below(&inner, layers - 1, report);
        }
    }
}

fn in_layer(layer: &Mapped<'_>, marks: &Marks, report: &mut dyn FnMut(&Mapped<'_>, Finding)) {
    let mut found = Vec::new();
    if marks.has(Hint::Script) {
        script::find(&layer.text, &mut found);
    }
    if marks.has(Hint::Prompt) {
        prompt::find(&layer.text, &mut found);
    }
    if marks.has(Hint::Command) {
        command::find(&layer.text, &mut found);
    }
    for finding in found {
        report(layer, finding);
    }
}

//! Finders for text that attacks whoever reads or runs it. They look at the text as it is and once more
//! below URL and JSON escapes, since that is how payloads travel.

mod carve;
mod command;
mod decode;
mod prompt;
mod quotes;
mod script;
mod sql;
mod sql_rules;
mod sql_shape;

use crate::{Finding, fold::Mapped, hint::Hint, marks::Marks};

use self::decode::Escapes;

/// Reports each attack together with the layer of text that its offsets belong to.
pub(crate) fn find(folded: &Mapped<'_>, marks: &Marks, report: &mut dyn FnMut(&Mapped<'_>, Finding)) {
    in_layer(folded, marks, report);
    if let Some(inner) = decode::unescaped(folded, Escapes::UrlAndJson) {
        in_layer(&inner, &Marks::of(&inner.text), report);
    }
    if marks.has(Hint::Sql) {
        for value in carve::values(folded) {
            sql::find(&value, report);
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

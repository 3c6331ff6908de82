use crate::{Finding, Findings, fold::Mapped, fold::fold, injection, marks::Marks, personal, secret};

/// Finds everything in `text` that the detector knows.
pub fn scan(text: &str) -> Findings {
    let folded = fold(text);
    let marks = Marks::of(&folded.text);
    let mut found = Vec::new();
    personal::find(&folded.text, &marks, &mut found);
    secret::find(&folded.text, &marks, &mut found);
    let mut raw = Vec::with_capacity(found.len());
    back_to_original(text, &folded, &found, &mut raw);
    injection::find(&folded, &marks, &mut |layer, finding| back_to_original(text, layer, &[finding], &mut raw));
    Findings::settle(raw)
}

fn back_to_original(text: &str, layer: &Mapped<'_>, found: &[Finding], raw: &mut Vec<Finding>) {
    for finding in found {
        let (start, end) = layer.origin(finding.start, finding.end);
        let start = text.floor_char_boundary(start);
        let end = text.ceil_char_boundary(end);
        raw.push(Finding { start, end, ..*finding });
    }
}

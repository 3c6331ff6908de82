use crate::{Finding, Kind, label::Label};

use super::{context::Context, date, finding};

/// How far a date may stand from the word that makes it a date of birth.
const REACH: usize = 44;

/// Dates that words or a column heading call a date of birth.
pub(crate) fn find(context: &Context<'_>, found: &mut Vec<Finding>) {
    if !context.marks.may_be(Label::Birth) {
        return;
    }
    for cell in context.cells.iter().filter(|cell| cell.label == Label::Birth) {
        push_first(context, cell.start(), cell.end(), 92, found);
    }
    let spots = context.marks.spots();
    for (index, spot) in spots.iter().enumerate().filter(|(_, spot)| spot.label == Label::Birth) {
        let next = spots.iter().skip(index + 1).find(|next| next.start >= spot.end && ends_reach(next.label));
        let reach = (spot.end + REACH).min(next.map_or(usize::MAX, |next| next.start));
        let after = line_end(context.bytes, spot.end, reach);
        if !push_first(context, spot.end, after, 90, found) && !is_key(context.bytes, spot.end) {
            let previous = spots.get(..index).unwrap_or_default().iter().rev().find(|earlier| earlier.end <= spot.start);
            let floor = spot.start.saturating_sub(REACH).max(previous.filter(|p| p.label == Label::Birth).map_or(0, |p| p.end));
            let before = line_start(context.bytes, floor, spot.start);
            push_last(context, before, spot.start, found);
        }
    }
}

/// The next birth word has its own date, and what is due or expires is no birth.
fn ends_reach(label: Label) -> bool {
    matches!(label, Label::Birth | Label::Unrelated | Label::Version)
}

fn push_first(context: &Context<'_>, from: usize, to: usize, confidence: u8, found: &mut Vec<Finding>) -> bool {
    if !has_digit(context.bytes, from, to + REACH) {
        return false;
    }
    let date = (from..to).find_map(|at| date::date_at(context, at).filter(|end| *end <= to + 16).map(|end| (at, end)));
    let is_other_column = |(start, end)| context.column(start, end).is_some_and(|label| label != Label::Birth);
    if let Some((start, end)) = date.filter(|date| !is_other_column(*date)) {
        found.push(finding(Kind::DateOfBirth, start, end, confidence));
    }
    date.is_some()
}

fn push_last(context: &Context<'_>, from: usize, to: usize, found: &mut Vec<Finding>) {
    let mut last = None;
    let mut at = if has_digit(context.bytes, from, to) { from } else { to };
    while at < to {
        match date::date_at(context, at).filter(|end| *end <= to) {
            Some(end) => {
                last = Some((at, end));
                at = end;
            }
            None => at += 1,
        }
    }
    if let Some((start, end)) = last.filter(|(_, end)| !ends_sentence(context.bytes.get(*end..to))) {
        found.push(finding(Kind::DateOfBirth, start, end, 80));
    }
}

fn has_digit(bytes: &[u8], from: usize, to: usize) -> bool {
    bytes.get(from..to.min(bytes.len())).is_some_and(|part| part.iter().any(u8::is_ascii_digit))
}

/// Whether a sentence ends between a date and the word after it.
fn ends_sentence(gap: Option<&[u8]>) -> bool {
    gap.unwrap_or_default().windows(2).any(|pair| matches!(pair, [b'.' | b'?' | b'!' | b';', b' ']))
}

fn is_key(bytes: &[u8], end: usize) -> bool {
    bytes.iter().skip(end).take(3).any(|b| matches!(b, b':' | b'='))
}

fn line_end(bytes: &[u8], from: usize, to: usize) -> usize {
    let stop = bytes.iter().enumerate().skip(from).take(to.saturating_sub(from)).find(|(_, b)| **b == b'\n').map(|(at, _)| at);
    stop.unwrap_or(to).min(bytes.len())
}

fn line_start(bytes: &[u8], from: usize, to: usize) -> usize {
    bytes.get(from..to).and_then(|head| head.iter().rposition(|b| *b == b'\n')).map_or(from, |at| from + at + 1)
}

use crate::{
    hint::Hint,
    label::Label,
    marks::{Marks, Spot},
};

/// One value in a table whose column has a heading.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cell {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) label: Label,
}

/// The labelled values of every table in the text, in order: delimited rows under a heading line, and
/// `INSERT INTO t (columns) VALUES (row)`.
pub(crate) fn cells(text: &str, marks: &Marks) -> Vec<Cell> {
    let mut cells = Vec::new();
    if marks.spots().is_empty() {
        return cells;
    }
    delimited(text, marks, &mut cells);
    if marks.has(Hint::SqlInsert) {
        inserted(text, marks, &mut cells);
    }
    cells.sort_by_key(|cell| cell.start);
    cells
}

struct Line {
    start: usize,
    end: usize,
}

fn delimited(text: &str, marks: &Marks, cells: &mut Vec<Cell>) {
    let mut start = 0;
    let mut heading: Option<(u8, Vec<Label>)> = None;
    for raw in text.split_inclusive('\n') {
        let line = Line { start, end: start + raw.trim_end().len() };
        start += raw.len();
        if let Some((delimiter, labels)) = &heading {
            let fields = split(text, line.start, line.end, *delimiter);
            if fields.len() == labels.len() {
                cells.extend(fields.iter().zip(labels).map(|(f, label)| Cell { start: f.start, end: f.end, label: *label }));
                continue;
            }
        }
        heading = heading_of(text, &line, marks.spots());
    }
}

/// A heading has several plain names and at least one that we know.
fn heading_of(text: &str, line: &Line, spots: &[Spot]) -> Option<(u8, Vec<Label>)> {
    let plain = text.as_bytes().get(line.start..line.end)?;
    let is_plain = |b: &u8| b.is_ascii_alphabetic() || matches!(b, b' ' | b'_' | b'-' | b',' | b'|' | b';' | b'\t' | b'"' | b'.');
    if plain.len() > 600 || !plain.iter().all(is_plain) {
        return None;
    }
    let delimiter = *plain.iter().find(|b| matches!(b, b',' | b'|' | b';' | b'\t'))?;
    let fields = split(text, line.start, line.end, delimiter);
    let names: Vec<&str> = fields.iter().filter_map(|f| text.get(f.start..f.end)).collect();
    // Two short phrases around a comma are a sentence; two keys are a heading.
    let is_heading = names.len() > 2 || delimiter != b',' || names.iter().all(|name| !name.contains(' '));
    let is_short = names.iter().all(|name| name.len() <= 30 && name.split(' ').count() <= 3);
    let labels: Vec<Label> = fields.iter().map(|field| label_within(spots, field)).collect();
    let is_known = labels.iter().any(|label| *label != Label::Unrelated);
    (names.len() >= 2 && is_heading && is_short && is_known).then_some((delimiter, labels))
}

/// The last label word inside a heading decides: `bank_iban` is an IBAN.
fn label_within(spots: &[Spot], field: &Line) -> Label {
    let from = spots.partition_point(|spot| spot.end <= field.start);
    let inside = spots.iter().skip(from).take_while(|spot| spot.end <= field.end).filter(|spot| spot.start >= field.start);
    inside.fold(None, longest_last).map_or(Label::Unrelated, |spot| spot.label)
}

fn longest_last<'s>(best: Option<&'s Spot>, spot: &'s Spot) -> Option<&'s Spot> {
    match best {
        Some(held) if held.end == spot.end && held.start <= spot.start => Some(held),
        Some(_) | None => Some(spot),
    }
}

/// Cuts a line at a delimiter outside quotes; fields come trimmed of blanks and quotes.
fn split(text: &str, start: usize, end: usize, delimiter: u8) -> Vec<Line> {
    let bytes = text.as_bytes();
    let mut fields = Vec::new();
    let mut from = start;
    let mut quote = None;
    for at in start..end {
        let Some(byte) = bytes.get(at) else { break };
        let is_opening = || matches!(byte, b'"' | b'\'') && bytes.get(from..at).is_some_and(|head| head.trim_ascii().is_empty());
        if let Some(open) = quote {
            quote = Some(open).filter(|open| open != byte);
        } else if *byte == delimiter {
            fields.push(trimmed(bytes, from, at));
            from = at + 1;
        } else if is_opening() {
            quote = Some(*byte);
        }
    }
    fields.push(trimmed(bytes, from, end));
    fields
}

fn trimmed(bytes: &[u8], mut start: usize, mut end: usize) -> Line {
    let is_wrap = |b: Option<&u8>| matches!(b, Some(b' ' | b'\t' | b'"' | b'\''));
    while start < end && is_wrap(bytes.get(start)) {
        start += 1;
    }
    while start < end && is_wrap(bytes.get(end - 1)) {
        end -= 1;
    }
    Line { start, end }
}

fn inserted(text: &str, marks: &Marks, cells: &mut Vec<Cell>) {
    let lower = text.to_ascii_lowercase();
    let mut from = 0;
    while let Some(found) = lower.get(from..).and_then(|rest| rest.find("insert into")) {
        let at = from + found;
        from = at + "insert into".len();
        let Some(columns) = bracketed(text, from) else { continue };
        let labels: Vec<Label> =
            split(text, columns.start, columns.end, b',').iter().map(|field| label_within(marks.spots(), field)).collect();
        let mut next = columns.end + 1;
        while let Some(row) = bracketed(text, next) {
            let fields = split(text, row.start, row.end, b',');
            if fields.len() != labels.len() {
                break;
            }
            cells.extend(fields.iter().zip(&labels).map(|(f, label)| Cell { start: f.start, end: f.end, label: *label }));
            next = row.end + 1;
        }
        from = next.max(from);
    }
}

/// The inside of the next parentheses, when they open within reach.
fn bracketed(text: &str, from: usize) -> Option<Line> {
    const REACH: usize = 80;
    const LONGEST: usize = 4096;
    let bytes = text.as_bytes();
    let open = bytes.iter().enumerate().skip(from).take(REACH).find(|(_, b)| matches!(b, b'(' | b';'))?;
    if *open.1 == b';' {
        return None;
    }
    let start = open.0 + 1;
    let mut quote = false;
    for (at, byte) in bytes.iter().enumerate().skip(start).take(LONGEST) {
        match byte {
            b'\'' => quote = !quote,
            b')' if !quote => return Some(Line { start, end: at }),
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[(&str, Label)]) {
        let cells = cells(text, &Marks::of(text));

        let seen: Vec<_> = cells.iter().filter(|c| c.label != Label::Unrelated).map(|c| (&text[c.start..c.end], c.label)).collect();

        assert_eq!(seen, expected, "{text}");
    }

    #[test]
    fn rows_take_their_label_from_the_heading() {
        check("id,name,ssn\n1,\"Lee, Ann\",078051120\n2,Bo,219099999", &[("078051120", Label::Ssn), ("219099999", Label::Ssn)]);
        check("INSERT INTO t (plan, birth_date) VALUES ('gold', '14.10.1974')", &[("14.10.1974", Label::Birth)]);
        check("Please call, then write\nand 1, 2", &[]);
    }
}

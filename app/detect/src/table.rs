use memchr::memchr;

use crate::{
    hint::Hint,
    label::Label,
    mapped::narrow,
    marks::{Marks, Spot},
    spare::Shelf,
};

thread_local! {
    pub(crate) static CELLS: Shelf<Cell> = const { Shelf::new() };
}

/// One value in a table whose column has a heading.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cell {
    from: u32,
    to: u32,
    pub(crate) label: Label,
}

impl Cell {
    fn at((field, label): (Line, Label)) -> Self {
        Self { from: narrow(field.start), to: narrow(field.end), label }
    }

    pub(crate) fn start(&self) -> usize {
        self.from as usize
    }

    pub(crate) fn end(&self) -> usize {
        self.to as usize
    }
}

/// The labelled values of every table in the text, in order: delimited rows under a heading line, and
/// `INSERT INTO t (columns) VALUES (row)`.
pub(crate) fn cells(text: &str, marks: &Marks) -> Vec<Cell> {
    let mut cells = CELLS.with(Shelf::take);
    if marks.spots().is_empty() {
        return cells;
    }
    delimited(text, marks, &mut cells);
    if marks.has(Hint::SqlInsert) {
        inserted(text, marks, &mut cells);
        cells.sort_unstable_by_key(Cell::start);
    }
    cells
}

#[derive(Debug, Clone, Copy)]
struct Line {
    start: usize,
    end: usize,
}

/// A heading line with the sign that parts its names.
#[derive(Debug, Clone, Copy)]
struct Heading {
    line: Line,
    delimiter: u8,
    names: usize,
    /// What the first names mean; most tables have no more.
    labels: [Label; KEPT_LABELS],
}

const KEPT_LABELS: usize = 32;

impl Heading {
    fn label(&self, index: usize, spots: &[Spot], name: Line) -> Label {
        self.labels.get(index).copied().unwrap_or_else(|| label_within(spots, name))
    }
}

fn delimited(text: &str, marks: &Marks, cells: &mut Vec<Cell>) {
    let mut start = 0;
    let mut heading: Option<Heading> = None;
    while let Some(rest) = text.get(start..).filter(|rest| !rest.is_empty()) {
        let length = memchr(b'\n', rest.as_bytes()).map_or(rest.len(), |at| at + 1);
        let line = Line { start, end: start + rest.get(..length).unwrap_or_default().trim_end().len() };
        start += length;
        if let Some(heading) = &heading
            && fields(text, line, heading.delimiter).count() == heading.names
        {
            let names = fields(text, heading.line, heading.delimiter).enumerate();
            let labels = names.map(|(index, name)| heading.label(index, marks.spots(), name));
            cells.extend(fields(text, line, heading.delimiter).zip(labels).map(Cell::at));
            continue;
        }
        let from = marks.spots().partition_point(|spot| spot.end <= line.start);
        let is_named = marks.spots().get(from).is_some_and(|spot| spot.start < line.end);
        heading = if is_named { heading_of(text, line, marks.spots()) } else { None };
    }
}

/// A heading has several plain names and at least one that we know.
fn heading_of(text: &str, line: Line, spots: &[Spot]) -> Option<Heading> {
    const LONGEST: usize = 600;
    const LONGEST_NAME: usize = 30;
    let plain = text.as_bytes().get(line.start..line.end)?;
    let is_plain = |b: &u8| b.is_ascii_alphabetic() || matches!(b, b' ' | b'_' | b'-' | b',' | b'|' | b';' | b'\t' | b'"' | b'.');
    let head = plain.iter().take(2 * LONGEST_NAME).take_while(|b| is_plain(b)).find(|b| matches!(b, b',' | b'|' | b';' | b'\t'));
    let delimiter = *head?;
    let names = || fields(text, line, delimiter).filter_map(|field| text.get(field.start..field.end));
    let is_short = |name: &str| name.len() <= LONGEST_NAME && name.split(' ').nth(3).is_none();
    // Sentences end at their first long clause.
    if plain.len() > LONGEST || !names().all(is_short) || !plain.iter().all(is_plain) {
        return None;
    }
    let count = names().count();
    // Two short phrases around a comma are a sentence; two keys are a heading.
    let is_heading = count > 2 || delimiter != b',' || names().all(|name| !name.contains(' '));
    if count < 2 || !is_heading {
        return None;
    }
    let mut labels = [Label::Unrelated; KEPT_LABELS];
    for (label, field) in labels.iter_mut().zip(fields(text, line, delimiter)) {
        *label = label_within(spots, field);
    }
    let is_known = labels.iter().any(|label| *label != Label::Unrelated);
    is_known.then_some(Heading { line, delimiter, names: count, labels })
}

/// The last label word inside a heading decides: `bank_iban` is an IBAN.
fn label_within(spots: &[Spot], field: Line) -> Label {
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
fn fields(text: &str, line: Line, delimiter: u8) -> impl Iterator<Item = Line> {
    let bytes = text.as_bytes();
    let mut from = Some(line.start);
    std::iter::from_fn(move || {
        let start = from?;
        let mut quote = None;
        let mut is_blank = true;
        for (at, byte) in bytes.iter().enumerate().take(line.end).skip(start) {
            if let Some(open) = quote {
                quote = Some(open).filter(|open| *open != *byte);
            } else if *byte == delimiter {
                from = Some(at + 1);
                return Some(trimmed(bytes, start, at));
            } else if is_blank && matches!(byte, b'"' | b'\'') {
                quote = Some(*byte);
            }
            is_blank &= byte.is_ascii_whitespace();
        }
        from = None;
        Some(trimmed(bytes, start, line.end))
    })
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
    const WORDS: &[u8] = b"insert into";
    let bytes = text.as_bytes();
    let mut from = 0;
    while let Some(found) = bytes.get(from..).and_then(|rest| rest.windows(WORDS.len()).position(|w| w.eq_ignore_ascii_case(WORDS))) {
        from += found + WORDS.len();
        let columns = match bracketed(text, from) {
            Ok(columns) => columns,
            Err(searched) => {
                from = searched;
                continue;
            }
        };
        let names = fields(text, columns, b',').count();
        let mut next = columns.end + 1;
        while let Ok(row) = bracketed(text, next)
            && fields(text, row, b',').count() == names
        {
            let labels = fields(text, columns, b',').map(|name| label_within(marks.spots(), name));
            let labelled = fields(text, row, b',').zip(labels);
            cells.extend(labelled.map(Cell::at));
            next = row.end + 1;
        }
        from = next.max(from);
    }
}

/// The inside of the next parentheses, when they open within reach; else how far the search went.
fn bracketed(text: &str, from: usize) -> Result<Line, usize> {
    const REACH: usize = 80;
    const LONGEST: usize = 4096;
    let near = line_group(text, from, REACH);
    let Some(open) = near.iter().position(|b| matches!(b, b'(' | b';')).filter(|at| near.get(*at) == Some(&b'(')) else { return Err(from) };
    let start = from + open + 1;
    let mut is_quoted = false;
    let inside = line_group(text, start, LONGEST);
    let close = inside.iter().position(|byte| {
        is_quoted ^= *byte == b'\'';
        *byte == b')' && !is_quoted
    });
    close.map(|length| Line { start, end: start + length }).ok_or(start + inside.len())
}

/// Up to `most` bytes from `from`, but not over a blank line.
fn line_group(text: &str, from: usize, most: usize) -> &[u8] {
    let bytes = text.as_bytes();
    let near = bytes.get(from..bytes.len().min(from + most)).unwrap_or_default();
    let blank = near.windows(2).position(|pair| pair == b"\n\n").unwrap_or(near.len());
    near.get(..blank).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[(&str, Label)]) {
        let cells = cells(text, &Marks::of(text));

        let seen: Vec<_> = cells.iter().filter(|c| c.label != Label::Unrelated).map(|c| (&text[c.start()..c.end()], c.label)).collect();

        assert_eq!(seen, expected, "{text}");
    }

    #[test]
    fn rows_take_their_label_from_the_heading() {
        check("id,name,ssn\n1,\"Lee, Ann\",078051120\n2,Bo,219099999", &[("078051120", Label::Ssn), ("219099999", Label::Ssn)]);
        check("INSERT INTO t (plan, birth_date) VALUES ('gold', '14.10.1974')", &[("14.10.1974", Label::Birth)]);
        check("Please call, then write\nand 1, 2", &[]);
    }
}

use crate::{Finding, Kind, label::Label};

use super::{context::Context, finding};

/// Month names by their first letters, in English, German, French and Spanish.
const MONTHS: &[(&str, u8)] = &[
    ("jan", 1),
    ("ene", 1),
    ("feb", 2),
    ("fev", 2),
    ("fév", 2),
    ("mar", 3),
    ("mär", 3),
    ("mrz", 3),
    ("apr", 4),
    ("avr", 4),
    ("abr", 4),
    ("may", 5),
    ("mai", 5),
    ("jun", 6),
    ("juin", 6),
    ("juil", 7),
    ("jul", 7),
    ("aug", 8),
    ("aoû", 8),
    ("aou", 8),
    ("ago", 8),
    ("sep", 9),
    ("oct", 10),
    ("okt", 10),
    ("nov", 11),
    ("dec", 12),
    ("dez", 12),
    ("déc", 12),
    ("dic", 12),
];

/// How far a date may stand from the word that makes it a date of birth.
const REACH: usize = 44;

/// Dates that words or a column heading call a date of birth.
pub(crate) fn find(context: &Context<'_>, found: &mut Vec<Finding>) {
    for cell in context.cells.iter().filter(|cell| cell.label == Label::Birth) {
        push_first(context, cell.start, cell.end, 92, found);
    }
    for spot in context.marks.spots().iter().filter(|spot| spot.label == Label::Birth) {
        let after = line_end(context.bytes, spot.end, spot.end + REACH);
        if !push_first(context, spot.end, after, 90, found) && !is_key(context.bytes, spot.end) {
            let before = line_start(context.bytes, spot.start.saturating_sub(REACH), spot.start);
            push_last(context, before, spot.start, found);
        }
    }
}

fn push_first(context: &Context<'_>, from: usize, to: usize, confidence: u8, found: &mut Vec<Finding>) -> bool {
    let date = (from..to).find_map(|at| date_at(context, at).filter(|end| *end <= to + 16).map(|end| (at, end)));
    if let Some((start, end)) = date {
        found.push(finding(Kind::DateOfBirth, start, end, confidence));
    }
    date.is_some()
}

fn push_last(context: &Context<'_>, from: usize, to: usize, found: &mut Vec<Finding>) {
    let date = (from..to)
        .filter_map(|at| date_at(context, at).filter(|end| *end <= to).map(|end| (at, end)))
        .reduce(|best, next| if next.0 >= best.1 { next } else { best });
    if let Some((start, end)) = date {
        found.push(finding(Kind::DateOfBirth, start, end, 80));
    }
}

fn is_key(bytes: &[u8], end: usize) -> bool {
    bytes.iter().skip(end).take(3).any(|b| matches!(b, b':' | b'='))
}

fn line_end(bytes: &[u8], from: usize, to: usize) -> usize {
    let stop = bytes.iter().enumerate().skip(from).take(to - from).find(|(_, b)| **b == b'\n').map(|(at, _)| at);
    stop.unwrap_or(to).min(bytes.len())
}

fn line_start(bytes: &[u8], from: usize, to: usize) -> usize {
    bytes.get(from..to).and_then(|head| head.iter().rposition(|b| *b == b'\n')).map_or(from, |at| from + at + 1)
}

/// The end of the calendar date that starts exactly at `at`.
fn date_at(context: &Context<'_>, at: usize) -> Option<usize> {
    let first = *context.bytes.get(at)?;
    let before = at.checked_sub(1).and_then(|i| context.bytes.get(i));
    let is_inside = before.is_some_and(|b| b.is_ascii_alphanumeric() || (first.is_ascii_digit() && matches!(b, b'-' | b'/')));
    if is_inside || !context.text.is_char_boundary(at) {
        return None;
    }
    let mut parts = Parts { context, at, numbers: Vec::new(), month: None, month_place: 0 };
    while parts.count() < 3 && parts.next() {}
    let date = parts.date()?;
    (date && !context.bytes.get(parts.at).is_some_and(u8::is_ascii_alphanumeric)).then_some(parts.at)
}

/// The day, month and year of a date as they are met.
struct Parts<'c> {
    context: &'c Context<'c>,
    at: usize,
    numbers: Vec<(u32, usize)>,
    month: Option<u8>,
    month_place: usize,
}

impl Parts<'_> {
    fn count(&self) -> usize {
        self.numbers.len() + usize::from(self.month.is_some())
    }

    /// Reads one more part with the separator before it; an unreadable one ends the date.
    fn next(&mut self) -> bool {
        let start = if self.count() == 0 { self.at } else { self.at + self.separator() };
        if start == self.at && self.count() > 0 {
            return false;
        }
        let digits = self.context.bytes.iter().skip(start).take(9).take_while(|b| b.is_ascii_digit()).count();
        if digits == 0 {
            return self.month_name(start);
        }
        let Some(value) = self.context.text.get(start..start + digits).and_then(|t| t.parse().ok()) else { return false };
        self.numbers.push((value, digits));
        self.at = start + digits + self.ordinal(start + digits);
        // Eight digits without separators are year, month and day at once.
        !(digits == 8 && self.count() == 1)
    }

    fn separator(&self) -> usize {
        let bytes = self.context.bytes.get(self.at..).unwrap_or_default();
        let words: [&[u8]; 8] = [b" de ", b" of ", b" del ", b", ", b". ", b" - ", b" / ", b" "];
        if let Some(word) = words.iter().find(|word| bytes.starts_with(word)) {
            return word.len();
        }
        usize::from(matches!(bytes.first(), Some(b'-' | b'/' | b'.' | b',')))
    }

    fn ordinal(&self, at: usize) -> usize {
        let tail = self.context.text.get(at..at + 2).unwrap_or_default();
        if ["st", "nd", "rd", "th", "er"].contains(&tail) { 2 } else { 0 }
    }

    fn month_name(&mut self, start: usize) -> bool {
        if self.month.is_some() {
            return false;
        }
        let rest = self.context.text.get(start..).unwrap_or_default();
        let word: String = rest.chars().take(10).take_while(|c| c.is_alphabetic()).collect();
        let lower = word.to_lowercase();
        let Some((_, month)) = MONTHS.iter().find(|(stem, _)| lower.starts_with(stem)) else { return false };
        self.month_place = self.numbers.len();
        self.month = Some(*month);
        self.at = start + word.len();
        if self.context.bytes.get(self.at) == Some(&b'.') && self.context.bytes.get(self.at + 1) == Some(&b' ') {
            self.at += 1;
        }
        true
    }

    /// Whether the parts make a date that exists.
    fn date(&self) -> Option<bool> {
        let exists = match (self.month, self.numbers.as_slice()) {
            (Some(month), [(day, 1 | 2), (year, width)]) => real(full_year(*year, *width)?, u32::from(month), *day),
            (Some(month), [(year, 4), (day, 1 | 2)]) => real(*year, u32::from(month), *day),
            (None, [(whole, 8)]) => {
                real(whole / 10_000, whole / 100 % 100, whole % 100) || real(whole % 10_000, whole / 10_000 % 100, whole / 1_000_000)
            }
            (None, [(year, 4), (month, 1 | 2), (day, 1 | 2)]) => real(*year, *month, *day),
            (None, [(a, 1 | 2), (b, 1 | 2), (year, width)]) => {
                let year = full_year(*year, *width)?;
                real(year, *b, *a) || real(year, *a, *b)
            }
            _ => return None,
        };
        Some(exists)
    }
}

fn full_year(year: u32, width: usize) -> Option<u32> {
    match width {
        4 => Some(year),
        2 => Some(1900 + year),
        _ => None,
    }
}

/// The Gregorian calendar, for years in which someone alive can have been born.
fn real(year: u32, month: u32, day: u32) -> bool {
    let is_leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let days = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if is_leap => 29,
        2 => 28,
        _ => 0,
    };
    (1890..=2100).contains(&year) && (1..=days).contains(&day)
}

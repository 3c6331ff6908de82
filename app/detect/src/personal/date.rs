use crate::steps::{Step, holds};

use super::context::Context;

/// Month names by their first letters, in the languages of Europe, Turkish and Indonesian. Names of two months can share
/// letters; which of them is meant does not matter here.
const MONTHS: [&[&str]; 12] = [
    &["jan", "ene", "gen", "янв", "sty", "led", "tammi", "oca", "ian", "січ", "ιαν"],
    &["feb", "fev", "fév", "фев", "lut", "úno", "helmi", "şub", "лют", "φεβ"],
    &["mar", "mär", "mrz", "maa", "мар", "bře", "бер", "μαρ"],
    &["apr", "avr", "abr", "апр", "kwi", "dub", "huhti", "nis", "ápr", "кві", "απρ"],
    &["may", "mai", "mag", "mei", "maj", "мая", "май", "kvě", "touko", "máj", "тра", "μαΐ", "μαϊ"],
    &["jun", "juin", "giu", "июн", "cze", "červen", "červn", "kesä", "haz", "jún", "iun", "чер", "ιουν"],
    &["jul", "juil", "lug", "июл", "lip", "červenc", "heinä", "tem", "júl", "iul", "лип", "ιουλ"],
    &["aug", "aoû", "aou", "ago", "авг", "sie", "srp", "elo", "ağu", "agu", "сер", "αυγ"],
    &["sep", "set", "сен", "wrz", "zář", "syys", "eyl", "szept", "вер", "σεπ"],
    &["oct", "okt", "ott", "out", "окт", "paź", "říj", "loka", "eki", "жов", "οκτ"],
    &["nov", "ноя", "lis", "marras", "kas", "noi", "лис", "νοε", "νοέ"],
    &["dec", "dez", "déc", "dic", "дек", "gru", "pro", "joulu", "ara", "des", "гру", "δεκ"],
];

/// What may stand between the parts of a date after a blank; the blank itself comes last.
const BLANK_JOINTS: [&[u8]; 11] = [b" de ", b" of ", b" del ", b" di ", b" - ", b" / ", b" . ", b" -", b" /", b" '", b" "];

/// The end of the calendar date that starts exactly at `at`.
pub(crate) fn date_at(context: &Context<'_>, at: usize) -> Option<usize> {
    let first = *context.bytes.get(at)?;
    let before = at.checked_sub(1).and_then(|i| context.bytes.get(i));
    let is_inside = before.is_some_and(|b| b.is_ascii_alphanumeric() || (first.is_ascii_digit() && matches!(b, b'-' | b'/')));
    if is_inside || !may_start(context.bytes, at) || !context.text.is_char_boundary(at) {
        return None;
    }
    let mut parts = Parts { context, at, numbers: [(0, 0); 3], count: 0, month: None };
    while parts.met() < 3 && parts.next() {}
    let is_real = holds(Step::Calendar, parts.date()?);
    let is_end = match context.bytes.get(parts.at..) {
        Some([b'T', next, ..]) => next.is_ascii_digit(),
        Some([next, ..]) => !next.is_ascii_alphanumeric(),
        _ => true,
    };
    (is_real && is_end).then_some(parts.at)
}

/// A date starts with a digit, or with a month's name that a digit follows soon.
fn may_start(bytes: &[u8], at: usize) -> bool {
    const LONGEST_NAME: usize = 22;
    let head = bytes.get(at..).unwrap_or_default();
    match head.first() {
        Some(b'0'..=b'9') => true,
        Some(
            b'a'
            | b'd'
            | b'e'
            | b'f'
            | b'g'
            | b'j'
            | b'l'
            | b'm'
            | b'n'
            | b'o'
            | b's'
            | b'A'
            | b'D'..=b'G'
            | b'J'
            | b'L'..=b'O'
            | b'S'
            | 0x80..,
        ) => head.iter().take(LONGEST_NAME).any(u8::is_ascii_digit),
        _ => false,
    }
}

/// The day, month and year of a date as they are met.
struct Parts<'c> {
    context: &'c Context<'c>,
    at: usize,
    /// Values with their widths.
    numbers: [(u32, usize); 3],
    count: usize,
    month: Option<u32>,
}

impl Parts<'_> {
    fn met(&self) -> usize {
        self.count + usize::from(self.month.is_some())
    }

    /// Reads one more part with the separator before it; an unreadable one ends the date.
    fn next(&mut self) -> bool {
        let start = if self.met() == 0 { self.at } else { self.at + self.joint() };
        if start == self.at && self.met() > 0 {
            return false;
        }
        let tail = self.context.bytes.get(start..).unwrap_or_default();
        let digits = tail.iter().take(9).take_while(|b| b.is_ascii_digit()).count();
        if digits == 0 {
            return self.month_name(start);
        }
        let value = tail.iter().take(digits).fold(0_u32, |value, b| value * 10 + u32::from(b - b'0'));
        let Some(place) = self.numbers.get_mut(self.count) else { return false };
        *place = (value, digits);
        self.count += 1;
        self.at = start + digits + self.ending(start + digits);
        // Eight digits without separators are year, month and day at once.
        !(digits == 8 && self.met() == 1)
    }

    fn joint(&self) -> usize {
        let bytes = self.context.bytes.get(self.at..).unwrap_or_default();
        match bytes {
            [b' ', next, ..] if next.is_ascii_digit() => 1,
            [b' ', b'd' | b'o' | b'-' | b'/' | b'.' | b'\'', ..] => {
                BLANK_JOINTS.iter().find(|joint| bytes.starts_with(joint)).map_or(0, |joint| joint.len())
            }
            [b',' | b'.' | b'-' | b'/', b' ', ..] => 2,
            [b' ' | b'-' | b'/' | b'.' | b',' | b'\'' | b'_', ..] => 1,
            [first, ..] if !first.is_ascii() => {
                ["年", "月", "년 "].iter().find(|joint| bytes.starts_with(joint.as_bytes())).map_or(0, |joint| joint.len())
            }
            _ => 0,
        }
    }

    /// `1st`, `2nd`, `1er`, and the sign for a day in East Asia.
    fn ending(&self, at: usize) -> usize {
        if !matches!(self.context.bytes.get(at), Some(b's' | b'n' | b'r' | b't' | b'e' | 0x80..)) {
            return 0;
        }
        let tail = self.context.text.get(at..).unwrap_or_default();
        let endings = ["st", "nd", "rd", "th", "er", "日", "일"];
        endings.iter().find(|ending| tail.starts_with(**ending)).map_or(0, |ending| ending.len())
    }

    fn month_name(&mut self, start: usize) -> bool {
        if self.month.is_some() {
            return false;
        }
        if !begins_month(self.context.bytes.get(start..).unwrap_or_default()) {
            return false;
        }
        let rest = self.context.text.get(start..).unwrap_or_default();
        let word = rest.chars().take(14).take_while(|c| c.is_alphabetic()).map(char::len_utf8).sum::<usize>();
        let Some(name) = rest.get(..word) else { return false };
        let Some(month) = month_of(name) else { return false };
        self.month = Some(month);
        self.at = start + word;
        if matches!(self.context.bytes.get(self.at..), Some([b'.', b' ', ..])) {
            self.at += 1;
        }
        true
    }

    /// Whether the parts make a date that exists; `None` when they make no date at all.
    fn date(&self) -> Option<bool> {
        let exists = match (self.month, self.numbers.get(..self.count)?) {
            (Some(month), [(day, 1 | 2), (year, width)]) => is_day(*year, *width, month, *day)?,
            (Some(month), [(year, 4), (day, 1 | 2)]) => is_real(*year, month, *day),
            (None, [(whole, 8)]) => {
                is_real(whole / 10_000, whole / 100 % 100, whole % 100) || is_real(whole % 10_000, whole / 10_000 % 100, whole / 1_000_000)
            }
            (None, [(year, 4), (month, 1 | 2), (day, 1 | 2)]) => is_real(*year, *month, *day),
            (None, [(a, 1 | 2), (b, 1 | 2), (year, width)]) => is_day(*year, *width, *b, *a)? || is_day(*year, *width, *a, *b)?,
            _ => return None,
        };
        Some(exists)
    }
}

/// Whether some month's name begins with the first two letters; most words end here.
fn begins_month(rest: &[u8]) -> bool {
    static PAIRS: [u32; 32] = {
        let mut pairs = [0; 32];
        let mut month = 0;
        while month < MONTHS.len() {
            let mut stem = 0;
            while stem < MONTHS[month].len() {
                let letters = MONTHS[month][stem].as_bytes();
                pairs[(letters[0] & 31) as usize] |= 1 << (letters[1] & 31);
                stem += 1;
            }
            month += 1;
        }
        pairs
    };
    let [first, second, ..] = rest else { return false };
    // Letters of other alphabets share bits with these, which lets some words through that are no month.
    !first.is_ascii() || !second.is_ascii() || PAIRS.get(usize::from(first & 31)).is_some_and(|pairs| pairs >> (second & 31) & 1 == 1)
}

/// The month whose stem `name` begins with, in either case, counted from 1.
fn month_of(name: &str) -> Option<u32> {
    let is_ascii = name.is_ascii();
    let first = name.as_bytes().first()?.to_ascii_lowercase();
    let begins = |stem: &str| match stem.is_ascii() {
        true => stem.as_bytes().first() == Some(&first) && name.get(..stem.len()).is_some_and(|head| head.eq_ignore_ascii_case(stem)),
        false => !is_ascii && begins_with_letters(name, stem),
    };
    let may_be = |month: u32| FIRST_LETTERS.get(usize::from(first)).is_none_or(|months| months >> month & 1 == 1);
    (0..).zip(MONTHS).find(|(month, stems)| may_be(*month) && stems.iter().any(|stem| begins(stem))).map(|(month, _)| month + 1)
}

/// The months that have a stem with this first letter, as bits. Letters beyond ASCII, which have two cases in many
/// bytes, are looked up stem by stem.
static FIRST_LETTERS: [u16; 128] = {
    let mut months = [0; 128];
    let mut month = 0;
    while month < MONTHS.len() {
        let mut stem = 0;
        while stem < MONTHS[month].len() {
            let first = MONTHS[month][stem].as_bytes()[0];
            if first < 128 {
                months[first as usize] |= 1 << month;
            }
            stem += 1;
        }
        month += 1;
    }
    months
};

fn begins_with_letters(name: &str, stem: &str) -> bool {
    let mut letters = name.chars().flat_map(char::to_lowercase);
    stem.chars().all(|c| letters.next() == Some(c))
}

/// A year of two digits may be of this century or the last.
fn is_day(year: u32, width: usize, month: u32, day: u32) -> Option<bool> {
    match width {
        4 => Some(is_real(year, month, day)),
        2 => Some(is_real(1900 + year, month, day) || is_real(2000 + year, month, day)),
        _ => None,
    }
}

/// The Gregorian calendar, for years in which someone alive can have been born.
fn is_real(year: u32, month: u32, day: u32) -> bool {
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

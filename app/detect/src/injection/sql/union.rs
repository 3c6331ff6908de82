use crate::{
    SqlTechnique::Union,
    steps::{Step, is_on},
};

use super::{hits::Hits, reading::Reading, token::Kind, word::Word};

/// Finds queries appended to another, what prepares them, and reading of files and catalogues.
pub(super) fn at(reading: &Reading<'_>, at: usize, hits: &mut Hits) {
    let last = match reading.word(at) {
        Word::Union => union(reading, at),
        Word::Order | Word::Group if is_on(Step::OrderCount) => counting(reading, at),
        Word::Into if is_on(Step::Dump) => (reading.word(at + 1) == Word::Dump).then_some((90, at + 1)),
        Word::File if is_on(Step::FileRead) => file(reading, at),
        Word::Select => catalogue(reading, at).or_else(|| behind_value(reading, at)),
        Word::Case => behind_value(reading, at),
        _ => None,
    };
    if let Some((confidence, last)) = last {
        hits.add(reading, Union, confidence, at, last);
    }
}

fn union(reading: &Reading<'_>, union: usize) -> Option<(u8, usize)> {
    const MOST: usize = 10;
    let is_filler = |at: usize| matches!(reading.kind(at), Kind::Word(Word::Every) | Kind::Open | Kind::Arith | Kind::Quote | Kind::Cut);
    let select = (union + 1..union + MOST).find(|at| !is_filler(*at))?;
    if !matches!(reading.word(select), Word::Select | Word::Values) {
        return dangling(reading, union).filter(|_| is_on(Step::DanglingUnion));
    }
    if reading.is_strict() {
        return (is_on(Step::ForeignUnion) && is_foreign(reading, union, select)).then_some((88, select));
    }
    (is_on(Step::UnionSelect) && !is_prose(reading, union, select)).then_some((94, select))
}

/// `the union select committee members`: words follow, not a list.
fn is_prose(reading: &Reading<'_>, union: usize, select: usize) -> bool {
    let is_plain = |at: usize| matches!(reading.word(at), Word::Plain | Word::Article) && reading.is_word(at);
    let follows_word = union.checked_sub(1).is_none_or(|before| reading.kind(before) == Kind::Word(Word::Plain));
    let is_lone = is_plain(select + 1) && (reading.is_end(select + 2) || is_plain(select + 2));
    reading.word(select + 1) == Word::Article
        || (is_plain(select + 1) && is_plain(select + 2) && is_plain(select + 3))
        || (follows_word && is_lone)
}

/// A `UNION` that ends the value right behind a literal or comment.
fn dangling(reading: &Reading<'_>, union: usize) -> Option<(u8, usize)> {
    let is_last =
        reading.tokens.iter().skip(union + 1).all(|token| matches!(token.kind, Kind::Cut | Kind::Quote | Kind::Dot | Kind::Other));
    let token = reading.get(union)?;
    let before = union.checked_sub(1)?;
    let follows_sign = reading.kind(before) == Kind::Cut || token.has_block() || (reading.is_broken && reading.is_quote(before));
    let follows_condition = before > 1 && reading.kind(before) == Kind::Number && reading.kind(before - 1) == Kind::Compare;
    (is_last && (follows_sign || follows_condition)).then_some((84, union))
}

/// In a whole query: whether the appended part does not belong to the first one.
fn is_foreign(reading: &Reading<'_>, union: usize, select: usize) -> bool {
    let appended = Columns::of(reading, select);
    let follows_none =
        union > 2 && reading.kind(union - 1) == Kind::Number && reading.text(union - 2) == b"-" && reading.kind(union - 3) == Kind::Compare;
    let follows_false =
        union > 2 && [union - 1, union - 3].iter().all(|at| reading.kind(*at) == Kind::Number) && reading.kind(union - 2) == Kind::Compare;
    let first = (0..union).rev().take(400).find(|at| reading.word(*at) == Word::Select).map(|at| Columns::of(reading, at));
    let differs = first.as_ref().is_some_and(|first| !first.has_star && !appended.has_star && first.count != appended.count);
    let leaks = appended.sensitive > 0 && first.as_ref().is_none_or(|first| first.sensitive == 0);
    let is_cut = reading.ends_cut || reading.is_cut(appended.end);
    let asks = (appended.end..reading.tokens.len().min(appended.end + 60)).any(|at| is_question(reading, at));
    follows_none || follows_false || differs || leaks || is_cut || asks || appended.asks || appended.nulls > 1
}

/// The list behind a `SELECT`.
struct Columns {
    count: usize,
    nulls: usize,
    sensitive: usize,
    has_star: bool,
    asks: bool,
    end: usize,
}

impl Columns {
    fn of(reading: &Reading<'_>, select: usize) -> Self {
        const LONGEST: usize = 200;
        let mut list = Self { count: 1, nulls: 0, sensitive: 0, has_star: false, asks: false, end: select + 1 };
        let mut depth = 0_i32;
        for at in select + 1..reading.tokens.len().min(select + LONGEST) {
            let kind = reading.kind(at);
            depth += i32::from(kind == Kind::Open) - i32::from(kind == Kind::Close);
            list.end = at;
            let ends = matches!(kind, Kind::Word(Word::From | Word::Union) | Kind::Semi | Kind::Cut);
            if depth < 0 || (depth == 0 && ends) {
                list.asks |= reading.word(at) == Word::From && is_catalogue(reading, reading.behind_open(at + 1));
                return list;
            }
            list.count += usize::from(depth == 0 && kind == Kind::Comma);
            list.nulls += usize::from(depth == 0 && kind == Kind::Word(Word::Fixed));
            list.sensitive += usize::from(kind == Kind::Word(Word::Sensitive));
            list.has_star |=
                depth == 0 && reading.text(at) == b"*" && !matches!(reading.kind(at + 1), Kind::Number | Kind::Word(Word::Plain));
            list.asks |= is_question(reading, at);
        }
        list.end += 1;
        list
    }
}

fn is_question(reading: &Reading<'_>, at: usize) -> bool {
    let is_call = reading.kind(at + 1) == Kind::Open;
    let is_hex = reading.kind(at) == Kind::Number && reading.text(at).len() > 5 && reading.text(at).starts_with(b"0x");
    is_hex
        || reading.text(at).starts_with(b"@@")
        || (reading.word(at) == Word::Info && is_call)
        || (reading.word(at) == Word::File && is_call)
}

fn is_catalogue(reading: &Reading<'_>, at: usize) -> bool {
    let needs_member = matches!(reading.text(at).to_ascii_lowercase().as_slice(), b"mysql" | b"sys" | b"domain");
    reading.word(at) == Word::Catalog && (!needs_member || reading.kind(at + 1) == Kind::Dot)
}

/// `ORDER BY 9--`: counting the columns of the query in front.
fn counting(reading: &Reading<'_>, at: usize) -> Option<(u8, usize)> {
    let mut last = reading.behind_open(at + 2);
    if reading.is_strict() || reading.word(at + 1) != Word::By || reading.kind(last) != Kind::Number {
        return None;
    }
    while reading.kind(last + 1) == Kind::Comma && reading.kind(last + 2) == Kind::Number {
        last += 2;
    }
    let before = at.checked_sub(1).map(|before| reading.kind(before));
    let is_added = matches!(before, None | Some(Kind::Number | Kind::Quote | Kind::Close));
    let is_closed = reading.is_end(last + 1) || reading.is_cut(last + 1) || reading.kind(last + 1) == Kind::Semi;
    (is_added && is_closed).then_some((85, last))
}

/// `1 - (select ..`: a query where the value that the caller passed goes on.
fn behind_value(reading: &Reading<'_>, select: usize) -> Option<(u8, usize)> {
    let open = (0..select).rev().take_while(|at| reading.kind(*at) == Kind::Open).last()?;
    let first = reading.behind_sign(0);
    let is_value = reading.kind(first) == Kind::Number && first < open;
    let is_sign = matches!(reading.kind(first + 1), Kind::Arith | Kind::Compare | Kind::Word(Word::Like));
    let is_joined = first + 1 == open && reading.word(select) == Word::Select || first + 2 == open && is_sign;
    (is_on(Step::BehindValue) && is_value && is_joined && !reading.is_strict()).then_some((84, select))
}

fn file(reading: &Reading<'_>, at: usize) -> Option<(u8, usize)> {
    let value = reading.kind(at + 2);
    let is_named = matches!(value, Kind::Quote | Kind::Number | Kind::Word(Word::Char | Word::Concat | Word::Probe));
    (reading.kind(at + 1) == Kind::Open && is_named).then_some((88, at + 2))
}

/// A piece of a query that reads a catalogue of tables or users.
fn catalogue(reading: &Reading<'_>, select: usize) -> Option<(u8, usize)> {
    const REACH: usize = 60;
    if reading.is_strict() || !is_on(Step::Catalogue) {
        return None;
    }
    let from = (select + 1..select + REACH).find(|at| reading.word(*at) == Word::From)?;
    let source = reading.behind_open(from + 1);
    let source = source + usize::from(reading.is_quote(source));
    is_catalogue(reading, source).then_some((85, source))
}

use super::{
    reading::{Operand, Reading},
    token::Kind,
    word::Word,
};

/// Whether a statement begins at `at`, told from English by its shape.
pub(super) fn is_verb(reading: &Reading<'_>, at: usize) -> bool {
    let next = at + 1;
    let kind = reading.kind(next);
    let is_name = matches!(kind, Kind::Word(word) if word != Word::Article) || reading.is_quote(next) || reading.text(next) == b"[";
    match reading.word(at) {
        Word::Drop => {
            matches!(kind, Kind::Word(Word::Object | Word::Info | Word::Procedure)) && is_object(reading, next + 1)
                || is_name && closes(reading, next + 1)
        }
        Word::Delete => kind == Kind::Word(Word::From) && is_object(reading, next + 1) || is_name && has_source(reading, next),
        Word::Insert => kind == Kind::Word(Word::Into) && is_object(reading, next + 1),
        Word::Update => is_name && (has_set(reading, next) || closes(reading, next + 1)),
        Word::Truncate => matches!(kind, Kind::Word(Word::Object | Word::Info)) || is_name && closes(reading, next + 1),
        Word::Alter | Word::Create => creates(reading, next),
        Word::Exec => executes(reading, next),
        Word::Declare => kind == Kind::Variable || reading.text(next + 1).eq_ignore_ascii_case(b"cursor"),
        Word::Shutdown => {
            reading.is_end(next)
                || matches!(kind, Kind::Semi | Kind::Cut | Kind::Quote | Kind::Word(Word::With))
                || is_name && closes(reading, next + 1)
        }
        Word::Grant => {
            matches!(kind, Kind::Word(word) if word != Word::Article && word != Word::Plain)
                || closes(reading, next + 2)
                || gives(reading, next)
        }
        Word::If => tests(reading, next),
        Word::Waitfor => reading.word(next) == Word::Delay,
        Word::Call => is_name && reading.kind(next + 1) == Kind::Open,
        Word::Begin => {
            matches!(
                kind,
                Kind::Word(
                    Word::Declare
                        | Word::Select
                        | Word::Update
                        | Word::Insert
                        | Word::Delete
                        | Word::Goto
                        | Word::Drop
                        | Word::Shutdown
                        | Word::Exec
                )
            ) || reading.text(next).eq_ignore_ascii_case(b"try")
        }
        Word::Verb => {
            matches!(kind, Kind::Word(Word::Object | Word::Info | Word::Into | Word::From)) || is_name && closes(reading, next + 1)
        }
        Word::Soft => uses(reading, at),
        Word::Set => kind == Kind::Variable || is_name && reading.kind(next + 1) == Kind::Compare,
        Word::Select => selects(reading, next),
        Word::Goto => is_name,
        _ => false,
    }
}

/// Whether the statement destroys or takes over; a query beside it is no reason to run it.
pub(super) fn is_destructive(reading: &Reading<'_>, at: usize) -> bool {
    matches!(
        reading.word(at),
        Word::Drop
            | Word::Delete
            | Word::Insert
            | Word::Update
            | Word::Truncate
            | Word::Alter
            | Word::Exec
            | Word::Shutdown
            | Word::Grant
            | Word::Declare
            | Word::Verb
    ) || reading.word(at) == Word::Set && reading.kind(at + 1) == Kind::Variable
        || reading.word(at) == Word::Create && reading.text(at + 1).eq_ignore_ascii_case(b"user")
}

/// A name that a statement may go on with; `delete from the list` is English.
fn is_object(reading: &Reading<'_>, at: usize) -> bool {
    !matches!(reading.word(at), Word::Article | Word::And | Word::Or)
}

/// Whether the statement ends here or is cut off.
fn closes(reading: &Reading<'_>, at: usize) -> bool {
    reading.is_end(at) || matches!(reading.kind(at), Kind::Semi | Kind::Cut | Kind::Quote) || reading.word(at) == Word::Set
}

fn has_source(reading: &Reading<'_>, at: usize) -> bool {
    matches!(reading.word(at + 1), Word::From | Word::Where) && is_object(reading, at + 2) || closes(reading, at + 1)
}

fn has_set(reading: &Reading<'_>, at: usize) -> bool {
    const REACH: usize = 8;
    (at + 1..at + REACH).any(|next| reading.word(next) == Word::Set && reading.is_word(next + 1) && is_object(reading, next + 1))
}

fn creates(reading: &Reading<'_>, at: usize) -> bool {
    let is_known = matches!(reading.kind(at), Kind::Word(Word::Object | Word::Info | Word::Procedure | Word::Or));
    is_known && is_object(reading, at + 1) && !reading.is_end(at + 1)
}

fn executes(reading: &Reading<'_>, at: usize) -> bool {
    let after = reading.kind(at + 1);
    let goes_on = matches!(after, Kind::Dot | Kind::Quote | Kind::Variable | Kind::Number | Kind::Open);
    matches!(reading.kind(at), Kind::Open | Kind::Variable | Kind::Quote | Kind::Word(Word::Shell))
        || matches!(reading.kind(at), Kind::Word(Word::Plain | Word::Sensitive)) && (goes_on || closes(reading, at + 1))
}

/// `if (1=1)`, `if exists (`, `if 1=1 drop`: a condition as queries write it.
fn tests(reading: &Reading<'_>, at: usize) -> bool {
    let inside = reading.behind_open(at);
    let first = reading.operand(inside);
    let is_compared = first.filter(Operand::is_literal).and_then(|first| reading.comparison(first.end)).is_some_and(|found| {
        // `if 3 > 2 then` is a sentence.
        let end = reading.operand(found.1).map_or(found.1, |second| second.end);
        inside > at || !matches!(reading.word(end), Word::Plain | Word::Then | Word::Article)
    });
    matches!(reading.word(inside), Word::Exists | Word::Select | Word::Probe | Word::Info) || is_compared
}

/// `grant admin to guest;`
fn gives(reading: &Reading<'_>, at: usize) -> bool {
    let is_joint = [&b"to"[..], b"on", b"from"].iter().any(|word| reading.text(at + 1).eq_ignore_ascii_case(word));
    is_joint && is_object(reading, at + 2) && closes(reading, at + 3)
}

fn uses(reading: &Reading<'_>, at: usize) -> bool {
    let is = |word: &[u8]| reading.text(at).eq_ignore_ascii_case(word);
    let next = at + 1;
    is(b"kill") && reading.kind(next) == Kind::Number
        || is(b"load") && reading.text(next).eq_ignore_ascii_case(b"data")
        || is(b"use") && reading.is_word(next) && matches!(reading.kind(next + 1), Kind::Semi | Kind::Cut)
        || is(b"copy")
            && reading.is_word(next)
            && (reading.word(next + 1) == Word::From
                || reading.kind(next + 1) == Kind::Open
                || reading.text(next + 1).eq_ignore_ascii_case(b"to") && reading.is_quote(next + 2))
}

fn selects(reading: &Reading<'_>, at: usize) -> bool {
    let first = reading.kind(at);
    let is_start = matches!(first, Kind::Number | Kind::Quote | Kind::Variable | Kind::Open)
        || matches!(first, Kind::Word(Word::Fixed | Word::Case | Word::Every));
    // `select "show" to reveal it` is a sentence.
    let goes_on = reading
        .expression(at)
        .is_none_or(|first| !matches!(reading.kind(first.end), Kind::Word(Word::Plain | Word::Article)) || reading.word(at) == Word::Case);
    let is_value = is_start && goes_on || reading.text(at) == b"*";
    let is_list = matches!(first, Kind::Word(word) if word != Word::Article)
        && (matches!(reading.kind(at + 1), Kind::Open | Kind::Comma | Kind::Dot)
            || reading.word(at + 1) == Word::From && is_object(reading, at + 2));
    is_value || is_list
}

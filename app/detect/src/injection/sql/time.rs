use crate::{
    SqlTechnique::TimeBlind,
    steps::{Step, is_on},
};

use super::{hits::Hits, reading::Reading, token::Kind, word::Word};

/// Finds what makes a server wait.
pub(super) fn find(reading: &Reading<'_>, hits: &mut Hits) {
    let mut heavy = 0;
    for (at, token) in reading.telling() {
        let Kind::Word(word) = token.kind else { continue };
        let opens = reading.kind(at + 1) == Kind::Open;
        let found = match word {
            Word::Sleep if is_on(Step::Sleep) => (opens && is_pause(reading, at)).then_some(93),
            Word::Wait if is_on(Step::Wait) => is_wait(reading, at).then_some(95),
            Word::Benchmark if is_on(Step::Benchmark) => (opens && has_count(reading, at)).then_some(92),
            Word::Heavy if is_on(Step::Heavy) => (opens && is_large(reading, at)).then_some(88),
            Word::Waitfor if is_on(Step::Waitfor) => is_delay(reading, at).then_some(95),
            _ => None,
        };
        if let Some(confidence) = found {
            hits.add(reading, TimeBlind, confidence, at, at + 2);
        }
        heavy += usize::from(word == Word::Catalog && is_crossed(reading, at));
        if heavy == 3 && is_on(Step::Crossed) {
            hits.add(reading, TimeBlind, 84, at, at);
        }
    }
}

/// `sleep(5)` where a query would hold it, not as a statement of a program or in a sentence.
fn is_pause(reading: &Reading<'_>, at: usize) -> bool {
    let before = at.checked_sub(1);
    let inside = at + 2;
    let is_argument = matches!(reading.kind(inside), Kind::Number | Kind::Quote | Kind::Open | Kind::Arith)
        || matches!(reading.word(inside), Word::If | Word::Select | Word::Case | Word::Char)
        || reading.text(inside).starts_with(b"__");
    if !is_argument || before.is_some_and(|before| reading.kind(before) == Kind::Dot) {
        return false;
    }
    let close = reading.close_of(at + 1);
    let is_placed = before.is_none_or(|before| {
        matches!(
            reading.kind(before),
            Kind::Open | Kind::Comma | Kind::Compare | Kind::Arith | Kind::Number | Kind::Quote | Kind::Cut | Kind::Close
        ) || matches!(
            reading.word(before),
            Word::Or | Word::And | Word::Xor | Word::Select | Word::Then | Word::Like | Word::Not | Word::Every
        ) || reading.get(at).is_some_and(|token| token.has_block())
    });
    let is_followed = close.is_some_and(|close| matches!(reading.kind(close + 1), Kind::Cut | Kind::Quote | Kind::Compare));
    let is_program = before.is_none() && close.is_some_and(|close| reading.kind(close + 1) == Kind::Semi);
    let is_phrase = close.is_none_or(|close| (inside..close).any(|at| matches!(reading.kind(at), Kind::Word(Word::Plain | Word::Article))));
    // `2 or 3 copies, and sleep(8) hours` is a sentence.
    let follows_words =
        before.and_then(|before| before.checked_sub(1)).is_some_and(|at| matches!(reading.kind(at), Kind::Comma | Kind::Word(Word::Plain)));
    let is_told = follows_words && close.is_some_and(|close| reading.goes_on_in_words(close + 1));
    !(is_told || is_phrase && reading.has_gap(at + 1)) && (is_followed || is_placed && !is_program)
}

fn is_wait(reading: &Reading<'_>, at: usize) -> bool {
    let is_member =
        reading.kind(at + 1) == Kind::Dot && matches!(reading.word(at + 2), Word::Sleep | Word::Wait) && reading.kind(at + 3) == Kind::Open;
    let is_package = matches!(reading.text(at).to_ascii_lowercase().as_slice(), b"dbms_lock" | b"dbms_session" | b"dbms_pipe");
    is_member || (!is_package && reading.kind(at + 1) == Kind::Open && reading.kind(at + 2) != Kind::Close)
}

fn has_count(reading: &Reading<'_>, at: usize) -> bool {
    const REACH: usize = 12;
    (at + 2..at + REACH).any(|next| reading.kind(next) == Kind::Comma) && !matches!(reading.word(at + 2), Word::Article)
}

fn is_large(reading: &Reading<'_>, at: usize) -> bool {
    let is_blob = !reading.text(at).to_ascii_lowercase().starts_with(b"gen");
    let is_row = reading.kind(at + 3) == Kind::Comma && reading.text(at + 4).len() > 5;
    if is_blob { matches!(reading.kind(at + 2), Kind::Number | Kind::Open) } else { is_row }
}

fn is_delay(reading: &Reading<'_>, at: usize) -> bool {
    let is_value = matches!(reading.kind(at + 2), Kind::Quote | Kind::Variable | Kind::Number | Kind::Open);
    reading.word(at + 1) == Word::Delay && (is_value || reading.is_end(at + 2))
}

/// One of many catalogues joined without a condition: `.. t1, information_schema.columns t2, ..`.
fn is_crossed(reading: &Reading<'_>, at: usize) -> bool {
    let is_listed =
        at.checked_sub(1).is_some_and(|before| matches!(reading.kind(before), Kind::Comma | Kind::Word(Word::From) | Kind::Open));
    let is_user = reading.text(at).eq_ignore_ascii_case(b"dual");
    is_listed && !is_user
}

use crate::{
    SqlTechnique::Stacked,
    steps::{Step, is_on},
};

use super::{
    hits::Hits,
    reading::Reading,
    token::Kind,
    verb::{is_destructive, is_verb},
    word::Word,
};

/// Finds statements that were put behind the one that was asked for.
pub(super) fn find(reading: &Reading<'_>, hits: &mut Hits) {
    // The word that began the statement before the semicolon: `insert into a select ..` is no query.
    let mut opener = Word::Plain;
    let mut follows_select = false;
    for (at, token) in reading.telling() {
        if let Kind::Word(word) = token.kind {
            let opens = matches!(word, Word::Select | Word::Insert | Word::With | Word::Create | Word::Update | Word::Delete);
            opener = if opens && opener == Word::Plain { word } else { opener };
        }
        let found = match token.kind {
            Kind::Semi => {
                follows_select |= std::mem::replace(&mut opener, Word::Plain) == Word::Select;
                behind_semicolon(reading, at, follows_select)
            }
            Kind::Quote if reading.is_broken && is_on(Step::BehindMark) => behind_mark(reading, at),
            Kind::Word(Word::Declare) if is_on(Step::Declare) => declares(reading, at),
            Kind::Word(Word::Exec) if is_on(Step::Run) => runs(reading, at),
            Kind::Word(Word::Shell) if is_on(Step::Shell) => shell(reading, at),
            _ => None,
        };
        if let Some((confidence, last)) = found {
            hits.add(reading, Stacked, confidence, at, last);
        }
    }
}

fn behind_semicolon(reading: &Reading<'_>, semicolon: usize, follows_select: bool) -> Option<(u8, usize)> {
    const MOST: usize = 8;
    let is_filler = |at: usize| matches!(reading.kind(at), Kind::Semi | Kind::Open | Kind::Quote) && !reading.is_end(at);
    let verb = (semicolon + 1..semicolon + MOST).find(|at| !is_filler(*at))?;
    if !is_verb(reading, verb) || !is_on(Step::BehindSemicolon) {
        return None;
    }
    if reading.is_strict() {
        let is_attack = is_destructive(reading, verb) && (follows_select || reading.ends_cut);
        return is_attack.then_some((90, verb + 1));
    }
    // A brace or a call before it is a program: `f(); if (x)`.
    let is_program = semicolon > 0 && matches!(reading.text(semicolon - 1), b"}" | b"{") && !reading.ends_cut;
    (!is_program).then_some((92, verb + 1))
}

/// `'exec ..`, `'; shutdown`, `'begin declare @x`: no semicolon is needed everywhere.
fn behind_mark(reading: &Reading<'_>, mark: usize) -> Option<(u8, usize)> {
    let mut verb = mark + 1;
    while reading.kind(verb) == Kind::Close {
        verb += 1;
    }
    let is_unmistakable = matches!(
        reading.word(verb),
        Word::Declare | Word::Exec | Word::Begin | Word::Goto | Word::Waitfor | Word::Drop | Word::If | Word::Shutdown
    );
    let selects = reading.word(verb) == Word::Select
        && (matches!(reading.kind(verb + 1), Kind::Variable | Kind::Quote | Kind::Number) || reading.ends_cut);
    let is_ended = reading.kind(verb) == Kind::Semi && reading.is_cut(verb + 1);
    if is_ended {
        return Some((84, verb + 1));
    }
    ((is_unmistakable || selects) && is_verb(reading, verb)).then_some((86, verb + 1))
}

fn declares(reading: &Reading<'_>, at: usize) -> Option<(u8, usize)> {
    let is_variable = reading.kind(at + 1) == Kind::Variable;
    (is_variable && !reading.is_strict()).then_some((88, at + 1))
}

/// `exec master..`, `exec(@s)`, `execute immediate`.
fn runs(reading: &Reading<'_>, at: usize) -> Option<(u8, usize)> {
    let next = at + 1;
    if at.checked_sub(1).is_some_and(|before| reading.kind(before) == Kind::Dot) {
        return None;
    }
    let is_built = reading.kind(next) == Kind::Open && matches!(reading.kind(next + 1), Kind::Variable | Kind::Quote);
    let is_server = reading.text(next).eq_ignore_ascii_case(b"master") && reading.kind(next + 1) == Kind::Dot;
    let is_immediate = reading.text(next).eq_ignore_ascii_case(b"immediate");
    let is_server_procedure = reading.word(next) == Word::Shell && !reading.is_strict();
    (is_built && !reading.is_strict() || is_server || is_immediate && !reading.is_strict() || is_server_procedure).then_some((88, next))
}

fn shell(reading: &Reading<'_>, at: usize) -> Option<(u8, usize)> {
    let is_outside = reading.text(at).to_ascii_lowercase().starts_with(b"xp_");
    let is_called = at.checked_sub(1).is_some_and(|before| matches!(reading.kind(before), Kind::Dot | Kind::Word(Word::Exec)))
        || matches!(reading.kind(at + 1), Kind::Quote | Kind::Variable);
    (is_outside && is_called).then_some((95, at))
}

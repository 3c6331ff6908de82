use crate::steps::{Step, is_on};

use super::{
    token::{Kind, Token},
    word::Word,
};

/// Whether the tokens hold a query of their own, so that SQL words in them are no surprise. Words that open one are among
/// the `telling`.
pub(super) fn is_statement(tokens: &[Token], telling: &[u32]) -> bool {
    const MOST: usize = 32;
    let openers = telling.iter().map(|at| *at as usize).filter(|at| is_opener(word(tokens, *at)));
    is_on(Step::WholeQuery) && openers.take(MOST).any(|at| (is_boundary(tokens, at) || follows_prose(tokens, at)) && opens(tokens, at))
}

fn word(tokens: &[Token], at: usize) -> Word {
    if let Some(Token { kind: Kind::Word(word), .. }) = tokens.get(at) { *word } else { Word::Plain }
}

fn kind(tokens: &[Token], at: usize) -> Kind {
    tokens.get(at).map_or(Kind::Other, |token| token.kind)
}

pub(super) fn is_opener(word: Word) -> bool {
    matches!(
        word,
        Word::Select
            | Word::With
            | Word::Insert
            | Word::Update
            | Word::Delete
            | Word::Create
            | Word::Alter
            | Word::Drop
            | Word::Explain
            | Word::Values
            | Word::Verb
            | Word::Where
            | Word::From
            | Word::Declare
            | Word::Begin
            | Word::Set
    )
}

/// The start of the text, of a line, of a sentence, or of a quoted block; brackets may stand before it.
fn is_boundary(tokens: &[Token], mut at: usize) -> bool {
    while at > 0 && kind(tokens, at - 1) == Kind::Open {
        at -= 1;
    }
    let Some(before) = at.checked_sub(1).and_then(|at| tokens.get(at)) else { return true };
    let here = tokens.get(at);
    let has_gap = here.is_some_and(|token| token.has_gap());
    let goes_on = matches!(
        before.kind,
        Kind::Word(Word::Union | Word::Every | Word::Or | Word::And | Word::Xor | Word::In | Word::Like)
            | Kind::Arith
            | Kind::Compare
            | Kind::Cut
    ) || at == 1 + usize::from(at > 1) && before.kind == Kind::Number;
    // These go on with a statement, so a line that begins with one is no statement of its own.
    let continues = matches!(word(tokens, at), Word::Values | Word::Where | Word::From | Word::Set);
    here.is_some_and(|token| token.has_break() && !goes_on && !continues && !ends_value(tokens, at))
        || before.mark() == Some(b'`')
        || (has_gap && matches!(before.kind, Kind::Other | Kind::Dot | Kind::Equal))
}

/// `7;` and `x';` before `at`: a value that somebody else's statement expects, and its end.
fn ends_value(tokens: &[Token], at: usize) -> bool {
    const LONGEST: usize = 6;
    let Some((last, value)) = tokens.get(..at).and_then(<[Token]>::split_last).filter(|(_, value)| value.len() < LONGEST) else {
        return false;
    };
    last.kind == Kind::Semi && value.iter().any(|token| matches!(token.kind, Kind::Number | Kind::Quote))
}

/// `please run SELECT a FROM b`: a plain word before, and a whole list and source behind.
fn follows_prose(tokens: &[Token], at: usize) -> bool {
    const REACH: usize = 64;
    let is_plain = at.checked_sub(1).is_some_and(|before| kind(tokens, before) == Kind::Word(Word::Plain));
    is_plain && word(tokens, at) == Word::Select && tokens.iter().skip(at).take(REACH).any(|token| token.kind == Kind::Word(Word::From))
}

fn opens(tokens: &[Token], at: usize) -> bool {
    let next = kind(tokens, at + 1);
    let is_named =
        matches!(next, Kind::Word(word) if !matches!(word, Word::Article)) || matches!(next, Kind::Quote | Kind::Variable | Kind::Other);
    match word(tokens, at) {
        Word::Select => {
            !matches!(next, Kind::Word(Word::Or | Word::And | Word::Union | Word::Where | Word::Article) | Kind::Cut | Kind::Semi)
        }
        Word::Insert => matches!(next, Kind::Word(Word::Into | Word::Plain)),
        Word::Delete => next == Kind::Word(Word::From),
        Word::Update | Word::Where | Word::From | Word::Set => is_named && has_shape(tokens, at),
        Word::With => is_named && tokens.iter().skip(at + 1).take(24).any(|token| token.kind == Kind::Word(Word::As)),
        Word::Values => next == Kind::Open,
        Word::Explain => matches!(next, Kind::Word(Word::Select | Word::With | Word::Analyse | Word::Update | Word::Delete)),
        Word::Create | Word::Alter | Word::Drop => {
            matches!(next, Kind::Word(Word::Object | Word::Info | Word::Procedure | Word::Or | Word::Plain))
        }
        Word::Declare => next == Kind::Variable,
        Word::Begin => matches!(next, Kind::Semi | Kind::Word(Word::Select | Word::Insert | Word::Update | Word::Delete)),
        _ => is_named,
    }
}

/// `update t set`, `where a =`, `from t where`: what tells these words from English.
fn has_shape(tokens: &[Token], at: usize) -> bool {
    const REACH: usize = 12;
    tokens.iter().skip(at + 1).take(REACH).any(|token| {
        matches!(
            token.kind,
            Kind::Compare
                | Kind::Word(Word::Set | Word::Like | Word::In | Word::Is | Word::Where | Word::Select | Word::Join | Word::Between)
        )
    })
}

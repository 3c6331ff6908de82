use super::{
    token::{Comments, Kind, Token, Tokens},
    word::Word,
};

/// What a text holds that the ways of reading comments differ on.
pub(super) struct Seen {
    pub(super) has_line_comment: bool,
    pub(super) has_block_comment: bool,
}

/// Whether any rule could match: one pass over the tokens, which are kept, that looks at neighbours only.
pub(super) fn open(text: &str, tokens: &mut Vec<Token>) -> Option<Seen> {
    let mut seen = Seen { has_line_comment: false, has_block_comment: false };
    let mut is_open = false;
    let mut before = [Kind::Other; 2];
    let mut follows_line_comment = false;
    for token in Tokens::of(text, Comments::Signs) {
        is_open = is_open || !is_ordinary(&token) && is_telling(&token, before);
        seen.has_block_comment |= token.has_block();
        seen.has_line_comment |= follows_line_comment && token.has_break();
        follows_line_comment |= token.kind == Kind::Cut;
        before = [before[1], token.kind];
        tokens.push(token);
    }
    is_open.then_some(seen)
}

/// What nearly every token of a sentence is: nothing tells anything about it.
fn is_ordinary(token: &Token) -> bool {
    !(token.has_block() || token.is_versioned()) && matches!(token.kind, Kind::Word(Word::Plain | Word::Article) | Kind::Comma | Kind::Dot)
}

fn is_telling(token: &Token, [earlier, before]: [Kind; 2]) -> bool {
    let is_connector = |kind| matches!(kind, Kind::Word(Word::Or | Word::And | Word::Xor));
    match token.kind {
        Kind::Word(word) => {
            is_telling_word(word, [earlier, before])
                || token.is_versioned()
                || (token.has_block() && matches!(before, Kind::Word(_) | Kind::Number | Kind::Quote | Kind::Close))
        }
        Kind::Compare => {
            matches!(before, Kind::Quote) || is_connector(earlier) || matches!(before, Kind::Close | Kind::Number | Kind::Variable)
        }
        Kind::Number | Kind::Open | Kind::Quote | Kind::Variable => is_connector(before),
        Kind::Arith => matches!(before, Kind::Quote) || is_connector(before),
        Kind::Cut => matches!(before, Kind::Quote | Kind::Close | Kind::Semi),
        Kind::Semi | Kind::Close | Kind::Comma | Kind::Dot | Kind::Other | Kind::Equal => false,
    }
}

fn is_telling_word(word: Word, [earlier, before]: [Kind; 2]) -> bool {
    let is_connector = |kind| matches!(kind, Kind::Word(Word::Or | Word::And | Word::Xor));
    match word {
        Word::Union
        | Word::Select
        | Word::Having
        | Word::Waitfor
        | Word::Declare
        | Word::Exec
        | Word::Shell
        | Word::Catalog
        | Word::Dump
        | Word::Sleep
        | Word::Wait
        | Word::Benchmark
        | Word::Heavy
        | Word::Loud
        | Word::Geometry
        | Word::Convert
        | Word::Floor
        | Word::File => true,
        Word::Or | Word::And | Word::Xor => {
            matches!(before, Kind::Quote | Kind::Number | Kind::Close | Kind::Compare | Kind::Cut | Kind::Variable)
        }
        Word::Order | Word::Group => matches!(before, Kind::Quote | Kind::Number | Kind::Close),
        Word::Fixed | Word::Not | Word::Exists | Word::Probe | Word::Info | Word::If | Word::Case | Word::Char => {
            is_connector(before) || matches!(before, Kind::Semi | Kind::Quote | Kind::Open)
        }
        Word::Like | Word::In | Word::Is | Word::Between => {
            is_connector(earlier) || matches!(before, Kind::Quote | Kind::Close | Kind::Number)
        }
        _ => matches!(before, Kind::Semi | Kind::Quote) && word != Word::Plain && word != Word::Article,
    }
}

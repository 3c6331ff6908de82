use memchr::memrchr;

use crate::{
    SqlTechnique::CommentObfuscation,
    mapped::narrow,
    seek::partition_near,
    spare::{PLACES, Shelf},
    steps::{Step, is_on},
};

use super::{
    hits::{Hit, Hits},
    reading::Reading,
    token::{Comments, Kind, Token},
    word::Word,
};

/// Takes the comments that end with their line out of the tokens of a text without block comments, as reading it again
/// without them would. Answers whether that can matter: a comment of plain words between two statements changes nothing.
pub(super) fn remove_lines(bytes: &[u8], tokens: &mut Vec<Token>, comments: Comments) -> bool {
    let last_break = memrchr(b'\n', bytes).unwrap_or(0);
    let mut literal = None;
    let mut matters = false;
    let mut is_gone = false;
    let mut before = Kind::Semi;
    tokens.retain(|token| {
        let was_gone = is_gone;
        is_gone &= !token.has_break();
        // Many dashes are no sign to a rule, but still open a comment.
        let may_open = matches!(token.kind, Kind::Cut | Kind::Other) && token.start() < last_break;
        let is_sign = || bytes.get(token.start()..).is_some_and(|rest| rest.starts_with(b"--") || rest.starts_with(b"#"));
        let opens = may_open && (comments == Comments::Gone || literal.is_none()) && is_sign();
        if is_gone {
            matters |= token.is_telling();
            return false;
        }
        if opens {
            is_gone = true;
            matters |= before != Kind::Semi;
            return false;
        }
        matters |= was_gone && !matches!(token.kind, Kind::Word(Word::Select | Word::With));
        before = token.kind;
        if let Some(mark) = token.mark() {
            literal = match literal {
                None => Some(mark),
                Some(open) => Some(open).filter(|open| *open != mark),
            };
        }
        true
    });
    matters
}

/// Whether a block comment stands inside a word, so that reading it joined can make a difference.
pub(super) fn splits_word(bytes: &[u8], tokens: &[Token]) -> bool {
    let opens = |at: usize| bytes.get(at..at + 2) == Some(b"/*");
    let closes = |at: usize| at.checked_sub(1).and_then(|before| bytes.get(before)) == Some(&b'/');
    tokens.windows(2).any(|pair| match pair {
        [left, right] => {
            right.has_block()
                && matches!((left.kind, right.kind), (Kind::Word(_), Kind::Word(_)))
                && opens(left.end())
                && closes(right.start())
        }
        _ => false,
    })
}

/// Finds keywords that comments hide: inside a comment that MySQL runs, or between two comments; and marks what
/// else was found in this reading, from `earlier` on, when a comment hides it.
pub(super) fn find(reading: &Reading<'_>, hits: &mut Hits, earlier: usize) {
    for (at, token) in reading.telling() {
        let is_key = matches!(
            token.kind,
            Kind::Word(
                Word::Or
                    | Word::And
                    | Word::Xor
                    | Word::Union
                    | Word::Select
                    | Word::From
                    | Word::Where
                    | Word::Having
                    | Word::Like
                    | Word::Info
                    | Word::Concat
                    | Word::Insert
                    | Word::Drop
                    | Word::Exec
            )
        );
        let is_parted = token.has_block() && reading.get(at + 1).is_some_and(|next| next.has_block()) && !reading.is_strict();
        let hugs = |range: std::ops::Range<usize>, sign: &[u8]| reading.bytes.get(range) == Some(sign);
        let is_hugged = hugs(token.start().saturating_sub(2)..token.start(), b"*/") && hugs(token.end()..token.end() + 2, b"/*");
        let is_split =
            token.has_block() && reading.text(at).contains(&b'*') && matches!(token.kind, Kind::Word(word) if word != Word::Plain);
        if is_split && is_on(Step::SplitKey) || is_key && is_on(Step::HiddenKey) && (token.is_versioned() || is_parted || is_hugged) {
            hits.add(reading, CommentObfuscation, 88, at, at);
        }
    }
    hidden(reading, hits, earlier);
}

/// Whatever else was found with a comment inside or right before it is hidden by that comment.
fn hidden(reading: &Reading<'_>, hits: &mut Hits, earlier: usize) {
    if !is_on(Step::HiddenHit) {
        return;
    }
    let mut blocks = PLACES.with(Shelf::take);
    let hiding = reading.telling().filter(|(_, token)| token.has_block() || token.is_versioned());
    blocks.extend(hiding.map(|(_, token)| narrow(token.start())));
    let mut next = 0;
    for at in earlier..hits.0.len() {
        let Some(hit) = hits.0.get(at).copied() else { break };
        next = partition_near(&blocks, next, |start| *start < hit.start);
        if blocks.get(next).is_some_and(|start| *start <= hit.end) {
            hits.0.push(Hit { technique: CommentObfuscation, confidence: 89, ..hit });
        }
    }
    PLACES.with(|shelf| shelf.give(blocks));
}

use crate::SqlTechnique::CommentObfuscation;

use super::{
    hits::{Hit, Hits},
    reading::Reading,
    token::Kind,
    word::Word,
};

/// Finds keywords that comments hide: inside a comment that MySQL runs, or between two comments; and marks what
/// else was found in this reading, from `earlier` on, when a comment hides it.
pub(super) fn find(reading: &Reading<'_>, hits: &mut Hits, earlier: usize) {
    for (at, token) in reading.tokens.iter().enumerate() {
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
        let is_parted = token.has_block && reading.get(at + 1).is_some_and(|next| next.has_block) && !reading.is_strict();
        let hugs = |range: std::ops::Range<usize>, sign: &[u8]| reading.bytes.get(range) == Some(sign);
        let is_hugged = hugs(token.start.saturating_sub(2)..token.start, b"*/") && hugs(token.end..token.end + 2, b"/*");
        let is_split = reading.text(at).contains(&b'*') && matches!(token.kind, Kind::Word(word) if word != Word::Plain);
        if is_split || is_key && (token.is_versioned || is_parted || is_hugged) {
            hits.add(reading, CommentObfuscation, 88, at, at);
        }
    }
    hidden(reading, hits, earlier);
}

/// Whatever else was found with a comment inside or right before it is hidden by that comment.
fn hidden(reading: &Reading<'_>, hits: &mut Hits, earlier: usize) {
    let blocks: Vec<usize> = reading.tokens.iter().filter(|token| token.has_block || token.is_versioned).map(|token| token.start).collect();
    if blocks.is_empty() {
        return;
    }
    let hides = |hit: &&Hit| {
        let from = blocks.partition_point(|start| *start < hit.start);
        blocks.get(from).is_some_and(|start| *start <= hit.end)
    };
    let found: Vec<Hit> =
        hits.0.iter().skip(earlier).filter(hides).map(|hit| Hit { technique: CommentObfuscation, confidence: 89, ..*hit }).collect();
    hits.0.extend(found);
}

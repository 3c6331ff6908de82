//! SQL injection, judged by structure: the text is cut into tokens as a database would cut it, and rules ask what
//! stands where. A whole query may say what a fragment may not; what breaks out of its quotation marks is a fragment.

#![expect(clippy::wildcard_enum_match_arm, reason = "a rule names the few kinds of tokens that mean something to it")]

mod boolean;
mod breaking;
mod comment;
mod error;
mod gate;
mod hits;
mod lexeme;
mod lexicon;
mod operand;
mod quotes;
mod reading;
mod stacked;
mod statement;
mod time;
mod token;
mod union;
mod verb;
mod word;

use crate::{Finding, Kind};

use self::{
    hits::Hits,
    reading::Reading,
    token::{Comments, Token, Tokens},
};

/// How deep literals inside literals are read.
const DEPTH: usize = 3;

/// Finds SQL injection in one value; positions are bytes of `text`.
pub(super) fn find(text: &str, report: &mut dyn FnMut(Finding)) {
    let Some(seen) = gate::open(text) else { return };
    let mut hits = Hits::default();
    let tokens: Vec<Token> = Tokens::of(text, Comments::Signs).collect();
    let is_clean = judge(text.as_bytes(), &tokens, DEPTH, &mut hits);
    let gone = if is_clean { Comments::GoneOutside } else { Comments::Gone };
    for (comments, _) in [(gone, seen.has_line_comment), (Comments::Joined, seen.has_block_comment)].iter().filter(|way| way.1) {
        let tokens: Vec<Token> = Tokens::of(text, *comments).collect();
        judge(text.as_bytes(), &tokens, DEPTH, &mut hits);
    }
    for hit in hits.0 {
        report(Finding { kind: Kind::SqlInjection(hit.technique), start: hit.start, end: hit.end, confidence: hit.confidence });
    }
}

/// Judges a run of tokens; the insides of its literals are values of their own. Answers whether its quotation marks pair.
fn judge(bytes: &[u8], tokens: &[Token], depth: usize, hits: &mut Hits) -> bool {
    let pairing = quotes::pair(bytes, tokens);
    if !pairing.is_clean || depth == 0 {
        rules(&reading(bytes, tokens, true), hits);
        return pairing.is_clean;
    }
    let mut outside = Vec::with_capacity(tokens.len());
    let mut from = 0;
    for (open, close) in &pairing.literals {
        outside.extend_from_slice(tokens.get(from..=*open).unwrap_or_default());
        from = *close;
    }
    outside.extend_from_slice(tokens.get(from..).unwrap_or_default());
    rules(&reading(bytes, &outside, false), hits);
    for (open, close) in pairing.literals {
        let inside = tokens.get(open + 1..close).unwrap_or_default();
        match inside.len() {
            0 => {}
            1 => breaking::lone_sign(&reading(bytes, tokens, false), open, hits),
            _ => _ = judge(bytes, inside, depth - 1, hits),
        }
    }
    true
}

fn reading<'r>(bytes: &'r [u8], tokens: &'r [Token], is_broken: bool) -> Reading<'r> {
    let mut depth = 0_i32;
    let mut has_unopened = false;
    for token in tokens {
        depth += i32::from(token.kind == token::Kind::Open) - i32::from(token.kind == token::Kind::Close);
        has_unopened |= depth < 0;
    }
    let is_sign = |token: &Token| matches!(token.kind, token::Kind::Arith | token::Kind::Other | token::Kind::Dot);
    let last = tokens.iter().rev().take(4).find(|token| !is_sign(token));
    let ends_cut = last.is_some_and(|token| token.kind == token::Kind::Cut);
    Reading { bytes, tokens, is_statement: statement::is_statement(tokens), is_broken, has_unopened, ends_cut }
}

/// One group of rules; the last argument is where the hits of this reading begin.
type Group = fn(&Reading<'_>, &mut Hits, usize);

/// Every group, comments last, since they look at what the others found.
const GROUPS: [Group; 7] = [
    |reading, hits, _| boolean::find(reading, hits),
    |reading, hits, _| breaking::find(reading, hits),
    |reading, hits, _| union::find(reading, hits),
    |reading, hits, _| time::find(reading, hits),
    |reading, hits, _| stacked::find(reading, hits),
    |reading, hits, _| error::find(reading, hits),
    comment::find,
];

fn rules(reading: &Reading<'_>, hits: &mut Hits) {
    let from = hits.0.len();
    for group in GROUPS {
        group(reading, hits, from);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Which groups find something in a fragment, read with comments as signs.
    fn groups(text: &str) -> Vec<usize> {
        let tokens: Vec<Token> = Tokens::of(text, Comments::Signs).collect();
        let is_broken = !quotes::pair(text.as_bytes(), &tokens).is_clean;
        let reading = reading(text.as_bytes(), &tokens, is_broken);
        let finds = |group: &Group| {
            let mut hits = Hits::default();
            group(&reading, &mut hits, 0);
            !hits.0.is_empty()
        };
        GROUPS.iter().enumerate().filter(|(_, group)| finds(group)).map(|(at, _)| at).collect()
    }

    #[test]
    fn each_group_is_needed_for_a_payload_that_no_other_finds() {
        let needed =
            ["7 or 1=1", "x' ^ '1", "7 union select a", "waitfor delay '0:0:5'", "7; drop table t", "1,extractvalue(1,2)", "/**/or/**/x"];

        for (group, text) in needed.into_iter().enumerate() {
            assert_eq!(groups(text), [group], "{text}");
        }
    }

    #[test]
    fn ordinary_text_does_not_open_the_gate() {
        for text in ["The cat sat on the mat, and it rained.", "don't; I'd say yes or no", "a@b.example 12-3 #4 5%", "let x = y;"] {
            assert!(gate::open(text).is_none(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_gives_stretches_on_character_boundaries(text in "(['\"`();,=<>|&#@/*! \n-]|or|and|union|select|sleep|é|[a-z0-9]{1,4}){0,80}") {
            find(&text, &mut |found| assert!(text.get(found.start..found.end).is_some_and(|part| !part.is_empty())));
        }
    }
}

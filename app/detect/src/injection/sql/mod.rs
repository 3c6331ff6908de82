//! SQL injection, judged by structure: the text is cut into tokens as a database would cut it, and rules ask what
//! stands where. A whole query may say what a fragment may not; what breaks out of its quotation marks is a fragment.

#![expect(clippy::wildcard_enum_match_arm, reason = "a rule names the few kinds of tokens that mean something to it")]

mod boolean;
mod breaking;
mod class;
mod comment;
mod error;
mod gap;
mod gate;
mod groups;
mod hits;
mod lexeme;
mod lexicon;
mod operand;
mod quotes;
mod reading;
mod stacked;
mod statement;
#[cfg(test)]
mod steps;
mod time;
mod token;
mod union;
mod verb;
mod word;

use std::cell::LazyCell;

use memchr::memchr_iter;

use crate::{
    Finding, Kind,
    spare::Shelf,
    steps::{Step, is_on},
};

use self::{
    groups::Groups,
    hits::{HITS, Hits},
    reading::Reading,
    token::{Comments, TOKENS, Token, Tokens},
};

/// How deep literals inside literals are read.
const DEPTH: usize = 3;

/// Finds SQL injection in one value; positions are bytes of `text`.
pub(super) fn find(text: &str, report: &mut dyn FnMut(Finding)) {
    let mut tokens = TOKENS.with(Shelf::take);
    if let Some(seen) = gate::open(text, &mut tokens) {
        let mut hits = Hits(HITS.with(Shelf::take));
        let is_clean = judge(text.as_bytes(), &tokens, DEPTH, &mut hits);
        let gone = if is_clean { Comments::GoneOutside } else { Comments::Gone };
        for (comments, _) in [
            (gone, seen.has_line_comment && is_on(Step::LineComments)),
            (Comments::Joined, seen.has_block_comment && is_on(Step::SplitWords) && comment::splits_word(text.as_bytes(), &tokens)),
        ]
        .iter()
        .filter(|way| way.1)
        {
            let mut matters = true;
            if *comments == Comments::Joined || opens_block(text.as_bytes()) {
                tokens.clear();
                tokens.extend(Tokens::of(text, *comments));
            } else {
                matters = comment::remove_lines(text.as_bytes(), &mut tokens, *comments) || !is_clean;
            }
            if matters {
                let known = hits.0.len();
                judge(text.as_bytes(), &tokens, DEPTH, &mut hits);
                hits.forget_again(known);
            }
        }
        for hit in &hits.0 {
            report(Finding {
                kind: Kind::SqlInjection(hit.technique),
                start: hit.start as usize,
                end: hit.end as usize,
                confidence: hit.confidence,
            });
        }
        HITS.with(|shelf| shelf.give(hits.0));
    }
    TOKENS.with(|shelf| shelf.give(tokens));
}

fn opens_block(bytes: &[u8]) -> bool {
    memchr_iter(b'/', bytes).any(|at| bytes.get(at + 1) == Some(&b'*'))
}

/// Judges a run of tokens; the insides of its literals are values of their own. Answers whether its quotation marks pair.
fn judge(bytes: &[u8], tokens: &[Token], depth: usize, hits: &mut Hits) -> bool {
    let pairing = quotes::pair(bytes, tokens);
    if !pairing.is_clean || depth == 0 {
        Reading::of(bytes, tokens, true).judge(hits);
        return pairing.is_clean;
    }
    if pairing.literals.is_empty() {
        Reading::of(bytes, tokens, false).judge(hits);
        return true;
    }
    let mut outside = TOKENS.with(Shelf::take);
    let mut from = 0;
    // Once for all literals: reading the run again for each would take quadratic time.
    let whole = LazyCell::new(|| Reading::of(bytes, tokens, false));
    for &(open, close) in &pairing.literals {
        outside.extend_from_slice(tokens.get(from..=open).unwrap_or_default());
        from = close;
        match tokens.get(open + 1..close).unwrap_or_default() {
            [only] if breaking::may_be_lone(only) => breaking::lone_sign(&whole, open, hits),
            inside if is_on(Step::Literals) && inside.len() > 1 && inside.iter().any(|token| token.is_telling()) => {
                _ = judge(bytes, inside, depth - 1, hits);
            }
            _ => {}
        }
    }
    outside.extend_from_slice(tokens.get(from..).unwrap_or_default());
    Reading::of(bytes, &outside, false).judge(hits);
    TOKENS.with(|shelf| shelf.give(outside));
    true
}

impl Reading<'_> {
    fn judge(&self, hits: &mut Hits) {
        self.judge_by(self.groups, hits);
    }

    /// What the rules of some groups find; comments come last, since they look at what the others found.
    fn judge_by(&self, groups: Groups, hits: &mut Hits) {
        let from = hits.0.len();
        if groups.has(Groups::AT_ONE_TOKEN) {
            self.telling().for_each(|(at, token)| self.judge_at(at, token.groups().both(groups), hits));
        }
        if groups.has(Groups::BREAKING) {
            breaking::swallowed(self, hits);
        }
        if groups.has(Groups::TIME) {
            time::find(self, hits);
        }
        if groups.has(Groups::STACKED) {
            stacked::find(self, hits);
        }
        if groups.has(Groups::COMMENT) {
            comment::find(self, hits, from);
        }
    }

    fn judge_at(&self, at: usize, groups: Groups, hits: &mut Hits) {
        if groups.has(Groups::BOOLEAN) {
            boolean::at(self, at, hits);
        }
        if groups.has(Groups::BREAKING) {
            breaking::at(self, at, hits);
        }
        if groups.has(Groups::UNION) {
            union::at(self, at, hits);
        }
        if groups.has(Groups::ERROR) {
            error::at(self, at, hits);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const GROUPS: [Groups; 7] =
        [Groups::BOOLEAN, Groups::BREAKING, Groups::UNION, Groups::TIME, Groups::STACKED, Groups::ERROR, Groups::COMMENT];

    /// Which groups find something in a fragment, read with comments as signs.
    fn groups(text: &str) -> Vec<usize> {
        let tokens: Vec<Token> = Tokens::of(text, Comments::Signs).collect();
        let is_broken = !quotes::pair(text.as_bytes(), &tokens).is_clean;
        let reading = Reading::of(text.as_bytes(), &tokens, is_broken);
        let finds = |group: Groups| {
            let mut hits = Hits::default();
            reading.judge_by(group, &mut hits);
            !hits.0.is_empty()
        };
        GROUPS.iter().enumerate().filter(|(_, group)| finds(**group)).map(|(at, _)| at).collect()
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
            assert!(gate::open(text, &mut Vec::new()).is_none(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn lines_of_comment_are_taken_out_as_reading_without_them_does(text in "(['\"`();,=<>|&#@*!.\\\\ \n-]|--|or|é|[a-z0-9]{1,4}){0,60}") {
            for comments in [Comments::Gone, Comments::GoneOutside] {
                let mut tokens: Vec<Token> = Tokens::of(&text, Comments::Signs).collect();
                comment::remove_lines(text.as_bytes(), &mut tokens, comments);

                let read: Vec<Token> = Tokens::of(&text, comments).collect();
                prop_assert_eq!(format!("{tokens:?}"), format!("{read:?}"));
            }
        }

        #[test]
        fn any_text_gives_stretches_on_character_boundaries(text in "(['\"`();,=<>|&#@/*! \n-]|or|and|union|select|sleep|é|[a-z0-9]{1,4}){0,80}") {
            find(&text, &mut |found| assert!(text.get(found.start..found.end).is_some_and(|part| !part.is_empty())));
        }
    }
}

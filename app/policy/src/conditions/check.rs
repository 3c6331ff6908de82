use std::ops::Range;

use regex::Regex;

use super::seen::{Named, Seen};

/// What has to be true of a value; negation is outside of it.
#[derive(Debug, Clone)]
pub(super) enum Check {
    /// One of these, exactly.
    OneOf(Vec<Named>),
    /// One of these words in the text, or as an entry of a list; `lower` are the same words in lower case.
    Holds { anywhere: Regex, lower: Vec<String> },
    /// A match somewhere.
    Finds(Regex),
    /// A number in relation to another.
    Number(Relation, f64),
    /// Anything at all.
    Present,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Relation {
    More,
    MoreOrSame,
    Less,
    LessOrSame,
}

impl Check {
    /// Of a list one entry is enough.
    pub(super) fn holds(&self, seen: &Seen<'_>) -> bool {
        match (self, seen) {
            (Self::Present, seen) => !matches!(seen, Seen::Absent),
            (Self::Holds { lower, .. }, Seen::List(entries)) => entries.iter().any(|entry| is_entry(lower, entry)),
            (check, Seen::List(entries)) => entries.iter().any(|entry| !matches!(entry, Seen::List(_)) && check.holds(entry)),
            (Self::OneOf(named), one) => named.iter().any(|named| named.is(one)),
            (Self::Holds { anywhere: regex, .. } | Self::Finds(regex), Seen::Text(text)) => regex.is_match(text),
            (Self::Number(relation, than), one) => one.as_number().is_some_and(|number| relation.is(number, *than)),
            (Self::Holds { .. } | Self::Finds(_), Seen::Absent | Seen::Number(_) | Seen::Flag(_) | Seen::Object) => false,
        }
    }

    /// Where it matched in a text.
    pub(super) fn stretches(&self, seen: &Seen<'_>) -> Vec<Range<usize>> {
        match (self, seen) {
            (Self::Holds { anywhere: regex, .. } | Self::Finds(regex), Seen::Text(text)) => {
                regex.find_iter(text).map(|hit| hit.range()).filter(|span| !span.is_empty()).collect()
            }
            (Self::OneOf(_), Seen::Text(text)) if !text.is_empty() => std::iter::once(0..text.len()).collect(),
            _ => Vec::new(),
        }
    }
}

fn is_entry(lower: &[String], entry: &Seen<'_>) -> bool {
    match entry {
        Seen::Text(text) => lower.contains(&text.to_lowercase()),
        Seen::Number(_) | Seen::Flag(_) => lower.iter().any(|word| Named::Text(word.clone()).is(entry)),
        Seen::Absent | Seen::List(_) | Seen::Object => false,
    }
}

impl Relation {
    fn is(self, number: f64, than: f64) -> bool {
        match self {
            Self::More => number > than,
            Self::MoreOrSame => number >= than,
            Self::Less => number < than,
            Self::LessOrSame => number <= than,
        }
    }
}

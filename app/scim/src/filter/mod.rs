//! Filters (RFC 7644 section 3.4.2.2): text in, a condition over known attributes out.

mod condition;
mod lex;
mod parse;
mod resolve;

pub(crate) use resolve::Found;

use crate::AttrPath;
pub use condition::{Condition, Field, Operand};

/// A filter as it was written: attributes are not looked up yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Filter {
    /// Both hold.
    And(Box<Filter>, Box<Filter>),
    /// One of both holds.
    Or(Box<Filter>, Box<Filter>),
    /// It does not hold.
    Not(Box<Filter>),
    /// The attribute has a value.
    Present(AttrPath),
    /// The attribute compares to a value.
    Compare(AttrPath, Operator, Literal),
    /// One value of a list meets the filter.
    Within(AttrPath, Box<Filter>),
}

/// A value as it was written. What it means depends on the attribute's type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Literal {
    pub(crate) text: String,
    pub(crate) quoted: bool,
}

/// How an attribute is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operator {
    /// `eq`
    Equal,
    /// `ne`: not equal, or absent.
    NotEqual,
    /// `co`
    Contains,
    /// `sw`
    StartsWith,
    /// `ew`
    EndsWith,
    /// `gt`
    Greater,
    /// `ge`
    GreaterOrEqual,
    /// `lt`
    Less,
    /// `le`
    LessOrEqual,
}

impl Operator {
    pub(crate) fn parse(word: &str) -> Option<Self> {
        Some(match word.to_ascii_lowercase().as_str() {
            "eq" => Self::Equal,
            "ne" => Self::NotEqual,
            "co" => Self::Contains,
            "sw" => Self::StartsWith,
            "ew" => Self::EndsWith,
            "gt" => Self::Greater,
            "ge" => Self::GreaterOrEqual,
            "lt" => Self::Less,
            "le" => Self::LessOrEqual,
            _ => return None,
        })
    }
}

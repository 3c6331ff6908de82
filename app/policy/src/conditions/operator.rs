use std::fmt;

/// How a condition compares what it sees with what it names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operator {
    /// Exactly this.
    Equals,
    /// Anything else, or nothing.
    NotEquals,
    /// This somewhere in the text, whatever the case; or as one entry of a list.
    Contains,
    /// Not so.
    NotContains,
    /// One of these somewhere in the text, whatever the case; or as one entry of a list.
    ContainsAny,
    /// This at the beginning, whatever the case.
    StartsWith,
    /// This at the end, whatever the case.
    EndsWith,
    /// A regular expression, matched in linear time.
    Regex,
    /// One of these, exactly.
    In,
    /// None of these, or nothing.
    NotIn,
    /// A larger number.
    GreaterThan,
    /// This number or a larger one.
    GreaterThanOrEqual,
    /// A smaller number.
    LessThan,
    /// This number or a smaller one.
    LessThanOrEqual,
    /// Anything at all.
    Exists,
    /// Nothing.
    NotExists,
}

impl Operator {
    /// Every operator.
    pub const ALL: &'static [Self] = &[
        Self::Equals,
        Self::NotEquals,
        Self::Contains,
        Self::NotContains,
        Self::ContainsAny,
        Self::StartsWith,
        Self::EndsWith,
        Self::Regex,
        Self::In,
        Self::NotIn,
        Self::GreaterThan,
        Self::GreaterThanOrEqual,
        Self::LessThan,
        Self::LessThanOrEqual,
        Self::Exists,
        Self::NotExists,
    ];

    /// The word on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Equals => "equals",
            Self::NotEquals => "not_equals",
            Self::Contains => "contains",
            Self::NotContains => "not_contains",
            Self::ContainsAny => "contains_any",
            Self::StartsWith => "starts_with",
            Self::EndsWith => "ends_with",
            Self::Regex => "regex",
            Self::In => "in",
            Self::NotIn => "not_in",
            Self::GreaterThan => "greater_than",
            Self::GreaterThanOrEqual => "greater_than_or_equal",
            Self::LessThan => "less_than",
            Self::LessThanOrEqual => "less_than_or_equal",
            Self::Exists => "exists",
            Self::NotExists => "not_exists",
        }
    }

    /// Reads the exact word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|operator| operator.as_str() == word)
    }

    /// Whether it says that another operator does not hold. Such a one holds for a field that the call does not have.
    pub(crate) const fn is_negation(self) -> bool {
        matches!(self, Self::NotEquals | Self::NotContains | Self::NotIn | Self::NotExists)
    }

    pub(crate) const fn compares_numbers(self) -> bool {
        matches!(self, Self::GreaterThan | Self::GreaterThanOrEqual | Self::LessThan | Self::LessThanOrEqual)
    }

    pub(crate) const fn reads_text(self) -> bool {
        matches!(self, Self::StartsWith | Self::EndsWith | Self::Regex)
    }
}

impl fmt::Display for Operator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

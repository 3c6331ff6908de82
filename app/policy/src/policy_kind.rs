use std::fmt;

/// How a policy is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PolicyKind {
    /// A regular expression.
    Pattern,
    /// Conditions on the call.
    Conditions,
    /// A Rego module.
    Rego,
}

impl PolicyKind {
    /// Every kind.
    pub const ALL: &'static [Self] = &[Self::Pattern, Self::Conditions, Self::Rego];

    /// The word in the database and in files.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pattern => "pattern",
            Self::Conditions => "conditions",
            Self::Rego => "rego",
        }
    }

    /// Reads the exact word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.as_str() == word)
    }
}

impl fmt::Display for PolicyKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

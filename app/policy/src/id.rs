use std::fmt;

use model::Invalid;
use serde::{Deserialize, Serialize};

/// Names one policy: 1 to 64 of `A-Z a-z 0-9 _ -`, so that it is safe in a path as it stands.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PolicyId(String);

impl PolicyId {
    /// Checks the text.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        let is_valid = (1..=64).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-'));
        if is_valid { Ok(Self(text.to_owned())) } else { Err(Invalid::new("policy_id", "must be 1 to 64 letters, digits, _ or -")) }
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// For the shipped catalogue, whose ids a test parses.
    pub(crate) fn shipped(text: &'static str) -> Self {
        Self(text.to_owned())
    }
}

impl fmt::Display for PolicyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for PolicyId {
    type Error = Invalid;

    fn try_from(text: String) -> Result<Self, Invalid> {
        Self::parse(&text)
    }
}

impl From<PolicyId> for String {
    fn from(id: PolicyId) -> Self {
        id.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_path_safe_ids_parse() {
        assert!(PolicyId::parse("sys_sqli-1").is_ok());
        for text in ["", "a/b", "a b", "é", &"x".repeat(65)] {
            assert!(PolicyId::parse(text).is_err(), "{text}");
        }
    }
}

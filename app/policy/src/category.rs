use std::{borrow::Cow, fmt};

use model::Invalid;
use serde::{Deserialize, Serialize};

/// The categories that clients can name.
const KNOWN: [&str; 26] = [
    "security-sqli",
    "security-admin",
    "security-dangerous",
    "pii-global",
    "pii-us",
    "pii-eu",
    "pii-india",
    "pii-singapore",
    "pii-indonesia",
    "code-secrets",
    "code-unsafe",
    "code-compliance",
    "sensitive-data",
    "compliance-euaiact",
    "dangerous_queries",
    "pii_detection",
    "sql_injection",
    "media-safety",
    "media-biometric",
    "media-document",
    "media-pii",
    "dynamic-risk",
    "dynamic-compliance",
    "dynamic-security",
    "dynamic-cost",
    "dynamic-access",
];

/// What a policy is about, one of a fixed list.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Category(Cow<'static, str>);

impl Category {
    /// Checks the text against the list.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        let known = KNOWN.iter().find(|known| **known == text);
        known
            .map(|known| Self(Cow::Borrowed(known)))
            .ok_or_else(|| Invalid::new("category", format!("must be one of {}", KNOWN.join(", "))))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Every category.
    pub fn all() -> impl Iterator<Item = &'static str> {
        KNOWN.into_iter()
    }

    /// For the shipped catalogue, whose categories a test parses.
    pub(crate) const fn shipped(text: &'static str) -> Self {
        Self(Cow::Borrowed(text))
    }
}

impl fmt::Display for Category {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for Category {
    type Error = Invalid;

    fn try_from(text: String) -> Result<Self, Invalid> {
        Self::parse(&text)
    }
}

impl From<Category> for String {
    fn from(category: Category) -> Self {
        category.0.into_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_listed_categories_parse() {
        assert!(Category::all().all(|word| Category::parse(word).is_ok()));
        assert!(Category::parse("pii").is_err());
    }
}

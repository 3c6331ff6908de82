use serde::{Deserialize, Serialize};

use crate::Invalid;

/// An organisation's short name in URLs: 2 to 40 of `a-z 0-9 -`, starts with a letter, no `--`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Slug(String);

impl Slug {
    /// Checks the form.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        let fits = (2..=40).contains(&text.len())
            && text.starts_with(|c: char| c.is_ascii_lowercase())
            && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
            && !text.ends_with('-')
            && !text.contains("--");
        if !fits {
            return Err(Invalid::new("slug", "use 2 to 40 lower-case letters, digits and single hyphens, starting with a letter"));
        }
        Ok(Self(text.to_owned()))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Slug {
    type Error = Invalid;
    fn try_from(text: String) -> Result<Self, Invalid> {
        Self::parse(&text)
    }
}

impl From<Slug> for String {
    fn from(slug: Slug) -> Self {
        slug.0
    }
}

impl std::fmt::Display for Slug {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_slugs_pass() {
        for good in ["acme", "acme-eu-2", "a1"] {
            assert!(Slug::parse(good).is_ok(), "{good}");
        }
        for bad in ["", "a", "Acme", "1acme", "acme-", "ac--me", "ac_me", "acmé", "a b"] {
            assert!(Slug::parse(bad).is_err(), "{bad}");
        }
    }
}

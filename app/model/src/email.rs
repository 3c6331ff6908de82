use serde::{Deserialize, Serialize};

use crate::Invalid;

/// An e-mail address as a person signs in with: lower-cased, one `@`, at most 254 bytes (RFC 5321 4.5.3.1).
///
/// Deliverability is proved by mail, not by a pattern; this refuses only what cannot be an address.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct EmailAddress(String);

impl EmailAddress {
    /// Checks and folds to lower case.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        let address = text.trim().to_lowercase();
        let refuse = || Invalid::new("email", "is not an e-mail address");
        let (local, domain) = address.rsplit_once('@').ok_or_else(refuse)?;
        let clean = address.len() <= 254 && !address.chars().any(|c| c.is_control() || c.is_whitespace());
        let domain_fits = !domain.is_empty() && !domain.starts_with('.') && !domain.ends_with('.') && !domain.contains("..");
        if !clean || local.is_empty() || local.len() > 64 || local.contains('@') || !domain_fits {
            return Err(refuse());
        }
        Ok(Self(address))
    }

    /// The address.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for EmailAddress {
    type Error = Invalid;
    fn try_from(text: String) -> Result<Self, Invalid> {
        Self::parse(&text)
    }
}

impl From<EmailAddress> for String {
    fn from(address: EmailAddress) -> Self {
        address.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_fold_and_bound() {
        assert_eq!(EmailAddress::parse(" Mara@Acme.Example ").map(String::from), Ok("mara@acme.example".to_owned()));
        for bad in ["", "@", "a@", "@b", "a b@c.d", "a@b..c", "a@.b", "a\0@b.c"] {
            assert!(EmailAddress::parse(bad).is_err(), "{bad:?}");
        }
    }
}

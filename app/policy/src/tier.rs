use std::fmt;

use serde::{Deserialize, Serialize};

/// Who a policy speaks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PolicyTier {
    /// Shipped with the product, for everyone.
    System,
    /// Made by an organisation, for all its tenants.
    Organization,
    /// Made for one tenant.
    Tenant,
}

impl PolicyTier {
    /// Every tier, widest first.
    pub const ALL: &'static [Self] = &[Self::System, Self::Organization, Self::Tenant];

    /// The word on the wire and in the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Organization => "organization",
            Self::Tenant => "tenant",
        }
    }

    /// Reads the exact word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|tier| tier.as_str() == word)
    }
}

impl fmt::Display for PolicyTier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

use std::fmt;

use model::Action;

use crate::Group;

/// How strict an organisation is with what shipped policies find, where it says nothing more exact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Profile {
    /// For trying things out: everything passes with a warning.
    Dev,
    /// What the policies themselves ask for.
    #[default]
    Default,
    /// Everything is refused.
    Strict,
    /// Personal data is redacted, attacks and secrets are refused.
    Compliance,
}

impl Profile {
    /// Every profile.
    pub const ALL: [Self; 4] = [Self::Dev, Self::Default, Self::Strict, Self::Compliance];

    /// The word on the wire and in the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Dev => "dev",
            Self::Default => "default",
            Self::Strict => "strict",
            Self::Compliance => "compliance",
        }
    }

    /// Reads the exact word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|profile| profile.as_str() == word)
    }

    /// What it asks for in a group; `None` leaves it to each policy.
    pub const fn action(self, group: Group) -> Option<Action> {
        match (self, group) {
            (Self::Dev, _) => Some(Action::Warn),
            (Self::Default, _) => None,
            (Self::Strict, _) | (Self::Compliance, Group::Sqli | Group::Secrets | Group::Dangerous) => Some(Action::Block),
            (Self::Compliance, Group::Pii) => Some(Action::Redact),
        }
    }
}

impl fmt::Display for Profile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_of_profiles() {
        let row = |profile: Profile| {
            [Group::Pii, Group::Sqli, Group::Secrets, Group::Dangerous].map(|group| profile.action(group).map_or("-", Action::as_str))
        };

        assert_eq!(row(Profile::Dev), ["warn"; 4]);
        assert_eq!(row(Profile::Default), ["-"; 4]);
        assert_eq!(row(Profile::Strict), ["block"; 4]);
        assert_eq!(row(Profile::Compliance), ["redact", "block", "block", "block"]);
        assert!(Profile::ALL.into_iter().all(|profile| Profile::parse(profile.as_str()) == Some(profile)));
    }
}

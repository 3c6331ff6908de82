use model::{Invalid, ShortText};
use store::teams::TeamFields;

use crate::{Result, roles::description};

/// What a team is to be.
#[derive(Debug, Clone)]
pub struct TeamInput {
    /// Its name, once per organisation however it is written.
    pub name: ShortText<60>,
    /// What it is for; may be empty.
    pub description: String,
}

impl TeamInput {
    /// Reads what a form or command says.
    pub fn parse(name: &str, what_for: &str) -> Result<Self> {
        let name: ShortText<60> = ShortText::parse("name", name)?;
        if name.as_str().contains(char::is_control) {
            return Err(Invalid::new("name", "must be one line").into());
        }
        Ok(Self { name, description: description(what_for)? })
    }

    /// What the store keeps.
    pub(super) fn fields(&self) -> TeamFields<'_> {
        TeamFields { name: self.name.as_str(), description: &self.description }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_team_has_a_name_of_one_line_and_perhaps_a_description() {
        assert!(TeamInput::parse(" Night shift ", "").is_ok_and(|team| team.name.as_str() == "Night shift"));
        for name in ["", "  ", "two\nlines", &"x".repeat(61)] {
            assert!(TeamInput::parse(name, "").is_err(), "{name:?}");
        }
        assert!(TeamInput::parse("Night shift", &"x".repeat(301)).is_err());
    }
}

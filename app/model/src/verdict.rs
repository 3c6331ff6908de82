use crate::{Action, text::words};

words! {
    /// The answer to a governed call: one closed enum in database, API and portal (TC-61).
    Verdict {
        /// May go ahead as it is.
        Allow = "allow",
        /// Must not run.
        Deny = "deny",
        /// May go ahead after the named values are removed.
        Redact = "redact",
        /// Waits for a human.
        RequireApproval = "require_approval",
    }
}

impl Verdict {
    /// The verdict that the strictest matched action leads to; nothing matched means allow.
    pub fn of(strictest: Option<Action>) -> Self {
        match strictest {
            Some(Action::Block) => Self::Deny,
            Some(Action::RequireApproval) => Self::RequireApproval,
            Some(Action::Redact) => Self::Redact,
            Some(Action::Warn | Action::Log | Action::Allow) | None => Self::Allow,
        }
    }

    /// The word that SDK reads use (`contract`: allowed, blocked, redacted, needs_approval).
    pub const fn read_word(self) -> &'static str {
        match self {
            Self::Allow => "allowed",
            Self::Deny => "blocked",
            Self::Redact => "redacted",
            Self::RequireApproval => "needs_approval",
        }
    }

    /// Accepts both vocabularies, as audit searches do.
    pub fn from_any_word(word: &str) -> Option<Self> {
        match word {
            "allowed" | "allow" => Some(Self::Allow),
            "blocked" | "deny" | "denied" => Some(Self::Deny),
            "redacted" | "redact" => Some(Self::Redact),
            "needs_approval" | "require_approval" => Some(Self::RequireApproval),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_action_leads_to_one_verdict() {
        let verdicts: Vec<_> = Action::ALL.iter().map(|a| Verdict::of(Some(*a)).as_str()).collect();

        assert_eq!(verdicts, ["deny", "require_approval", "redact", "allow", "allow", "allow"]);
    }
}

use model::Action;

/// The rules by which a module decides. `true`, or a set or list with something in it, is a match.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rule {
    /// Anything but `true` is a match, with the policy's own action.
    Allow,
    /// A match, with the policy's own action.
    Deny,
    /// A match that waits for a human.
    RequireApproval,
    /// The text as it may go on; one that differs is a match that redacts.
    RedactedQuery,
    /// A match that warns.
    Warn,
    /// `log` and everything that begins with `log_`: a match that is only recorded.
    Log,
}

impl Rule {
    pub(super) fn named(name: &str) -> Option<Self> {
        match name {
            "allow" => Some(Self::Allow),
            "deny" => Some(Self::Deny),
            "require_approval" => Some(Self::RequireApproval),
            "redacted_query" => Some(Self::RedactedQuery),
            "warn" => Some(Self::Warn),
            "log" => Some(Self::Log),
            other => other.starts_with("log_").then_some(Self::Log),
        }
    }

    /// The action of a match; `None` is the policy's own.
    pub(super) const fn action(self) -> Option<Action> {
        match self {
            Self::Allow | Self::Deny => None,
            Self::RequireApproval => Some(Action::RequireApproval),
            Self::RedactedQuery => Some(Action::Redact),
            Self::Warn => Some(Action::Warn),
            Self::Log => Some(Action::Log),
        }
    }
}

use crate::text::words;

words! {
    /// What a policy asks for when it matches. Declared strictest first, so `min` is the winner.
    Action {
        /// Refuse the call.
        Block = "block",
        /// Hold it for a human.
        RequireApproval = "require_approval",
        /// Let it pass without the matched values.
        Redact = "redact",
        /// Let it pass and say so in the answer.
        Warn = "warn",
        /// Let it pass and only record it.
        Log = "log",
        /// An explicit pass: recorded, never weakens another policy.
        Allow = "allow",
    }
}

impl Action {
    /// The strictest of several: block > require_approval > redact > warn > log > allow.
    pub fn strictest(actions: impl IntoIterator<Item = Self>) -> Option<Self> {
        actions.into_iter().min()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn block_wins_over_everything() {
        assert_eq!(Action::strictest(Action::ALL.iter().copied().rev()), Some(Action::Block));
        assert_eq!(Action::strictest([Action::Log, Action::Redact, Action::Warn]), Some(Action::Redact));
        assert_eq!(Action::strictest([]), None);
    }
}

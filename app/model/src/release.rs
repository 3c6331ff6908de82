use crate::text::words;

words! {
    /// How a change of a policy comes into force.
    ReleaseMode {
        /// It is live when it is written.
        Direct = "direct",
        /// It is a draft until a second person releases it.
        Reviewed = "reviewed",
    }
}

words! {
    /// Where a change of a policy stands on its way into force.
    ReleaseState {
        /// Its authors still work on it.
        Draft = "draft",
        /// Tested and simulated; it waits for somebody else.
        Requested = "requested",
        /// In force, or it was.
        Released = "released",
        /// Given up.
        Withdrawn = "withdrawn",
    }
}

words! {
    /// What a release does to its policy.
    ReleaseChange {
        /// Puts a new policy in force.
        Create = "create",
        /// Changes it.
        Update = "update",
        /// Takes it out of force for good.
        Remove = "remove",
        /// Puts an earlier version back in force.
        RollBack = "roll_back",
    }
}

impl ReleaseState {
    /// Whether it can still come into force.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Draft | Self::Requested)
    }
}

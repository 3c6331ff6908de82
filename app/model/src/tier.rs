use crate::text::words;

words! {
    /// What an organisation has licensed.
    Tier {
        /// Free, small limits.
        Community = "community",
        /// Time-limited trial of everything.
        Evaluation = "evaluation",
        /// Everything.
        Enterprise = "enterprise",
    }
}

impl Tier {
    /// Governed calls per minute for the whole organisation.
    pub const fn calls_per_minute(self) -> u32 {
        match self {
            Self::Community => 1_000,
            Self::Evaluation => 60_000,
            Self::Enterprise => 1_200_000,
        }
    }

    /// Simulations of one day; `None` is without limit, none is not part of the plan (TC-108).
    pub const fn simulations_per_day(self) -> Option<u32> {
        match self {
            Self::Community => Some(0),
            Self::Evaluation => Some(300),
            Self::Enterprise => None,
        }
    }

    /// Policies of its own that an organisation may have; each call is asked against all of them.
    pub const fn own_policies(self) -> u32 {
        match self {
            Self::Community => 30,
            Self::Evaluation => 100,
            Self::Enterprise => 1_000,
        }
    }

    /// Directory sync belongs to Enterprise, and to the trial of it (AX-04).
    pub const fn may_sync_directory(self) -> bool {
        match self {
            Self::Community => false,
            Self::Evaluation | Self::Enterprise => true,
        }
    }

    /// Evidence export belongs to Evaluation and Enterprise (TC-74).
    pub const fn may_export_evidence(self) -> bool {
        match self {
            Self::Community => false,
            Self::Evaluation | Self::Enterprise => true,
        }
    }
}

use crate::text::words;

words! {
    /// Where a role assignment comes from. The same role from two sources is held until both are gone.
    RoleSource {
        /// Somebody gave it.
        Direct = "direct",
        /// It came with an invitation.
        Invitation = "invitation",
        /// A rule of single sign-on gave it.
        Sso = "sso",
        /// A group of the directory gave it.
        Scim = "scim",
        /// An operator gave it at the command line.
        Command = "command",
        /// A team carries it that they are in.
        Team = "team",
    }
}

impl RoleSource {
    /// Whether a person gave it and may take it away; what a directory, single sign-on or a team gave is theirs to take.
    pub const fn is_by_hand(self) -> bool {
        match self {
            Self::Direct | Self::Invitation | Self::Command => true,
            Self::Sso | Self::Scim | Self::Team => false,
        }
    }
}

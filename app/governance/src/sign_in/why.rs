/// Why somebody is not let in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Why {
    /// The password is not theirs, or they have none.
    Password,
    /// A code that is wrong, old or spent.
    Code,
    /// A passkey that does not fit.
    Passkey,
    /// The account is disabled.
    Disabled,
    /// The domain's people sign in with a provider.
    ProviderRequired,
    /// Too many tries for the account, or from where they came.
    TooMany,
}

impl Why {
    /// In a word, for metrics and the log.
    pub(super) const fn code(self) -> &'static str {
        match self {
            Self::Password => "password",
            Self::Code => "code",
            Self::Passkey => "passkey",
            Self::Disabled => "disabled",
            Self::ProviderRequired => "provider_required",
            Self::TooMany => "too_many",
        }
    }

    /// What an administrator reads.
    pub(super) const fn sentence(self) -> &'static str {
        match self {
            Self::Password => "The password was wrong. If it is forgotten, the sign-in page mails a link for a new one.",
            Self::Code => "The second step was wrong: a mistyped, old or used code. Check that the clock of their phone is right.",
            Self::Passkey => "The passkey did not fit. It may have been removed from the account, or be of another site.",
            Self::Disabled => "The account is disabled.",
            Self::ProviderRequired => "The password was right, but their domain signs in with your identity provider.",
            Self::TooMany => "Too many tries for this account or from this place. It opens again within 15 minutes.",
        }
    }
}

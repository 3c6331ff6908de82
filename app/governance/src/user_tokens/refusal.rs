/// Why a user token is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum UserTokenRefusal {
    /// It is no token of ours, and the organisation, or this route, takes no other.
    #[error("The user token could not be verified, and only verified ones are accepted here.")]
    Unverified,
    /// It claims to be ours, and is not genuine.
    #[error("The user token is not valid.")]
    Invalid,
    /// It is genuine, and its time is over.
    #[error("The user token has expired. Ask for a new one.")]
    Expired,
    /// It is genuine, and another organisation's.
    #[error("The user token is of another organisation than the API key.")]
    Foreign,
}

impl UserTokenRefusal {
    /// HTTP status and the stable word for programs.
    pub const fn status_and_code(self) -> (u16, &'static str) {
        match self {
            Self::Unverified => (401, "user_token_unverified"),
            Self::Invalid => (401, "user_token_invalid"),
            Self::Expired => (401, "user_token_expired"),
            Self::Foreign => (403, "foreign_identity"),
        }
    }
}

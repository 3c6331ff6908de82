/// Why a genuine API key is not taken. Told only to whoever sent one of its own secrets, which nobody else holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum KeyRefusal {
    /// The key was ended.
    #[error("This API key was revoked. Create a new one in the portal.")]
    Revoked,
    /// The key is past its end.
    #[error("This API key has expired. Create a new one in the portal.")]
    Expired,
    /// The key got a new secret, and the overlap is over.
    #[error("This secret was replaced and its overlap is over. Use the key's new secret, under the same client id.")]
    RolledOut,
    /// Whoever answers for the key is suspended or gone.
    #[error("Whoever answers for this API key is no longer an active member. Ask an administrator to hand the key over.")]
    OwnerOut,
    /// This server does not serve the key's environment.
    #[error("This API key is for another environment than this server serves.")]
    OtherEnvironment,
    /// The key has a list of networks, and this is none of them.
    #[error("This API key may not be used from this network address.")]
    Elsewhere,
}

impl KeyRefusal {
    /// The stable word for programs and metrics.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Revoked => "key_revoked",
            Self::Expired => "key_expired",
            Self::RolledOut => "secret_rolled_out",
            Self::OwnerOut => "key_owner_out",
            Self::OtherEnvironment => "key_of_other_environment",
            Self::Elsewhere => "key_not_from_here",
        }
    }
}

/// Why a use case did not happen; variants are named for what the edge has to say.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// It does not exist, or it is another organisation's: the same answer for both.
    #[error("not found")]
    NotFound,
    /// It exists and is not in a state that allows this; the sentence says who or what came first.
    #[error("{0}")]
    Conflict(String),
    /// The caller may see it and may not do this; the sentence says what is missing and who can grant it.
    #[error("{0}")]
    Refused(String),
    /// The organisation's plan does not include this.
    #[error("{0}")]
    PlanNeeded(String),
    /// The credential is not good; the sentence never says which half was wrong.
    #[error("{0}")]
    Unauthenticated(&'static str),
    /// The credential is genuine and not taken; the sentence says why.
    #[error(transparent)]
    KeyRefused(#[from] crate::auth::KeyRefusal),
    /// What was sent is not what this takes.
    #[error(transparent)]
    Invalid(#[from] model::Invalid),
    /// Too many calls in a short time.
    #[error("too many requests: try again in {retry_after_seconds} s")]
    TooMany {
        /// When to try again.
        retry_after_seconds: u64,
    },
    /// Something that this needs is not there at the moment; nothing was done.
    #[error("temporarily unavailable: try again shortly")]
    Unavailable(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// Something broke on our side; the log has the cause.
    #[error("something broke on our side")]
    Broken(#[source] Box<dyn std::error::Error + Send + Sync>),
}

/// Result of use cases.
pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    /// A broken promise on our side.
    pub fn broken(cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self::Broken(cause.into())
    }

    /// The refusal of somebody who lacks a permission.
    pub fn lacks(permission: model::Permission) -> Self {
        Self::Refused(format!("This needs the permission {permission}. An owner or admin of the organisation can grant it."))
    }
}

impl From<store::Error> for Error {
    fn from(error: store::Error) -> Self {
        match error {
            store::Error::Taken(what) => Self::Conflict(format!("This {what} is already in use. Choose another.")),
            store::Error::InUse => Self::Conflict("Something still refers to this. Remove that first.".to_owned()),
            store::Error::Unstorable => Self::Invalid(model::Invalid::new("text", "holds a NUL character")),
            store::Error::Busy | store::Error::Overloaded | store::Error::Unavailable(_) => Self::Unavailable(Box::new(error)),
            store::Error::ForeignRow
            | store::Error::RowCount(_)
            | store::Error::DeedMissing(_)
            | store::Error::Corrupt(_)
            | store::Error::Record(_)
            | store::Error::Roles(_)
            | store::Error::Migrate(_)
            | store::Error::Database(_) => Self::Broken(Box::new(error)),
        }
    }
}

impl From<vault::Error> for Error {
    fn from(error: vault::Error) -> Self {
        match error {
            vault::Error::KeyServiceUnavailable(_) => Self::Unavailable(Box::new(error)),
            vault::Error::CannotOpen
            | vault::Error::NotSealed
            | vault::Error::KeyNotHeld { .. }
            | vault::Error::TooLong
            | vault::Error::KeyServiceRefused { .. }
            | vault::Error::KeyServiceWrong { .. }
            | vault::Error::NotAKey { .. }
            | vault::Error::NoRandomness
            | vault::Error::KeyFile { .. }
            | vault::Error::NotASigningKey
            | vault::Error::NotAPublicKey => Self::Broken(Box::new(error)),
        }
    }
}

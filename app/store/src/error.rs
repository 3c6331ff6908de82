use crate::Housekeeping;

/// What can go wrong below the use cases; variants are named for what the caller can do.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A name that must be unique is in use; the constraint says which.
    #[error("{0} is already in use")]
    Taken(&'static str),
    /// Something else refers to it.
    #[error("something else refers to it")]
    InUse,
    /// Somebody else holds what this needs; try again shortly.
    #[error("the organisation is busy, try again")]
    Busy,
    /// More is waiting than can be served; try again later.
    #[error("too many records are waiting, try again later")]
    Overloaded,
    /// The database does not answer.
    #[error("the database does not answer")]
    Unavailable(#[source] Option<sqlx::Error>),
    /// A row of another organisation came back: the second lock held (SP-11).
    #[error("a row of another organisation was refused")]
    ForeignRow,
    /// An update that must hit one row hit another number.
    #[error("expected to change one row, changed {0}")]
    RowCount(u64),
    /// Something was about to be committed as upkeep that needs a record of its own; nothing was.
    #[error("a change without its record was refused beside {0:?}")]
    DeedMissing(Housekeeping),
    /// A stored value is not what its type allows.
    #[error("stored {0} is not valid")]
    Corrupt(&'static str),
    /// The database refused to record.
    #[error("the record was refused")]
    Record(#[from] ledger::Error),
    /// The roles of the database are not what they must be; every fault is listed.
    #[error("the database roles are not what they must be: {}", .0.join("; "))]
    Roles(Vec<String>),
    /// A value cannot be stored (a NUL byte).
    #[error("a text holds a character that cannot be stored")]
    Unstorable,
    /// A migration failed.
    #[error("migration failed")]
    Migrate(#[from] sqlx::migrate::MigrateError),
    /// Anything else that the database said.
    #[error("database error")]
    Database(#[source] sqlx::Error),
}

/// Result of store functions.
pub type Result<T> = std::result::Result<T, Error>;

/// Constraints that a caller can do something about, by name.
const NAMED: &[(&str, &str)] = &[
    ("api_key_name_once_per_org", "name"),
    ("org_slug_once", "slug"),
    ("person_email_once", "email"),
    ("member_email_once_per_org", "email"),
    ("members_pkey", "member"),
    ("invitation_open_once", "invitation"),
    ("role_name_once_per_org", "name"),
    ("team_name_once_per_org", "name"),
    ("policy_overrides_pkey", "override"),
    ("approval_call_once_pending", "call"),
    ("directory_user_name_once", "userName"),
    ("directory_group_name_once", "displayName"),
    ("sso_connection_name_once_per_org", "name"),
];

/// What a directory is told (RFC 7644 section 3.12); what is broken on our side is for the log alone.
impl From<Error> for scim::Error {
    fn from(error: Error) -> Self {
        match error {
            Error::Taken(what) => scim::Problem::Uniqueness.because(format!("Another resource has this {what}.")),
            Error::Unstorable => scim::Problem::InvalidValue.because("A text holds a NUL character."),
            Error::Busy
            | Error::InUse
            | Error::Overloaded
            | Error::Unavailable(_)
            | Error::ForeignRow
            | Error::RowCount(_)
            | Error::DeedMissing(_)
            | Error::Corrupt(_)
            | Error::Record(_)
            | Error::Roles(_)
            | Error::Migrate(_)
            | Error::Database(_) => {
                tracing::error!(error = &error as &dyn std::error::Error, "a directory's call failed");
                scim::Problem::Internal.because("Temporarily unavailable. Try again shortly.")
            }
        }
    }
}

impl From<sqlx::Error> for Error {
    fn from(error: sqlx::Error) -> Self {
        #[expect(clippy::wildcard_enum_match_arm, reason = "the library adds kinds; an unknown one is a database error")]
        match &error {
            sqlx::Error::Io(_) | sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed | sqlx::Error::WorkerCrashed => {
                Self::Unavailable(Some(error))
            }
            sqlx::Error::Database(refusal) => classify(refusal.constraint(), refusal.code().as_deref()).unwrap_or(Self::Database(error)),
            _ => Self::Database(error),
        }
    }
}

/// What a refusal by PostgreSQL means to the caller; `None` when only the log can say.
fn classify(constraint: Option<&str>, code: Option<&str>) -> Option<Error> {
    if let Some((_, what)) = NAMED.iter().find(|(name, _)| Some(*name) == constraint) {
        return Some(Error::Taken(what));
    }
    match code? {
        "55P03" | "40P01" | "40001" => Some(Error::Busy),
        "23503" => Some(Error::InUse),
        "22021" | "22P05" => Some(Error::Unstorable),
        // Starting, stopping, out of space, memory or connections: nothing is wrong with what was asked.
        code if ["08", "53", "57P"].iter().any(|class| code.starts_with(class)) => Some(Error::Unavailable(None)),
        _ => None,
    }
}

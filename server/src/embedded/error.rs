use std::{io, path::PathBuf};

use super::binaries::OLDEST_MAJOR;

/// Why the embedded server could not be started, reached or stopped. Each text says what to do next.
#[derive(Debug, thiserror::Error)]
pub enum EmbeddedError {
    /// No PostgreSQL programs were found.
    #[error("no PostgreSQL {OLDEST_MAJOR} or newer is installed; install it (Debian: apt install postgresql), or set DATABASE_URL")]
    NotInstalled,
    /// The named folder has no usable PostgreSQL.
    #[error("{} has no usable PostgreSQL {OLDEST_MAJOR} or newer", .0.display())]
    UnusableBinaries(PathBuf),
    /// The data was written by another major version.
    #[error(
        "{} was written by PostgreSQL {found}, but only {installed} is installed; install PostgreSQL {found}, \
         or move the data with pg_upgrade, or choose another folder with --data-dir. Nothing was changed",
        folder.display()
    )]
    OtherVersion {
        /// Where the data is.
        folder: PathBuf,
        /// The version that wrote it.
        found: String,
        /// The versions that are here.
        installed: String,
    },
    /// Another process serves this folder.
    #[error("{} is in use by another axonflow; stop that one first, or choose another folder with --data-dir", .0.display())]
    InUse(PathBuf),
    /// Another process serves this folder, but its database does not answer yet.
    #[error("the database in {} is just being started or stopped; try again in a moment", .0.display())]
    NotReady(PathBuf),
    /// The account to run PostgreSQL as does not exist.
    #[error("there is no user {0} on this machine; name an existing one with --service-user")]
    NoSuchUser(String),
    /// PostgreSQL refuses to run as root.
    #[error("PostgreSQL does not run as root; name another user with --service-user")]
    RootRefused,
    /// Only root can run a program as somebody else.
    #[error("only root can run PostgreSQL as {0}; leave out --service-user")]
    NotRoot(String),
    /// A folder on the way to the data keeps the service user out.
    #[error(
        "PostgreSQL runs as user {user}, who may not enter {}, so it cannot use {}; \
         choose a folder that {user} can reach with --data-dir, for example --data-dir /var/lib/axonflow",
        blocked.display(), data_dir.display()
    )]
    CannotEnter {
        /// The service user.
        user: String,
        /// The first folder that keeps it out.
        blocked: PathBuf,
        /// Where the data should be.
        data_dir: PathBuf,
    },
    /// The database could not be created.
    #[error("the database could not be created: {0}")]
    Initdb(String),
    /// The server ended before it was ready.
    #[error("PostgreSQL did not start; the end of {}:\n{tail}", log.display())]
    DidNotStart {
        /// The server's log.
        log: PathBuf,
        /// Its last lines.
        tail: String,
    },
    /// Processes of an earlier server still use the folder.
    #[error("an earlier PostgreSQL still runs in {} and did not stop (process {pid})", folder.display())]
    StillRunning {
        /// Where the data is.
        folder: PathBuf,
        /// One of the processes.
        pid: i32,
    },
    /// The roles could not be made.
    #[error("the roles could not be made: {0}")]
    Roles(String),
    /// The thread that owns the server ended early.
    #[error("the thread that runs PostgreSQL ended unexpectedly")]
    Abandoned,
    /// A file or process could not be used.
    #[error("cannot {what} {}", path.display())]
    Io {
        /// What was tried.
        what: &'static str,
        /// On what.
        path: PathBuf,
        /// Why it failed.
        #[source]
        source: io::Error,
    },
}

pub(super) type Result<T> = std::result::Result<T, EmbeddedError>;

/// Names the file that an I/O error is about.
pub(super) fn failed_to(what: &'static str, path: impl Into<PathBuf>) -> impl FnOnce(io::Error) -> EmbeddedError {
    let path = path.into();
    move |source| EmbeddedError::Io { what, path, source }
}

use std::{fmt, path::PathBuf};

use crate::{Letter, Sender, Server, folder};

/// Why a letter was not taken. The words are kept beside it and shown to those who sent it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    /// Something that may pass by itself: no answer, no room, no trust in a certificate, credentials that were refused.
    #[error("{0}")]
    Later(String),
    /// The letter itself was refused: trying again does not help.
    #[error("{0}")]
    Never(String),
}

/// The way out.
#[derive(Clone)]
pub enum Mailer {
    /// An SMTP server, over TLS.
    Server(Server, Sender),
    /// A folder, where each letter becomes a file that mail programs open.
    Folder(PathBuf, Sender),
}

impl Mailer {
    /// Hands a letter over; when this returns well, somebody else answers for it.
    pub async fn send(&self, letter: &Letter) -> Result<(), Failure> {
        match self {
            Self::Server(server, sender) => server.send(letter.message(sender)?).await,
            Self::Folder(folder, sender) => folder::write(folder, letter, &letter.message(sender)?).await,
        }
    }
}

/// Where letters go, without any secret.
impl fmt::Display for Mailer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Server(server, _) => server.fmt(f),
            Self::Folder(folder, _) => folder.display().fmt(f),
        }
    }
}

impl fmt::Debug for Mailer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Mailer({self})")
    }
}

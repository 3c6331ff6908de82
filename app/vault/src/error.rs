use std::{io, path::PathBuf};

/// What can go wrong in this room. No variant carries secret material.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Wrong key, wrong organisation or record, or changed bytes: authenticated encryption cannot tell which.
    #[error("the sealed value cannot be opened: it belongs to another record or was changed")]
    CannotOpen,
    /// The bytes never came out of [`crate::Sealed::to_bytes`].
    #[error("the bytes are not a sealed value of a known version")]
    NotSealed,
    /// The value was sealed under a key that this process does not hold.
    #[error("the value is sealed under key `{sealed_under}`, which is not configured here")]
    KeyNotHeld {
        /// The key that is needed.
        sealed_under: String,
    },
    /// The value, or the answer of the key service, is larger than the format allows.
    #[error("too long to seal")]
    TooLong,
    /// The key service refused or did not answer.
    #[error("the key service failed")]
    Provider(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// The system gave no randomness; nothing may be sealed without it.
    #[error("the operating system gave no random bytes")]
    NoRandomness,
    /// The local key file must not be used.
    #[error("key file {}: {fault}", path.display())]
    KeyFile {
        /// Which file.
        path: PathBuf,
        /// Why not.
        #[source]
        fault: KeyFileFault,
    },
    /// The bytes are not a signing key of this purpose.
    #[error("not a signing key for this purpose")]
    NotASigningKey,
    /// The bytes are not a usable Ed25519 public key.
    #[error("not a usable Ed25519 public key")]
    NotAPublicKey,
}

/// Why a local key file is refused; the sentence tells an operator what to do.
#[derive(Debug, thiserror::Error)]
pub enum KeyFileFault {
    /// Others than the owner may read or change it.
    #[error("others than its owner may use it (mode {mode:04o}); run `chmod 600` on it, and replace the key if others may have read it")]
    OpenToOthers {
        /// The permission bits found.
        mode: u32,
    },
    /// A symbolic link, directory, device or pipe.
    #[error("is not a regular file; give the path of the file itself, not of a link to it")]
    NotARegularFile,
    /// The content is not what this program writes.
    #[error("is damaged or of an unknown version; restore it from a backup, since a new key cannot open what the old one sealed")]
    Damaged,
    /// The file system refused.
    #[error("cannot be read or written")]
    Io(#[from] io::Error),
}

/// The result of every fallible function here.
pub type Result<T> = std::result::Result<T, Error>;

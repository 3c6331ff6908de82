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
    /// The key service did not answer in time; trying again later is right.
    #[error("the key service does not answer, so nothing was sealed or opened: check that it can be reached, then try again")]
    KeyServiceUnavailable(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// The key service answered that it will not do this.
    #[error(
        "the key service refuses to use key `{key}`: check that the key exists and is enabled, and that this service may use kms:GenerateDataKey and kms:Decrypt with it"
    )]
    KeyServiceRefused {
        /// The key that was asked for.
        key: String,
        /// What it said.
        #[source]
        why: Box<dyn std::error::Error + Send + Sync>,
    },
    /// The key service answered with something that cannot be right; a value sealed with it could never be opened.
    #[error("the key service's answer for key `{key}` is wrong, so nothing was sealed: check what stands between this service and it")]
    KeyServiceWrong {
        /// The key that was asked for.
        key: String,
    },
    /// A configured key has a wrong form.
    #[error("{name} is not a key of 32 bytes in hexadecimal or base64: make one with `openssl rand -hex 32`")]
    NotAKey {
        /// The setting.
        name: &'static str,
    },
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

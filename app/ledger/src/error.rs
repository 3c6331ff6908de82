/// What this room refuses, named for what the caller can do about it.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A number that not every reader reads alike.
    #[error("the fact `{0}` holds a number that is not an integer between -(2^53-1) and 2^53-1")]
    NumberUnsafe(String),
    /// A fact nested deeper than any reader should have to follow.
    #[error("the fact `{0}` is nested too deeply")]
    TooDeep(String),
    /// The same personal field twice in one deed.
    #[error("the personal field `{0}` is given twice")]
    PersonalTwice(model::PersonalField),
    /// Bytes that are not a frontier.
    #[error("the stored frontier is damaged")]
    FrontierDamaged,
    /// A key in the wrong shape, or a name that the note format does not allow.
    #[error("not a verifier key: {0}")]
    KeyMalformed(&'static str),
    /// A text that is not a signed checkpoint.
    #[error("not a signed checkpoint: {0}")]
    NoteMalformed(&'static str),
    /// None of the accepted keys signed it.
    #[error("no accepted key signed this checkpoint")]
    KeyUnknown,
    /// A signature in the name of an accepted key that the key did not make.
    #[error("the signature of `{0}` does not fit the checkpoint")]
    SignatureWrong(String),
    /// A range, index or size that the tree does not have, or another number of leaves than announced.
    #[error("the leaves do not make up the announced tree")]
    LeavesMissing,
    /// A record whose bytes do not hash to its leaf: the stored rows were changed.
    #[error("record {0} does not match its leaf")]
    LeafMismatch(u64),
    /// A bundle with fewer or more lines than its manifest says.
    #[error("the bundle holds another number of {0} than its manifest says")]
    BundleIncomplete(&'static str),
    /// The bundle could not be written.
    #[error("the bundle could not be written")]
    Write(#[from] std::io::Error),
    /// The bundle's line could not be put into words.
    #[error("the bundle's line could not be written as JSON")]
    Json(#[from] serde_json::Error),
}

/// What this room answers.
pub type Result<T, E = Error> = std::result::Result<T, E>;

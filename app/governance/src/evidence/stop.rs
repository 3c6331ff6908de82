use ledger::Deed;
use model::{DeedKind, ExportId};

use crate::Error;

/// Why a bundle was not finished.
pub(super) enum Stop {
    /// What is stored does not agree with what was signed; trying again cannot help. The sentence is for the customer.
    Mismatch(String),
    /// Something else; it may work the next time.
    Failed(Error),
}

impl Stop {
    pub(super) fn mismatch(why: impl Into<String>) -> Self {
        Self::Mismatch(why.into())
    }

    /// For a caller that waits for the answer.
    pub(super) fn into_error(self) -> Error {
        match self {
            Self::Mismatch(why) => Error::Conflict(why),
            Self::Failed(error) => error,
        }
    }
}

impl From<Error> for Stop {
    fn from(error: Error) -> Self {
        Self::Failed(error)
    }
}

impl From<store::Error> for Stop {
    fn from(error: store::Error) -> Self {
        if let store::Error::Corrupt(what) = error {
            return Self::Mismatch(format!("A stored {what} cannot be read."));
        }
        Self::Failed(error.into())
    }
}

impl From<ledger::Error> for Stop {
    fn from(error: ledger::Error) -> Self {
        if let ledger::Error::LeafMismatch(seq) = error {
            return Self::Mismatch(format!("Record {seq} does not match its leaf: it was changed."));
        }
        if matches!(error, ledger::Error::LeavesMissing) {
            return Self::mismatch("Leaves are missing from the ledger.");
        }
        Self::Failed(Error::broken(error))
    }
}

/// The deed of an export that found a mismatch. The sentence names numbers of records, never what they hold.
pub(super) fn failure_deed(export: ExportId, why: &str) -> Deed {
    Deed::new(DeedKind::ExportFailed, export.as_uuid()).fact("problem", why)
}

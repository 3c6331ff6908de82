use model::Invalid;
use policy::{LARGEST_BYTES, Rego, RegoError};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// What is stored of a Rego policy beside what every kind has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Document {
    pub(crate) source: String,
    pub(crate) tests: String,
}

impl Document {
    /// Reads what was stored.
    pub(crate) fn read(stored: Value) -> Result<Self, serde_json::Error> {
        serde_json::from_value(stored)
    }

    /// What is stored.
    pub(crate) fn stored(&self) -> Value {
        serde_json::to_value(self).unwrap_or_default()
    }

    /// Compiles the module and reads its tests. Whether the tests are true is not asked here.
    pub(crate) fn check(&self) -> Result<(), Invalid> {
        Rego::parse(&self.source).map_err(|error| Invalid::new("source", sentence(&error)))?;
        if self.tests.len() > LARGEST_BYTES {
            return Err(Invalid::new("tests", format!("are larger than {LARGEST_BYTES} bytes")));
        }
        if !self.tests.trim().is_empty() {
            Rego::test(&self.source, &self.tests).map_err(|error| Invalid::new("tests", sentence(&error)))?;
        }
        Ok(())
    }
}

/// What is wrong, with the line.
pub(super) fn sentence(error: &RegoError) -> String {
    error.line.map_or_else(|| error.message.clone(), |line| format!("line {line}: {}", error.message))
}

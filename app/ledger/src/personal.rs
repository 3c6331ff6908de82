use std::fmt;

use model::PersonalField;
use sha2::{Digest, Sha256};

/// Keeps commitments apart from every other hash of the project.
const DOMAIN: &[u8] = b"axonflow/commitment/1\0";

/// A value beside the record. Without its salt, nobody can test guesses against the commitment, so
/// erasing both makes the value unknowable while the proof stays whole.
#[derive(Clone, PartialEq, Eq)]
pub struct PersonalValue {
    /// Which field.
    pub field: PersonalField,
    /// The value.
    pub value: String,
    /// 32 random bytes, never used twice.
    pub salt: [u8; 32],
}

/// What a record says about a personal value: lower-case hex of SHA-256(domain, salt, value).
pub fn commitment(salt: &[u8; 32], value: &str) -> String {
    hex::encode(Sha256::new().chain_update(DOMAIN).chain_update(salt).chain_update(value).finalize())
}

/// Shows the field only.
impl fmt::Debug for PersonalValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PersonalValue({})", self.field)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn salt_and_value_both_count() {
        let one = commitment(&[1; 32], "mara");

        assert_ne!(one, commitment(&[2; 32], "mara"));
        assert_ne!(one, commitment(&[1; 32], "mari"));
        assert_eq!(one, commitment(&[1; 32], "mara"));
    }
}

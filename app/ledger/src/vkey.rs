use std::{fmt, str::FromStr};

use base64::{Engine, engine::general_purpose::STANDARD};
use ed25519_dalek::{Signature, SigningKey, VerifyingKey};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use sha2::{Digest, Sha256};

use crate::{Error, Result};

/// The algorithm byte of Ed25519 in the C2SP signed-note format.
const ED25519: u8 = 1;

/// A public key that may sign checkpoints. Text form: `name+hex id+base64 key`, as in C2SP signed-note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerifierKey {
    name: String,
    id: [u8; 4],
    key: VerifyingKey,
}

impl VerifierKey {
    /// Names a public key; the name must not be empty nor hold spaces or a plus sign.
    pub fn new(name: &str, key: VerifyingKey) -> Result<Self> {
        if name.is_empty() || name.chars().any(|c| c == '+' || c.is_whitespace() || c.is_control()) {
            return Err(Error::KeyMalformed("the name must be one word without a plus sign"));
        }
        Ok(Self { name: name.to_owned(), id: key_id(name, &key), key })
    }

    /// The public half of a signing key.
    pub fn of(name: &str, key: &SigningKey) -> Result<Self> {
        Self::new(name, key.verifying_key())
    }

    /// Reads the text form; the id must belong to the name and the key.
    pub fn parse(text: &str) -> Result<Self> {
        let mut parts = text.splitn(3, '+');
        let (Some(name), Some(id), Some(key)) = (parts.next(), parts.next(), parts.next()) else {
            return Err(Error::KeyMalformed("name, id and key are separated by plus signs"));
        };
        let bytes = STANDARD.decode(key).map_err(|_| Error::KeyMalformed("the key is not base64"))?;
        let [ED25519, key @ ..] = bytes.as_slice() else { return Err(Error::KeyMalformed("the key is not of kind Ed25519")) };
        let key = VerifyingKey::try_from(key).map_err(|_| Error::KeyMalformed("the key is not a point of Ed25519"))?;
        let read = Self::new(name, key)?;
        if hex::encode(read.id) == id { Ok(read) } else { Err(Error::KeyMalformed("the id does not belong to the key")) }
    }

    /// The key's name.
    pub fn name(&self) -> &str {
        &self.name
    }

    pub(crate) fn id(&self) -> [u8; 4] {
        self.id
    }

    pub(crate) fn verifies(&self, text: &str, signature: &[u8; 64]) -> bool {
        self.key.verify_strict(text.as_bytes(), &Signature::from_bytes(signature)).is_ok()
    }
}

/// The first four bytes of SHA-256(name, newline, algorithm, key): a hint, not a proof.
fn key_id(name: &str, key: &VerifyingKey) -> [u8; 4] {
    let digest: [u8; 32] = Sha256::new().chain_update(name).chain_update([b'\n', ED25519]).chain_update(key.as_bytes()).finalize().into();
    let [a, b, c, d, ..] = digest;
    [a, b, c, d]
}

impl fmt::Display for VerifierKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut key = vec![ED25519];
        key.extend(self.key.as_bytes());
        write!(f, "{}+{}+{}", self.name, hex::encode(self.id), STANDARD.encode(key))
    }
}

impl FromStr for VerifierKey {
    type Err = Error;
    fn from_str(text: &str) -> Result<Self> {
        Self::parse(text)
    }
}

impl Serialize for VerifierKey {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for VerifierKey {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::parse(&String::deserialize(deserializer)?).map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A key in the wild, made by another implementation: its id proves that ours is derived alike.
    const FOREIGN: &str = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";

    #[test]
    fn reads_and_writes_the_text_form() -> Result<()> {
        let key = VerifierKey::parse(FOREIGN)?;

        assert_eq!(key.name(), "PeterNeumann");
        assert_eq!(key.to_string(), FOREIGN);
        Ok(())
    }

    #[test]
    fn refuses_what_is_not_a_key() {
        let other_name = FOREIGN.replace("Peter", "Petra");
        let other_kind = FOREIGN.replace("+ARpc", "+AhpC");
        for text in ["", "a", "a+b", "a+00000000+AA==", "+c74f20a3+AQ==", &other_name, &other_kind, &FOREIGN[..FOREIGN.len() - 4]] {
            assert!(matches!(VerifierKey::parse(text), Err(Error::KeyMalformed(_))), "{text}");
        }
    }
}

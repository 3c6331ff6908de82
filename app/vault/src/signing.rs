//! Ed25519 key pairs that know what they may sign.

use std::fmt;

use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use rand::CryptoRng;
use sha2::{Digest, Sha256};

use crate::{Error, Result, Secret, SecretBytes};

const VERSION: u8 = 1;

/// What a key pair may sign; it is stored with the key, so that one kind of key cannot stand in for another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Purpose {
    /// API keys of customers.
    ApiKeys,
    /// Signed heads of the ledger.
    Checkpoints,
    /// Tokens that say for which person a call is made.
    UserTokens,
}

impl Purpose {
    const fn tag(self) -> u8 {
        match self {
            Self::ApiKeys => 1,
            Self::Checkpoints => 2,
            Self::UserTokens => 3,
        }
    }
}

/// A private key with its purpose.
pub struct SigningKeyPair {
    purpose: Purpose,
    private: SigningKey,
    public: PublicKey,
}

impl SigningKeyPair {
    /// A new key pair.
    pub fn generate(purpose: Purpose, rng: &mut (impl CryptoRng + ?Sized)) -> Self {
        Self::from_seed(purpose, &Secret::random(rng))
    }

    /// What the key may sign.
    pub const fn purpose(&self) -> Purpose {
        self.purpose
    }

    /// The short name under which verifiers find the public half.
    pub fn kid(&self) -> &str {
        self.public.kid()
    }

    /// The half that may be shown.
    pub const fn public(&self) -> &PublicKey {
        &self.public
    }

    /// Signs a message.
    pub fn sign(&self, message: &[u8]) -> [u8; 64] {
        self.private.sign(message).to_bytes()
    }

    /// The private key in the form to seal in a [`crate::Vault`]: version, purpose, seed.
    pub fn to_bytes(&self) -> SecretBytes {
        let mut bytes = SecretBytes::new(Vec::with_capacity(34));
        bytes.expose_mut().extend([VERSION, self.purpose.tag()]);
        bytes.expose_mut().extend_from_slice(self.private.as_bytes());
        bytes
    }

    /// Reads what [`Self::to_bytes`] made; a key of another purpose is refused.
    pub fn from_bytes(purpose: Purpose, bytes: &SecretBytes) -> Result<Self> {
        let Some((&[VERSION, tag], seed)) = bytes.expose().split_first_chunk() else {
            return Err(Error::NotASigningKey);
        };
        let seed = Secret::copied_from(seed).filter(|_| tag == purpose.tag()).ok_or(Error::NotASigningKey)?;
        Ok(Self::from_seed(purpose, &seed))
    }

    fn from_seed(purpose: Purpose, seed: &Secret<[u8; 32]>) -> Self {
        let private = SigningKey::from_bytes(seed.expose());
        let public = PublicKey::named(private.verifying_key());
        Self { purpose, private, public }
    }
}

impl fmt::Debug for SigningKeyPair {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SigningKeyPair({} for {:?})", self.kid(), self.purpose)
    }
}

/// The half of a key pair that verifies.
#[derive(Clone, PartialEq, Eq)]
pub struct PublicKey {
    kid: String,
    key: VerifyingKey,
}

impl PublicKey {
    /// Reads the 32 bytes of an Ed25519 public key; keys for which signatures can be made up are refused.
    pub fn from_bytes(bytes: &[u8; 32]) -> Result<Self> {
        let key = VerifyingKey::from_bytes(bytes).map_err(|_| Error::NotAPublicKey)?;
        if key.is_weak() { Err(Error::NotAPublicKey) } else { Ok(Self::named(key)) }
    }

    /// The 32 bytes, to publish or pin.
    pub fn to_bytes(&self) -> [u8; 32] {
        self.key.to_bytes()
    }

    /// The first 8 hexadecimal digits of the key's SHA-256. It finds a key; it does not prove one.
    pub fn kid(&self) -> &str {
        &self.kid
    }

    /// Whether the holder of the private key signed exactly this message. Strict: one message and key have one accepted
    /// encoding of a signature.
    pub fn verifies(&self, message: &[u8], signature: &[u8; 64]) -> bool {
        self.key.verify_strict(message, &Signature::from_bytes(signature)).is_ok()
    }

    fn named(key: VerifyingKey) -> Self {
        let mut kid = hex::encode(Sha256::digest(key.as_bytes()));
        kid.truncate(8);
        Self { kid, key }
    }
}

impl fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PublicKey({})", self.kid)
    }
}

#[cfg(test)]
mod tests {
    use rand::{SeedableRng, rngs::StdRng};

    use super::*;

    fn pair(seed: u64) -> SigningKeyPair {
        SigningKeyPair::generate(Purpose::Checkpoints, &mut StdRng::seed_from_u64(seed))
    }

    #[test]
    fn agrees_with_rfc_8032() {
        // Section 7.1, test 2.
        let seed = hex::decode("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb").unwrap();
        let pair = SigningKeyPair::from_seed(Purpose::ApiKeys, &Secret::copied_from(&seed).unwrap());

        assert_eq!(hex::encode(pair.public().to_bytes()), "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c");
        assert_eq!(
            hex::encode(pair.sign(&[0x72])),
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
        );
    }

    #[test]
    fn a_signature_holds_for_its_message_and_key_only() {
        let pair = pair(1);
        let signature = pair.sign(b"head 7");

        assert!(pair.public().verifies(b"head 7", &signature));
        assert!(!pair.public().verifies(b"head 8", &signature));
        assert!(!self::pair(2).public().verifies(b"head 7", &signature));
    }

    #[test]
    fn a_stored_key_is_the_same_key() {
        let pair = pair(1);

        let again = SigningKeyPair::from_bytes(Purpose::Checkpoints, &pair.to_bytes()).unwrap();

        assert_eq!(again.public(), pair.public());
        assert_eq!(again.sign(b"x"), pair.sign(b"x"));
    }

    #[test]
    fn a_key_of_another_purpose_or_shape_is_refused() {
        let bytes = pair(1).to_bytes();
        let good = bytes.expose();

        assert!(SigningKeyPair::from_bytes(Purpose::ApiKeys, &bytes).is_err());
        for bad in [vec![], vec![1, 2], good[..33].to_vec(), [good.as_slice(), &[0]].concat(), [&[9], &good[1..]].concat()] {
            assert!(matches!(SigningKeyPair::from_bytes(Purpose::Checkpoints, &bad.into()), Err(Error::NotASigningKey)));
        }
    }

    #[test]
    fn weak_public_keys_are_refused() {
        let mut identity = [0; 32];
        identity[0] = 1;

        for weak in [identity, [0; 32]] {
            assert!(matches!(PublicKey::from_bytes(&weak), Err(Error::NotAPublicKey)));
        }
        assert_eq!(PublicKey::from_bytes(&pair(1).public().to_bytes()).unwrap().kid(), pair(1).kid());
    }

    #[test]
    fn the_kid_is_eight_digits_of_the_public_keys_hash() {
        let digest = hex::encode(Sha256::digest(pair(1).public().to_bytes()));

        assert_eq!(pair(1).kid(), &digest[..8]);
    }
}

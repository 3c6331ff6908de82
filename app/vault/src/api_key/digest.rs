use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

/// What is stored instead of a key. A plain hash is enough, since a key holds 128 random bits and a signature.
pub fn digest(key: &str) -> [u8; 32] {
    Sha256::digest(key.as_bytes()).into()
}

/// Compares two digests in constant time.
pub fn digest_eq(stored: &[u8; 32], presented: &[u8; 32]) -> bool {
    stored.ct_eq(presented).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_sha_256() {
        assert_eq!(hex::encode(digest("abc")), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    #[test]
    fn digests_of_different_keys_differ() {
        assert!(digest_eq(&digest("a"), &digest("a")));
        assert!(!digest_eq(&digest("a"), &digest("b")));
    }
}

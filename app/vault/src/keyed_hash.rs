use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use zeroize::Zeroizing;

use crate::{Secret, context::joined};

/// The bytes of a SHA-256 block, to which HMAC pads its key.
const BLOCK_BYTES: usize = 64;

/// HMAC-SHA256 under a 32 byte key, ready for the message.
pub(crate) fn hmac(key: &Secret<[u8; 32]>) -> Hmac<Sha256> {
    // HMAC pads short keys with zeros to one block; padding here makes the construction infallible.
    let mut block = Zeroizing::new([0; BLOCK_BYTES]);
    block.iter_mut().zip(key.expose()).for_each(|(slot, byte)| *slot = *byte);
    Hmac::new((&*block).into())
}

/// A key for one use, from a root key that is never used itself.
pub(crate) fn derive(root: &Secret<[u8; 32]>, label: &str, scope: &[u8]) -> Secret<[u8; 32]> {
    let mut key = Secret::new([0; 32]);
    let mut derived = hmac(root).chain_update(joined(&[label.as_bytes(), scope])).finalize().into_bytes();
    key.expose_mut().copy_from_slice(&derived);
    zeroize::Zeroize::zeroize(derived.as_mut_slice());
    key
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agrees_with_hmac_sha256_of_a_32_byte_key() {
        let key = Secret::new(std::array::from_fn(|i| u8::try_from(i).unwrap()));

        let tag = hmac(&key).chain_update(b"what do ya want for nothing?").finalize().into_bytes();

        assert_eq!(hex::encode(tag), "099805f4ac310786968565c098db515cc50862b420ae31e20238312344bed36a");
    }

    #[test]
    fn label_and_scope_give_different_keys() {
        let root = Secret::new([7; 32]);

        assert!(derive(&root, "a", b"") != derive(&root, "b", b""));
        assert!(derive(&root, "a", b"1") != derive(&root, "a", b"2"));
        assert!(derive(&root, "ab", b"c") != derive(&root, "a", b"bc"));
        assert!(derive(&root, "a", b"1") != derive(&Secret::new([8; 32]), "a", b"1"));
        assert!(derive(&root, "a", b"1") == derive(&root, "a", b"1"));
    }
}

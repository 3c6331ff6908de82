use aes_gcm::{
    Aes256Gcm, KeyInit,
    aead::{Aead, Payload},
};
use rand::{TryRng, rngs::SysRng};

use crate::{Error, Result, Secret, SecretBytes};

/// The bytes of an AES-256 key.
pub(crate) const KEY_BYTES: usize = 32;
/// The bytes of a GCM nonce.
pub(crate) const NONCE_BYTES: usize = 12;

/// A key for one purpose.
pub(crate) type CipherKey = Secret<[u8; KEY_BYTES]>;

/// Encrypts and authenticates; the tag follows the ciphertext.
pub(crate) fn encrypt(key: &CipherKey, nonce: [u8; NONCE_BYTES], plaintext: &[u8], bound_to: &[u8]) -> Result<Vec<u8>> {
    let cipher = Aes256Gcm::new(key.expose().into());
    // The only failure of AES-GCM encryption is a message beyond 64 GiB.
    cipher.encrypt(&nonce.into(), Payload { msg: plaintext, aad: bound_to }).map_err(|_| Error::TooLong)
}

/// The plaintext, or nothing at all.
pub(crate) fn decrypt(key: &CipherKey, nonce: [u8; NONCE_BYTES], ciphertext: &[u8], bound_to: &[u8]) -> Result<SecretBytes> {
    let cipher = Aes256Gcm::new(key.expose().into());
    cipher.decrypt(&nonce.into(), Payload { msg: ciphertext, aad: bound_to }).map(Secret::new).map_err(|_| Error::CannotOpen)
}

/// A key from the operating system.
pub(crate) fn random_key() -> Result<CipherKey> {
    let mut key = CipherKey::new([0; KEY_BYTES]);
    SysRng.try_fill_bytes(key.expose_mut()).map_err(|_| Error::NoRandomness)?;
    Ok(key)
}

/// A nonce from the operating system.
pub(crate) fn random_nonce() -> Result<[u8; NONCE_BYTES]> {
    let mut nonce = [0; NONCE_BYTES];
    SysRng.try_fill_bytes(&mut nonce).map_err(|_| Error::NoRandomness)?;
    Ok(nonce)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agrees_with_the_published_aes_256_gcm_vector() {
        // Test case 16 of the GCM specification by McGrew and Viega.
        let key = Secret::copied_from(&hex::decode("feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308").unwrap()).unwrap();
        let nonce = hex::decode("cafebabefacedbaddecaf888").unwrap().try_into().unwrap();
        let plaintext = hex::decode(
            "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39",
        )
        .unwrap();
        let bound_to = hex::decode("feedfacedeadbeeffeedfacedeadbeefabaddad2").unwrap();

        let ciphertext = encrypt(&key, nonce, &plaintext, &bound_to).unwrap();

        assert_eq!(
            hex::encode(&ciphertext),
            "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f66276fc6ece0f4e1768cddf8853bb2d551b"
        );
        assert!(decrypt(&key, nonce, &ciphertext, &bound_to).unwrap().matches(&plaintext));
    }

    #[test]
    fn a_changed_bit_opens_nothing() {
        let (key, nonce) = (random_key().unwrap(), random_nonce().unwrap());
        let sealed = encrypt(&key, nonce, b"value", b"context").unwrap();

        for byte in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[byte] ^= 1;
            assert!(matches!(decrypt(&key, nonce, &changed, b"context"), Err(Error::CannotOpen)), "byte {byte}");
        }
        assert!(decrypt(&key, nonce, &sealed, b"contexT").is_err());
        assert!(decrypt(&random_key().unwrap(), nonce, &sealed, b"context").is_err());
        assert!(decrypt(&key, nonce, b"", b"context").is_err());
    }
}

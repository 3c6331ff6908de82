use std::fmt;

use crate::{Error, Result, cipher::NONCE_BYTES};

/// The layout below: version, key id, wrapped key, nonce, ciphertext.
const VERSION: u8 = 1;
/// A ciphertext is never shorter than its tag.
const TAG_BYTES: usize = 16;

/// One value under its own data key, ready for a `bytea` column. Nothing in it is secret.
#[derive(Clone, PartialEq, Eq)]
pub struct Sealed {
    pub(crate) key_id: String,
    pub(crate) wrapped_key: Vec<u8>,
    pub(crate) nonce: [u8; NONCE_BYTES],
    pub(crate) ciphertext: Vec<u8>,
}

impl Sealed {
    /// The key that wraps this value's data key.
    pub fn key_id(&self) -> &str {
        &self.key_id
    }

    /// The stored form: one version byte, key id and wrapped key each after a 16 bit length, nonce, ciphertext.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = vec![VERSION];
        for part in [self.key_id.as_bytes(), &self.wrapped_key] {
            // `Sealed` is built only by `from_bytes` and `new`, which keep both parts within 16 bits.
            let length = u16::try_from(part.len()).unwrap_or(u16::MAX);
            bytes.extend_from_slice(&length.to_be_bytes());
            bytes.extend_from_slice(part);
        }
        bytes.extend_from_slice(&self.nonce);
        bytes.extend_from_slice(&self.ciphertext);
        bytes
    }

    /// Reads the stored form. Whether it opens is for [`crate::Vault::open`] to find out.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self> {
        Self::read(bytes).ok_or(Error::NotSealed)
    }

    pub(crate) fn new(key_id: &str, wrapped_key: Vec<u8>, nonce: [u8; NONCE_BYTES], ciphertext: Vec<u8>) -> Result<Self> {
        if key_id.len().max(wrapped_key.len()) > usize::from(u16::MAX) {
            return Err(Error::TooLong);
        }
        Ok(Self { key_id: key_id.to_owned(), wrapped_key, nonce, ciphertext })
    }

    fn read(bytes: &[u8]) -> Option<Self> {
        let (version, rest) = bytes.split_first()?;
        if *version != VERSION {
            return None;
        }
        let (key_id, rest) = read_part(rest)?;
        let (wrapped_key, rest) = read_part(rest)?;
        let (nonce, ciphertext) = rest.split_first_chunk()?;
        if ciphertext.len() < TAG_BYTES {
            return None;
        }
        let key_id = str::from_utf8(key_id).ok()?;
        Self::new(key_id, wrapped_key.to_vec(), *nonce, ciphertext.to_vec()).ok()
    }
}

impl fmt::Debug for Sealed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Sealed({} bytes under {})", self.ciphertext.len(), self.key_id)
    }
}

fn read_part(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let (length, rest) = bytes.split_first_chunk()?;
    rest.split_at_checked(usize::from(u16::from_be_bytes(*length)))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn example() -> Sealed {
        Sealed::new("local-1", vec![1; 60], [2; NONCE_BYTES], vec![3; 20]).unwrap()
    }

    #[test]
    fn the_layout_does_not_change() {
        let sealed = Sealed::new("k", vec![0xAA, 0xBB], [0xCC; NONCE_BYTES], vec![0xDD; 16]).unwrap();

        assert_eq!(hex::encode(sealed.to_bytes()), format!("0100016b0002aabb{}{}", "cc".repeat(12), "dd".repeat(16)));
    }

    #[test]
    fn every_truncation_is_refused_or_reads_differently() {
        let bytes = example().to_bytes();

        for length in 0..bytes.len() {
            assert!(Sealed::from_bytes(&bytes[..length]).ok() != Some(example()), "{length} bytes");
        }
        assert!(matches!(Sealed::from_bytes(&bytes[..bytes.len() - 5]), Err(Error::NotSealed)), "shorter than a tag");
    }

    #[test]
    fn another_version_is_refused() {
        let mut bytes = example().to_bytes();
        bytes[0] = 2;

        assert!(matches!(Sealed::from_bytes(&bytes), Err(Error::NotSealed)));
    }

    #[test]
    fn parts_beyond_their_length_field_are_refused() {
        assert!(matches!(Sealed::new("k", vec![0; 65_536], [0; NONCE_BYTES], vec![0; 16]), Err(Error::TooLong)));
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
            if let Ok(sealed) = Sealed::from_bytes(&bytes) {
                prop_assert_eq!(sealed.to_bytes(), bytes);
            }
        }

        #[test]
        fn a_changed_byte_never_panics(at in 0_usize..120, to in any::<u8>()) {
            let mut bytes = example().to_bytes();
            let at = at % bytes.len();
            bytes[at] = to;

            if let Ok(sealed) = Sealed::from_bytes(&bytes) {
                prop_assert_eq!(sealed.to_bytes(), bytes);
            }
        }

        #[test]
        fn stored_values_read_back(key_id in "\\PC{0,40}", wrapped in prop::collection::vec(any::<u8>(), 0..300), text in prop::collection::vec(any::<u8>(), 16..400)) {
            let sealed = Sealed::new(&key_id, wrapped, [9; NONCE_BYTES], text).unwrap();

            prop_assert_eq!(Sealed::from_bytes(&sealed.to_bytes()).unwrap(), sealed);
        }
    }
}

use std::fmt;

use rand::CryptoRng;
use serde::{Deserialize, Deserializer};
use subtle::ConstantTimeEq;
use zeroize::Zeroize;

/// A value that is never printed and is overwritten when dropped.
///
/// It lives in a box, so that moving the secret moves a pointer and leaves no copy behind. There is no `Display` and no
/// `Serialize`: the only way to the value is [`Secret::expose`], which a reviewer can search for.
pub struct Secret<T: Zeroize>(Box<T>);

/// A secret text: password, token, API key.
pub type SecretString = Secret<String>;

/// Secret bytes: an opened value, a serialised key.
pub type SecretBytes = Secret<Vec<u8>>;

impl<T: Zeroize> Secret<T> {
    /// Takes the value in.
    pub fn new(value: T) -> Self {
        Self(Box::new(value))
    }

    /// The value, for the moment of use.
    pub fn expose(&self) -> &T {
        &self.0
    }

    /// Lets one place fill the value in, without a copy on the stack.
    pub(crate) fn expose_mut(&mut self) -> &mut T {
        &mut self.0
    }
}

impl<const N: usize> Secret<[u8; N]> {
    /// `N` random bytes.
    pub fn random(rng: &mut (impl CryptoRng + ?Sized)) -> Self {
        let mut secret = Self::new([0; N]);
        rng.fill_bytes(secret.expose_mut());
        secret
    }

    /// A copy of exactly `N` bytes; `None` for any other length.
    pub fn copied_from(bytes: &[u8]) -> Option<Self> {
        let mut secret = Self::new([0; N]);
        if bytes.len() != N {
            return None;
        }
        secret.expose_mut().copy_from_slice(bytes);
        Some(secret)
    }
}

impl<T: Zeroize + AsRef<[u8]>> Secret<T> {
    /// Compares in a time that depends on the lengths alone.
    pub fn matches(&self, candidate: impl AsRef<[u8]>) -> bool {
        let own: &[u8] = (*self.0).as_ref();
        own.ct_eq(candidate.as_ref()).into()
    }
}

impl<T: Zeroize + AsRef<[u8]>> PartialEq for Secret<T> {
    fn eq(&self, other: &Self) -> bool {
        self.matches(other.expose())
    }
}

impl<T: Zeroize + AsRef<[u8]>> Eq for Secret<T> {}

impl<T: Zeroize + Clone> Clone for Secret<T> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<T: Zeroize> Drop for Secret<T> {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl<T: Zeroize> fmt::Debug for Secret<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[secret]")
    }
}

impl<T: Zeroize> From<T> for Secret<T> {
    fn from(value: T) -> Self {
        Self::new(value)
    }
}

impl<'de, T: Zeroize + Deserialize<'de>> Deserialize<'de> for Secret<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::deserialize(deserializer).map(Self::new)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use super::*;

    /// Bytes that a test can still look at after their secret is gone.
    struct Watched(Arc<Mutex<[u8; 32]>>);

    impl Zeroize for Watched {
        fn zeroize(&mut self) {
            self.0.lock().unwrap().zeroize();
        }
    }

    #[test]
    fn dropping_overwrites_the_value() {
        let buffer = Arc::new(Mutex::new([0xA5; 32]));
        let secret = Secret::new(Watched(Arc::clone(&buffer)));
        assert_eq!(*secret.expose().0.lock().unwrap(), [0xA5; 32]);

        drop(secret);

        assert_eq!(*buffer.lock().unwrap(), [0; 32]);
    }

    #[test]
    fn debug_says_only_that_it_is_a_secret() {
        let secret = SecretString::new("hunter2".to_owned());

        assert_eq!(format!("{secret:?}"), "[secret]");
        assert_eq!(format!("{:#?}", Some(secret)), "Some(\n    [secret],\n)");
    }

    #[test]
    fn secrets_compare_by_value() {
        let secret = SecretString::new("s3cret".to_owned());

        assert!(secret == SecretString::new("s3cret".to_owned()));
        assert!(secret != SecretString::new("s3creT".to_owned()));
        assert!(secret != SecretString::new("s3cre".to_owned()));
        assert!(secret.matches("s3cret") && !secret.matches(""));
    }

    #[test]
    fn a_secret_is_read_from_configuration() {
        let secret: SecretString = serde_json::from_str(r#""s3cret""#).unwrap();

        assert_eq!(secret.expose(), "s3cret");
    }

    #[test]
    fn a_copy_has_exactly_the_asked_length() {
        assert!(Secret::<[u8; 4]>::copied_from(&[1, 2, 3]).is_none());
        assert!(Secret::<[u8; 4]>::copied_from(&[1, 2, 3, 4, 5]).is_none());
        assert!(Secret::<[u8; 4]>::copied_from(&[1, 2, 3, 4]).unwrap().matches([1, 2, 3, 4]));
    }
}

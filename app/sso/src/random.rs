use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use rand::CryptoRng;
use vault::SecretString;

/// A value that nobody can guess and that is compared, not read: 256 bits, 43 characters.
pub type Handle = SecretString;

/// A new handle.
pub fn random_handle(rng: &mut (impl CryptoRng + ?Sized)) -> Handle {
    Handle::new(URL_SAFE_NO_PAD.encode(bytes::<32>(rng)))
}

/// An id for a SAML message: 160 random bits behind a letter, since the type is an XML name.
pub(crate) fn message_id(rng: &mut (impl CryptoRng + ?Sized)) -> String {
    format!("_{}", hex::encode(bytes::<20>(rng)))
}

fn bytes<const N: usize>(rng: &mut (impl CryptoRng + ?Sized)) -> [u8; N] {
    let mut bytes = [0; N];
    rng.fill_bytes(&mut bytes);
    bytes
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn ten_thousand_values_are_all_different_and_long_enough() {
        let mut rng = rand::rng();
        let ids: HashSet<_> = (0..10_000).map(|_| message_id(&mut rng)).collect();
        let handles: HashSet<_> = (0..10_000).map(|_| random_handle(&mut rng).expose().clone()).collect();

        assert_eq!((ids.len(), handles.len()), (10_000, 10_000));
        assert!(ids.iter().all(|id| id.len() == 41) && handles.iter().all(|handle| handle.len() == 43));
    }
}

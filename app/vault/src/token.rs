//! Short texts that a caller carries for us and cannot make or change: context ids, and fingerprints of found values.

use std::fmt;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use hmac::Mac as _;

use crate::{Secret, context::joined, keyed_hash};

/// 128 bits of tag: enough against guessing online, short enough for an id.
const TAG_BYTES: usize = 16;
/// Tokens are short; longer texts are refused before any work.
const MAX_TOKEN_CHARS: usize = 2048;

/// Authenticates tokens and fingerprints values, each under a key of its own.
pub struct Mac {
    tokens: Secret<[u8; 32]>,
    fingerprints: Secret<[u8; 32]>,
    /// Those of other root keys, which read and do not issue.
    others: Vec<Secret<[u8; 32]>>,
}

const TOKENS: &str = "axonflow/mac/1/tokens";

impl Mac {
    /// Derives the keys from a root key, which is dropped.
    #[expect(clippy::needless_pass_by_value, reason = "the root key must not outlive the derivation")]
    pub fn new(key: Secret<[u8; 32]>) -> Self {
        let derived = |label| keyed_hash::derive(&key, label, b"");
        Self { tokens: derived(TOKENS), fingerprints: derived("axonflow/mac/1/fingerprints"), others: Vec::new() }
    }

    /// Also reads tokens that another root key issued, before this one or after it. Fingerprints stay this key's.
    #[must_use]
    #[expect(clippy::needless_pass_by_value, reason = "the root key must not outlive the derivation")]
    pub fn also_reads(mut self, other: Secret<[u8; 32]>) -> Self {
        self.others.push(keyed_hash::derive(&other, TOKENS, b""));
        self
    }

    /// A token that says `payload` for one purpose. It hides nothing: the payload can be read by whoever holds it.
    pub fn issue(&self, purpose: &str, payload: &[u8]) -> String {
        let tag = token_mac(&self.tokens, purpose, payload).finalize().into_bytes();
        let mut bytes = payload.to_vec();
        bytes.extend(tag.iter().take(TAG_BYTES));
        URL_SAFE_NO_PAD.encode(bytes)
    }

    /// The payload of a token that this key, or another that it also reads, issued for this purpose.
    pub fn read(&self, purpose: &str, token: &str) -> Option<Vec<u8>> {
        if token.len() > MAX_TOKEN_CHARS {
            return None;
        }
        let bytes = URL_SAFE_NO_PAD.decode(token).ok()?;
        let (payload, tag) = bytes.split_last_chunk::<TAG_BYTES>()?;
        let mut keys = std::iter::once(&self.tokens).chain(&self.others);
        let is_ours = keys.any(|key| token_mac(key, purpose, payload).verify_truncated_left(tag).is_ok());
        is_ours.then(|| payload.to_vec())
    }

    /// A keyed fingerprint, 32 hexadecimal digits: equal values of a kind look equal, and nobody without the key can
    /// find a value by trying all of them.
    pub fn fingerprint(&self, kind: &str, value: &str) -> String {
        let message = joined(&[kind.as_bytes(), value.as_bytes()]);
        let mut digits = hex::encode(keyed_hash::hmac(&self.fingerprints).chain_update(message).finalize().into_bytes());
        digits.truncate(32);
        digits
    }
}

fn token_mac(key: &Secret<[u8; 32]>, purpose: &str, payload: &[u8]) -> hmac::Hmac<sha2::Sha256> {
    keyed_hash::hmac(key).chain_update(joined(&[purpose.as_bytes(), payload]))
}

impl fmt::Debug for Mac {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Mac([secret])")
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn mac() -> Mac {
        Mac::new(Secret::new([7; 32]))
    }

    #[test]
    fn a_token_reads_back_for_its_purpose_and_key_only() {
        let token = mac().issue("context", b"payload");

        assert_eq!(mac().read("context", &token).as_deref(), Some(b"payload".as_slice()));
        assert_eq!(mac().read("cursor", &token), None);
        assert_eq!(Mac::new(Secret::new([8; 32])).read("context", &token), None);
    }

    #[test]
    fn tokens_of_a_former_key_are_read_and_no_longer_issued() {
        let former = Mac::new(Secret::new([8; 32]));
        let both = mac().also_reads(Secret::new([8; 32]));

        assert_eq!(both.read("context", &former.issue("context", b"old")).as_deref(), Some(b"old".as_slice()));
        assert_eq!(both.read("cursor", &former.issue("context", b"old")), None);
        assert_eq!(both.issue("context", b"new"), mac().issue("context", b"new"));
        assert_eq!(both.fingerprint("us_ssn", "1"), mac().fingerprint("us_ssn", "1"));
    }

    #[test]
    fn bytes_do_not_move_between_purpose_and_payload() {
        let token = mac().issue("ab", b"c");

        assert_eq!(mac().read("a", &token), None);
        assert_ne!(mac().issue("ab", b"c"), mac().issue("a", b"bc"));
    }

    #[test]
    fn every_changed_bit_is_refused() {
        let bytes = URL_SAFE_NO_PAD.decode(mac().issue("context", b"payload")).unwrap();

        for bit in 0..bytes.len() * 8 {
            let mut changed = bytes.clone();
            changed[bit / 8] ^= 1 << (bit % 8);
            assert_eq!(mac().read("context", &URL_SAFE_NO_PAD.encode(changed)), None, "bit {bit}");
        }
    }

    #[test]
    fn only_whole_canonical_short_tokens_are_read() {
        let token = mac().issue("context", b"");

        assert_eq!(mac().read("context", &token), Some(Vec::new()));
        for bad in [String::new(), format!("{token}="), format!(" {token}"), token[..20].to_owned(), "A".repeat(4096)] {
            assert_eq!(mac().read("context", &bad), None, "{bad:.30}");
        }
        assert_eq!(mac().read("context", &mac().issue("context", &[0; 4000])), None, "too long");
    }

    #[test]
    fn fingerprints_depend_on_key_kind_and_value() {
        let print = mac().fingerprint("us_ssn", "123-45-6789");

        assert_eq!(print, mac().fingerprint("us_ssn", "123-45-6789"));
        assert!(print.len() == 32 && print.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f')));
        assert_ne!(print, mac().fingerprint("us_ssn", "123-45-6780"));
        assert_ne!(print, mac().fingerprint("us_itin", "123-45-6789"));
        assert_ne!(mac().fingerprint("ab", "c"), mac().fingerprint("a", "bc"));
        assert_ne!(print, Mac::new(Secret::new([8; 32])).fingerprint("us_ssn", "123-45-6789"));
    }

    proptest! {
        #[test]
        fn any_text_is_refused_without_a_panic(text in "\\PC{0,120}") {
            prop_assert_eq!(mac().read("context", &text), None);
        }

        #[test]
        fn any_payload_reads_back(payload in prop::collection::vec(any::<u8>(), 0..300)) {
            prop_assert_eq!(mac().read("p", &mac().issue("p", &payload)), Some(payload));
        }
    }
}

//! Recovery codes: for the day when the authenticator is gone. Each works once.
//!
//! A code holds 120 random bits, so a plain SHA-256 is a safe way to store it; guessing needs no slowing down.

use rand::CryptoRng;
use sha2::{Digest, Sha256};
use vault::{Secret, SecretString};

/// How many codes a person gets at a time.
pub const CODES: usize = 10;

/// Crockford's base32: no letter that looks like a digit, and no `u`.
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
/// 24 characters of 5 bits.
const CODE_CHARS: usize = 24;
const GROUP_CHARS: usize = 6;
/// Longer texts are refused before any work.
const MAX_TYPED_BYTES: usize = 128;

/// One code, in its canonical characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecoveryCode(Secret<[u8; CODE_CHARS]>);

/// A new set of codes, to show once; it replaces all earlier ones.
pub fn generate(rng: &mut (impl CryptoRng + ?Sized)) -> Vec<RecoveryCode> {
    (0..CODES).map(|_| RecoveryCode::random(rng)).collect()
}

/// What is stored instead of a code.
pub fn digest(code: &RecoveryCode) -> [u8; 32] {
    Sha256::digest(code.0.expose()).into()
}

impl RecoveryCode {
    /// Reads what a person typed: any case, `O` for `0`, `I` and `L` for `1`, hyphens and spaces anywhere.
    pub fn parse(typed: &str) -> Option<Self> {
        if typed.len() > MAX_TYPED_BYTES {
            return None;
        }
        let mut code = Vec::with_capacity(MAX_TYPED_BYTES);
        for character in typed.chars().filter(|c| !matches!(c, '-' | ' ')) {
            code.push(canonical(character)?);
        }
        let code = Secret::new(code);
        Secret::copied_from(code.expose()).map(Self)
    }

    /// The form to print: `xxxxxx-xxxxxx-xxxxxx-xxxxxx`.
    pub fn to_text(&self) -> SecretString {
        let groups = self.0.expose().chunks(GROUP_CHARS).map(String::from_utf8_lossy);
        SecretString::new(groups.collect::<Vec<_>>().join("-"))
    }

    fn random(rng: &mut (impl CryptoRng + ?Sized)) -> Self {
        let dice = Secret::<[u8; CODE_CHARS]>::random(rng);
        // 32 divides 256, so every character is equally likely.
        Self(Secret::new(dice.expose().map(|byte| ALPHABET[usize::from(byte % 32)])))
    }
}

fn canonical(character: char) -> Option<u8> {
    let folded = match character.to_ascii_lowercase() {
        'o' => b'0',
        'i' | 'l' => b'1',
        other => u8::try_from(other).ok()?,
    };
    ALPHABET.contains(&folded).then_some(folded)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use proptest::prelude::*;
    use rand::{SeedableRng, rngs::StdRng};

    use super::*;

    fn codes() -> Vec<RecoveryCode> {
        generate(&mut StdRng::seed_from_u64(1))
    }

    #[test]
    fn a_set_is_ten_different_codes() {
        let digests: HashSet<_> = codes().iter().map(digest).collect();

        assert_eq!(digests.len(), 10);
    }

    #[test]
    fn codes_are_printed_in_four_groups_of_six() {
        for code in codes() {
            let text = code.to_text();
            let groups: Vec<&str> = text.expose().split('-').collect();
            assert!(groups.len() == 4 && groups.iter().all(|group| group.len() == 6), "{}", text.expose());
            assert_eq!(RecoveryCode::parse(text.expose()), Some(code));
        }
    }

    #[test]
    fn every_character_of_the_alphabet_is_used() {
        let mut rng = StdRng::seed_from_u64(1);
        let seen: HashSet<u8> = (0..50).flat_map(|_| *RecoveryCode::random(&mut rng).0.expose()).collect();

        assert_eq!(seen, ALPHABET.iter().copied().collect());
    }

    #[test]
    fn typing_habits_do_not_matter() {
        let code = RecoveryCode::parse("0123ab-11zz99-000000-kmnpqr").unwrap();

        for typed in
            ["0123AB-11ZZ99-000000-KMNPQR", "O123abILzz99oOo0O0kmnpqr", " 0123ab 11zz 99000000 kmnpqr ", "--0123ab-il-zz99000000-kmnpqr"]
        {
            assert_eq!(RecoveryCode::parse(typed).map(|parsed| digest(&parsed)), Some(digest(&code)), "{typed}");
        }
    }

    #[test]
    fn other_texts_are_no_codes() {
        let good = codes()[0].to_text().expose().clone();

        for bad in [
            String::new(),
            good[1..].to_owned(),
            format!("{good}0"),
            good.replace('-', "_"),
            "u".repeat(24),
            "é".repeat(24),
            " ".repeat(4096),
        ] {
            assert_eq!(RecoveryCode::parse(&bad), None, "{bad:.40}");
        }
    }

    #[test]
    fn debug_shows_no_code() {
        assert_eq!(format!("{:?}", codes()[0]), "RecoveryCode([secret])");
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in "[0-9a-zA-Z\\- é]{0,40}") {
            if let Some(code) = RecoveryCode::parse(&text) {
                let printed = code.to_text();
                prop_assert_eq!(RecoveryCode::parse(printed.expose()), Some(code));
            }
        }
    }
}

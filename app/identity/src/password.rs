//! Password hashes: Argon2id, stored as PHC strings that carry their own parameters; imported ones until they are replaced.
//!
//! Passwords are taken as they are: no trimming, no case folding, no truncation. Each call costs tens of milliseconds and
//! 19 MiB of memory, so callers run it on the blocking pool and bound how many run at once.

use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version, password_hash::phc::PasswordHash};
use rand::CryptoRng;
use vault::SecretString;

use crate::imported_password;

/// Memory in KiB; with the two below the first choice of the OWASP password storage guide.
pub const MEMORY_KIB: u32 = 19_456;
/// Passes over the memory.
pub const PASSES: u32 = 2;
/// Lanes.
pub const LANES: u32 = 1;
/// Longer passwords are refused before hashing, so that nobody buys CPU time with megabytes.
pub const MAX_BYTES: usize = 1024;

const SALT_BYTES: usize = 16;
const OUTPUT_BYTES: usize = 32;
/// A hash with today's parameters of random bytes that were thrown away: no password matches it.
const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$9z6wSw/N+FSkcWNQYEojzg$FEq9HkM0vs/XuHQ+/AymKGRcYF5LqIblvi5Z0E1s/X8";

/// What a password check found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verified {
    /// The right password.
    Match,
    /// The right password, stored with parameters that are no longer ours: hash it again and store that.
    MatchNeedsRehash,
    /// The wrong password.
    NoMatch,
}

/// Why a password was not hashed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum HashError {
    /// Longer than [`MAX_BYTES`].
    #[error("the password is longer than {MAX_BYTES} bytes")]
    TooLong,
    /// Argon2 itself failed, for want of memory.
    #[error("the password could not be hashed")]
    Failed,
}

/// The PHC string to store for a password.
pub fn hash(password: &SecretString, rng: &mut (impl CryptoRng + ?Sized)) -> Result<String, HashError> {
    let password = bytes_within_limit(password).ok_or(HashError::TooLong)?;
    let mut salt = [0; SALT_BYTES];
    rng.fill_bytes(&mut salt);
    let hashed = hasher()?.hash_password_with_salt(password, &salt).map_err(|_| HashError::Failed)?;
    Ok(hashed.to_string())
}

/// Checks a password against a stored PHC string. A string that cannot be read matches nothing, at the usual cost.
///
/// A hash that was imported is checked as what it is, and asks to be replaced.
pub fn verify(password: &SecretString, stored: &str) -> Verified {
    if imported_password::is_imported(stored) {
        let matches = bytes_within_limit(password).is_some_and(|password| imported_password::matches(password, stored));
        return if matches { Verified::MatchNeedsRehash } else { Verified::NoMatch };
    }
    let Ok(stored) = PasswordHash::new(stored) else {
        return verify_nobody(password);
    };
    match bytes_within_limit(password).map(|password| Argon2::default().verify_password(password, &stored)) {
        Some(Ok(())) if is_current(&stored) => Verified::Match,
        Some(Ok(())) => Verified::MatchNeedsRehash,
        Some(Err(_)) | None => Verified::NoMatch,
    }
}

/// What to call when there is no such account: it takes as long as [`verify`], and nothing matches.
pub fn verify_nobody(password: &SecretString) -> Verified {
    if let (Some(password), Ok(nobody)) = (bytes_within_limit(password), PasswordHash::new(NOBODY)) {
        // The answer does not count; the work does.
        let _ = std::hint::black_box(Argon2::default().verify_password(password, &nobody));
    }
    Verified::NoMatch
}

fn bytes_within_limit(password: &SecretString) -> Option<&[u8]> {
    Some(password.expose().as_bytes()).filter(|bytes| bytes.len() <= MAX_BYTES)
}

fn parameters() -> argon2::Result<Params> {
    Params::new(MEMORY_KIB, PASSES, LANES, Some(OUTPUT_BYTES))
}

fn hasher() -> Result<Argon2<'static>, HashError> {
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, parameters().map_err(|_| HashError::Failed)?))
}

fn is_current(stored: &PasswordHash) -> bool {
    let same_parameters = match (Params::try_from(stored), parameters()) {
        (Ok(stored), Ok(ours)) => stored == ours,
        (Err(_), _) | (_, Err(_)) => false,
    };
    same_parameters
        && stored.algorithm == Algorithm::Argon2id.ident()
        && stored.version == Some(Version::V0x13.into())
        && stored.salt.as_ref().is_some_and(|salt| salt.len() == SALT_BYTES)
        && stored.hash.as_ref().is_some_and(|output| output.len() == OUTPUT_BYTES)
}

#[cfg(test)]
mod tests {
    use argon2::password_hash::CustomizedPasswordHasher;
    use rand::{SeedableRng, rngs::StdRng};

    use super::*;

    fn secret(text: &str) -> SecretString {
        SecretString::new(text.to_owned())
    }

    fn hashed(text: &str) -> String {
        hash(&secret(text), &mut StdRng::seed_from_u64(1)).unwrap()
    }

    fn hashed_otherwise(algorithm: &str, version: u32, memory: u32, passes: u32, salt: &[u8]) -> String {
        let parameters = Params::new(memory, passes, 1, Some(OUTPUT_BYTES)).unwrap();
        Argon2::default().hash_password_customized(b"correct horse", salt, Some(algorithm), Some(version), parameters).unwrap().to_string()
    }

    #[test]
    fn the_stored_form_names_argon2id_and_its_parameters() {
        let stored = hashed("correct horse");

        assert!(stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{stored}");
        assert!(!stored.contains("correct"));
    }

    #[test]
    fn only_the_exact_password_matches() {
        let stored = hashed("Correct horse 🐎\0x");

        assert_eq!(verify(&secret("Correct horse 🐎\0x"), &stored), Verified::Match);
        for wrong in ["correct horse 🐎\0x", " Correct horse 🐎\0x", "Correct horse 🐎\0x ", "Correct horse 🐎", "Correct horse 🐎\0y", ""]
        {
            assert_eq!(verify(&secret(wrong), &stored), Verified::NoMatch, "{wrong:?}");
        }
    }

    #[test]
    fn every_byte_of_a_long_password_counts() {
        let long = "x".repeat(MAX_BYTES);
        let stored = hashed(&long);

        assert_eq!(verify(&secret(&long), &stored), Verified::Match);
        assert_eq!(verify(&secret(&format!("{}y", &long[1..])), &stored), Verified::NoMatch);
        assert_eq!(verify(&secret(&format!("{}y{}", &long[..72], &long[73..])), &stored), Verified::NoMatch, "the 73rd byte");
    }

    #[test]
    fn too_long_passwords_are_refused_before_hashing() {
        let long = secret(&"x".repeat(MAX_BYTES + 1));

        assert_eq!(hash(&long, &mut StdRng::seed_from_u64(1)), Err(HashError::TooLong));
        assert_eq!(verify(&long, &hashed("x")), Verified::NoMatch);
        assert_eq!(verify_nobody(&long), Verified::NoMatch);
    }

    #[test]
    fn equal_passwords_have_different_salts() {
        let mut rng = StdRng::seed_from_u64(1);
        let two = [(); 2].map(|()| hash(&secret("correct horse"), &mut rng).unwrap());

        assert_ne!(two[0], two[1]);
        assert!(two.iter().all(|stored| verify(&secret("correct horse"), stored) == Verified::Match));
    }

    #[test]
    fn hashes_of_other_strength_match_and_ask_for_a_new_one() {
        let salt = [5; SALT_BYTES];
        assert_eq!(verify(&secret("correct horse"), &hashed_otherwise("argon2id", 19, MEMORY_KIB, PASSES, &salt)), Verified::Match);

        for stored in [
            hashed_otherwise("argon2id", 19, 8192, PASSES, &salt),
            hashed_otherwise("argon2id", 19, MEMORY_KIB, 1, &salt),
            hashed_otherwise("argon2i", 19, MEMORY_KIB, PASSES, &salt),
            hashed_otherwise("argon2id", 16, MEMORY_KIB, PASSES, &salt),
            hashed_otherwise("argon2id", 19, MEMORY_KIB, PASSES, &[5; 8]),
        ] {
            assert_eq!(verify(&secret("correct horse"), &stored), Verified::MatchNeedsRehash, "{stored}");
            assert_eq!(verify(&secret("wrong horse"), &stored), Verified::NoMatch, "{stored}");
        }
    }

    #[test]
    fn unreadable_hashes_match_nothing() {
        let cut = hashed("x");
        let cut = &cut[..cut.rfind('$').unwrap()];

        for stored in [
            "",
            "x",
            "$argon2id$",
            cut,
            "$2b$12$KIXQ",
            "$scrypt$ln=16,r=8,p=1$aM15713r3Xsvxbi31lqr1Q$nFNh2CVHVjNldFVKDHDlm4CbdRSCdEBsjjJxD+iCs5E",
        ] {
            assert_eq!(verify(&secret("x"), stored), Verified::NoMatch, "{stored}");
        }
    }

    #[test]
    fn checking_nobody_costs_what_checking_somebody_costs() {
        let nobody = PasswordHash::new(NOBODY).unwrap();

        assert!(is_current(&nobody), "the stand-in must have today's parameters");
        assert_eq!(verify_nobody(&secret("anything")), Verified::NoMatch);
    }
}

//! Password hashes that came from another system: bcrypt, accepted at import only and replaced at the next sign-in.

/// Below, a hash is too easily guessed to keep; above, checking one would take longer than a refused sign-in may take.
const COSTS: std::ops::RangeInclusive<u32> = 10..=12;
/// Salt and hash together, in bcrypt's own base64.
const TAIL_BYTES: usize = 53;

/// The text is not a bcrypt hash that can be taken over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotTaken {
    /// Another algorithm, or a text that was cut.
    #[error("the password hash is not bcrypt ($2a$, $2b$ or $2y$, 60 characters)")]
    Shape,
    /// Too cheap to guess, or too dear to check.
    #[error("the cost of the bcrypt hash is {0}; 10 to 12 are taken over")]
    Cost(u32),
}

/// Says whether a hash can be taken over as it is.
pub fn check(hash: &str) -> Result<(), NotTaken> {
    let rest = ["$2a$", "$2b$", "$2y$"].iter().find_map(|kind| hash.strip_prefix(kind)).ok_or(NotTaken::Shape)?;
    let (cost, tail) = rest.split_once('$').ok_or(NotTaken::Shape)?;
    let is_tail = tail.len() == TAIL_BYTES && tail.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'/'));
    if cost.len() != 2 || !is_tail {
        return Err(NotTaken::Shape);
    }
    let cost = cost.parse().map_err(|_| NotTaken::Shape)?;
    if COSTS.contains(&cost) { Ok(()) } else { Err(NotTaken::Cost(cost)) }
}

/// Whether a stored hash was taken over and not replaced yet.
pub fn is_imported(stored: &str) -> bool {
    stored.starts_with("$2")
}

/// Whether this is the password of such a hash. Bcrypt looks at the first 72 bytes, as it did where the hash was made.
pub(crate) fn matches(password: &[u8], stored: &str) -> bool {
    bcrypt::verify(password, stored).unwrap_or(false)
}

#[cfg(test)]
mod tests {
    use vault::SecretString;

    use super::*;
    use crate::password::{Verified, verify};

    /// The first vector of crypt_blowfish.
    const U_STAR_U: &str = "$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW";

    fn secret(text: &str) -> SecretString {
        SecretString::new(text.to_owned())
    }

    #[test]
    fn agrees_with_crypt_blowfish_and_asks_for_a_new_hash() {
        assert_eq!(verify(&secret("U*U"), U_STAR_U), Verified::MatchNeedsRehash);
        assert_eq!(verify(&secret("U*U*"), U_STAR_U), Verified::NoMatch);
    }

    #[test]
    fn only_whole_hashes_of_a_sensible_cost_are_taken() {
        let tail = "CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW";
        for (hash, expected) in [
            (format!("$2a$10${tail}"), Ok(())),
            (format!("$2b$12${tail}"), Ok(())),
            (format!("$2y$11${tail}"), Ok(())),
            (format!("$2b$05${tail}"), Err(NotTaken::Cost(5))),
            (format!("$2b$31${tail}"), Err(NotTaken::Cost(31))),
            (format!("$2x$12${tail}"), Err(NotTaken::Shape)),
            (format!("$2b$12${}", &tail[1..]), Err(NotTaken::Shape)),
            (format!("$2b$12${tail}."), Err(NotTaken::Shape)),
            ("$argon2id$v=19$m=19456,t=2,p=1$a$b".to_owned(), Err(NotTaken::Shape)),
            (String::new(), Err(NotTaken::Shape)),
        ] {
            assert_eq!(check(&hash), expected, "{hash}");
        }
    }

    #[test]
    fn what_was_taken_over_is_known_by_its_beginning() {
        assert!(is_imported(U_STAR_U));
        assert!(!is_imported("$argon2id$v=19$m=19456,t=2,p=1$a$b"));
    }
}

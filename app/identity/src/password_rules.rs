//! Which new passwords are accepted: length, not a common one, not the person's own address. No rules on composition.

use std::{collections::HashSet, sync::LazyLock};

use model::{EmailAddress, Invalid};
use vault::SecretString;

use crate::password::MAX_BYTES;

/// The shortest password, in characters.
pub const MIN_CHARS: usize = 12;

/// A local part shorter than this is found in honest passwords by chance.
const MIN_LOCAL_PART_CHARS: usize = 4;

static COMMON: LazyLock<HashSet<&str>> = LazyLock::new(|| common_passwords().collect());

/// Checks a password that somebody wants to have from now on.
pub fn check(password: &SecretString, email: &EmailAddress) -> Result<(), Invalid> {
    let refuse = |problem: String| Err(Invalid::new("password", problem));
    if password.expose().len() > MAX_BYTES {
        return refuse(format!("use at most {MAX_BYTES} bytes"));
    }
    if password.expose().chars().count() < MIN_CHARS {
        return refuse(format!("use at least {MIN_CHARS} characters"));
    }
    let folded = SecretString::new(password.expose().to_lowercase());
    if COMMON.contains(folded.expose().as_str()) {
        return refuse("this is one of the passwords that attackers try first; choose another".to_owned());
    }
    if holds_local_part(&folded, email) {
        return refuse("do not use the name from your e-mail address in it".to_owned());
    }
    Ok(())
}

fn holds_local_part(folded: &SecretString, email: &EmailAddress) -> bool {
    let local_part = email.as_str().rsplit_once('@').map_or("", |(local_part, _)| local_part);
    local_part.chars().count() >= MIN_LOCAL_PART_CHARS && folded.expose().contains(local_part)
}

fn common_passwords() -> impl Iterator<Item = &'static str> {
    include_str!("../data/common_passwords.txt").lines().filter(|line| !line.starts_with('#'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problem(password: &str, email: &str) -> Option<String> {
        let checked = check(&SecretString::new(password.to_owned()), &EmailAddress::parse(email).unwrap());
        checked.err().map(|invalid| invalid.to_string())
    }

    fn accepted(password: &str) {
        assert_eq!(problem(password, "ada@example.com"), None, "{password}");
    }

    fn refused(password: &str, why: &str) {
        let problem = problem(password, "ada.lovelace@example.com").unwrap_or_default();
        assert!(problem.starts_with("password: ") && problem.contains(why), "{password:.40}: {problem}");
    }

    #[test]
    fn length_is_counted_in_characters_and_capped_in_bytes() {
        refused("", "at least 12");
        refused("elevenchars", "at least 12");
        refused("🐎🐎🐎", "at least 12");
        accepted("twelve chars");
        accepted("🐎🐴🦄🐎🐴🦄🐎🐴🦄🐎🐴🦄");
        accepted(&"xyz ".repeat(256));
        refused(&format!("{}!", "xyz ".repeat(256)), "at most 1024");
    }

    #[test]
    fn any_composition_is_accepted() {
        for password in ["all lower case words", "849302847561029", " leading and trailing ", "UPPERCASEONLYWORDS", "nul\0inside it all"] {
            accepted(password);
        }
    }

    #[test]
    fn common_passwords_are_refused_in_any_case() {
        for password in ["password1234", "PassWord1234", "QWERTYUIOP123", "123456789012", "AxonFlow2026", "correct horse battery staple"] {
            refused(password, "attackers try first");
        }
        accepted("password1234 and then some");
    }

    #[test]
    fn the_own_name_is_refused_anywhere_in_it() {
        refused("ada.lovelace", "e-mail address");
        refused("xx ADA.Lovelace xx", "e-mail address");
        accepted("lovelace was here");
        assert_eq!(problem("a plain sentence", "a@example.com"), None, "one letter proves nothing");
    }

    #[test]
    fn the_list_is_fit_for_lookup() {
        let entries: Vec<&str> = common_passwords().collect();

        assert!(entries.len() >= 200, "{}", entries.len());
        assert!(entries.is_sorted() && COMMON.len() == entries.len(), "sorted, without repeats");
        for entry in entries {
            assert!(entry.chars().count() >= MIN_CHARS && entry.to_lowercase() == entry && entry.trim() == entry, "{entry}");
        }
    }
}

use clap::ValueEnum;
use serde::Serialize;
use store::entry::SigningKeyRow;
use time::OffsetDateTime;

/// What a key signs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum KeyPurpose {
    /// API keys of customers.
    ApiKeys,
    /// Signed heads of the log.
    Checkpoints,
    /// Context ids, fingerprints and the like; not a pair but a secret.
    Tokens,
    /// User tokens, whose public halves are published.
    UserTokens,
}

impl KeyPurpose {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::ApiKeys, Self::Checkpoints, Self::Tokens, Self::UserTokens];

    /// As it is stored.
    pub const fn word(self) -> &'static str {
        match self {
            Self::ApiKeys => "api_keys",
            Self::Checkpoints => "checkpoints",
            Self::Tokens => "tokens",
            Self::UserTokens => "user_tokens",
        }
    }
}

/// What a key does at a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum KeyState {
    /// It verifies and will sign.
    Next,
    /// It signs.
    Signing,
    /// It verifies what it signed before.
    Verifying,
    /// Nothing that it signed is accepted; heads of the log are still checked against it.
    Retired,
}

/// The stored keys, looked at from one moment.
#[derive(Debug, Clone)]
pub struct Roster {
    rows: Vec<SigningKeyRow>,
    now: OffsetDateTime,
}

impl Roster {
    /// The rows in the order in which they begin to sign.
    pub fn new(rows: Vec<SigningKeyRow>, now: OffsetDateTime) -> Self {
        Self { rows, now }
    }

    /// The key that signs: the one that began last, among those that are not retired.
    pub fn signing(&self, purpose: KeyPurpose) -> Option<&SigningKeyRow> {
        self.begun(purpose).last()
    }

    /// Every trusted key that signs or did so before.
    pub fn begun(&self, purpose: KeyPurpose) -> impl Iterator<Item = &SigningKeyRow> {
        self.trusted(purpose).filter(|row| row.signs_from <= self.now)
    }

    /// Every key whose signatures count, those that will sign included.
    pub fn trusted(&self, purpose: KeyPurpose) -> impl Iterator<Item = &SigningKeyRow> {
        self.all(purpose).filter(|row| !self.is_retired(row))
    }

    /// Every key of a purpose.
    pub fn all(&self, purpose: KeyPurpose) -> impl Iterator<Item = &SigningKeyRow> {
        self.rows.iter().filter(move |row| row.purpose == purpose.word())
    }

    /// What each key does, by its id.
    pub fn states(&self) -> Vec<(KeyPurpose, &SigningKeyRow, KeyState)> {
        let of = |purpose| self.all(purpose).map(move |row| (purpose, row, self.state(purpose, row)));
        KeyPurpose::ALL.into_iter().flat_map(of).collect()
    }

    fn state(&self, purpose: KeyPurpose, row: &SigningKeyRow) -> KeyState {
        if self.is_retired(row) {
            KeyState::Retired
        } else if row.signs_from > self.now {
            KeyState::Next
        } else if self.signing(purpose).is_some_and(|signing| signing.kid == row.kid) {
            KeyState::Signing
        } else {
            KeyState::Verifying
        }
    }

    fn is_retired(&self, row: &SigningKeyRow) -> bool {
        row.retired_at.is_some_and(|at| at <= self.now)
    }
}

#[cfg(test)]
mod tests {
    use time::{Duration, macros::datetime};

    use super::*;

    const START: OffsetDateTime = datetime!(2026-03-01 12:00 UTC);

    fn row(kid: &str, minute: i64, retired: Option<i64>) -> SigningKeyRow {
        SigningKeyRow {
            kid: kid.to_owned(),
            purpose: "api_keys".to_owned(),
            public_key: Vec::new(),
            sealed_private: Vec::new(),
            signs_from: START + Duration::minutes(minute),
            retired_at: retired.map(|minute| START + Duration::minutes(minute)),
        }
    }

    fn at(minute: i64) -> Vec<(String, KeyState)> {
        let rows = vec![row("first", 0, Some(60)), row("second", 5, None), row("third", 90, None)];
        let roster = Roster::new(rows, START + Duration::minutes(minute));
        roster.states().into_iter().map(|(_, row, state)| (row.kid.clone(), state)).collect()
    }

    #[test]
    fn a_key_is_next_then_signs_then_verifies_then_is_retired() {
        use KeyState::{Next, Retired, Signing, Verifying};
        let expected = [
            (0, [Signing, Next, Next]),
            (4, [Signing, Next, Next]),
            (5, [Verifying, Signing, Next]),
            (59, [Verifying, Signing, Next]),
            (60, [Retired, Signing, Next]),
            (90, [Retired, Verifying, Signing]),
        ];

        for (minute, states) in expected {
            let seen: Vec<KeyState> = at(minute).into_iter().map(|(_, state)| state).collect();
            assert_eq!(seen, states, "minute {minute}");
        }
    }

    #[test]
    fn a_purpose_without_keys_signs_nothing() {
        assert!(Roster::new(vec![row("first", 0, None)], START).signing(KeyPurpose::Tokens).is_none());
        assert!(Roster::new(vec![row("next", 5, None)], START).signing(KeyPurpose::ApiKeys).is_none());
    }
}

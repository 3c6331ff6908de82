#[cfg(any(feature = "ssr", test))]
use crate::PortalError;

/// How long a new key lives. Never is a choice that a person has to make in so many words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Expiry {
    /// Ends by itself after so many days.
    Days(u32),
    /// Lives until it is revoked.
    Never,
}

impl Expiry {
    /// What the form offers, with its words.
    pub(crate) const CHOICES: [(Self, &'static str); 5] = [
        (Self::Days(30), "In 30 days"),
        (Self::Days(90), "In 90 days"),
        (Self::Days(180), "In 180 days"),
        (Self::Days(365), "In 365 days"),
        (Self::Never, "Never"),
    ];

    /// The value in the form.
    pub(crate) fn word(self) -> String {
        match self {
            Self::Days(days) => days.to_string(),
            Self::Never => "never".to_owned(),
        }
    }
}

/// Only the server reads forms.
#[cfg(any(feature = "ssr", test))]
impl Expiry {
    /// Reads the value of the form; anything but an offered one is a problem of the field.
    pub(crate) fn parse(word: &str) -> Result<Self, PortalError> {
        let problem = || PortalError::field_problem("expires_at", "Choose when the key ends.");
        Self::CHOICES.into_iter().map(|(expiry, _)| expiry).find(|expiry| expiry.word() == word).ok_or_else(problem)
    }

    /// The days, when there is an end.
    pub(crate) const fn days(self) -> Option<u32> {
        match self {
            Self::Days(days) => Some(days),
            Self::Never => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_choice_reads_back() {
        for (expiry, _) in Expiry::CHOICES {
            assert_eq!(Expiry::parse(&expiry.word()), Ok(expiry));
        }
        assert_eq!((Expiry::Days(90).days(), Expiry::Never.days()), (Some(90), None));
    }

    #[test]
    fn garbage_never_means_a_key_without_an_end() {
        for word in ["", "0", "NEVER", "36500", "90 "] {
            assert!(Expiry::parse(word).is_err(), "{word}");
        }
    }
}

#[cfg(any(feature = "ssr", test))]
use crate::PortalError;

/// How often a key's secret is exchanged by schedule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Rhythm {
    /// By hand only.
    Never,
    /// After so many days, again and again.
    Days(u32),
}

impl Rhythm {
    const OFFERED: [Self; 5] = [Self::Never, Self::Days(30), Self::Days(90), Self::Days(180), Self::Days(365)];

    /// What a key has.
    pub(crate) const fn of(days: Option<u32>) -> Self {
        match days {
            None => Self::Never,
            Some(days) => Self::Days(days),
        }
    }

    /// What the form offers: what is usual, and what the key has.
    pub(crate) fn choices(days: Option<u32>) -> Vec<Self> {
        let mut all = Self::OFFERED.to_vec();
        all.push(Self::of(days));
        all.sort_unstable();
        all.dedup();
        all
    }

    /// The value in the form.
    pub(crate) fn word(self) -> String {
        match self {
            Self::Never => "never".to_owned(),
            Self::Days(days) => days.to_string(),
        }
    }

    /// What people read.
    pub(crate) fn label(self) -> String {
        match self {
            Self::Never => "Only when somebody rolls the key".to_owned(),
            Self::Days(days) => format!("Every {days} days"),
        }
    }
}

/// Only the server reads forms.
#[cfg(any(feature = "ssr", test))]
impl Rhythm {
    /// Reads the value of the form; which days are allowed is for the use case to say.
    pub(crate) fn parse(word: &str) -> Result<Self, PortalError> {
        let problem = || PortalError::field_problem("rotate_every_days", "Choose when the key gets a new secret.");
        if word == "never" { Ok(Self::Never) } else { word.parse().map(Self::Days).map_err(|_| problem()) }
    }

    /// The days, when there is a schedule.
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
    fn every_choice_reads_back_and_what_a_key_has_is_among_them() {
        let choices = Rhythm::choices(Some(45));

        assert_eq!(choices.len(), 6);
        for choice in choices {
            assert_eq!(Rhythm::parse(&choice.word()), Ok(choice));
        }
        assert!(Rhythm::parse("often").is_err() && Rhythm::parse("").is_err());
        assert_eq!((Rhythm::Never.days(), Rhythm::Days(45).days()), (None, Some(45)));
    }
}

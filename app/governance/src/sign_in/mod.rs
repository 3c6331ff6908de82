//! Signing in: password, then the second factor, then the record.
//!
//! Between two requests the edge keeps a [`Pending`] in the browser's session; it proves the password and nothing more.
//! Only [`finish`] makes somebody [`SignedIn`], it takes a [`Proved`], and that is made only here.

pub(crate) mod authenticator;
mod enrol;
mod finish;
mod note;
mod passkey;
pub(crate) mod password_check;
pub(crate) mod refusal;
mod requirement;
mod reset;
mod second_factor;
mod start;
pub(crate) mod throttle;
mod why;

use model::{OrgId, PersonId, SessionId, SignInMethod, views::SignInStep};
use serde::{Deserialize, Serialize};
use time::{Duration, OffsetDateTime};

use crate::{Error, Result};

pub use authenticator::KeptSeed;
pub use enrol::{Enrolled, enrol_finish, enrol_passkey, enrol_start, start_enrol_passkey};
pub use finish::finish;
pub use passkey::{by_passkey, factor_by_passkey, start_by_passkey, start_factor_by_passkey};
pub(crate) use requirement::{changes_something, needs_second_factor};
pub use reset::{ask_reset, reset, reset_is_open};
pub use second_factor::{second_factor, ways};
pub(crate) use start::after_password;
pub use start::start;

/// The password has to be typed again after so long.
const PENDING_LASTS: Duration = Duration::minutes(10);

/// Somebody whose password was right and who still owes something.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Pending {
    person: PersonId,
    session: SessionId,
    #[serde(with = "time::serde::rfc3339")]
    since: OffsetDateTime,
    owes: Owed,
    seed: Option<KeptSeed>,
}

/// What is still owed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Owed {
    Code,
    Enrolment,
}

/// Somebody who proved everything that their roles ask for.
#[derive(Debug, Clone)]
pub struct Proved {
    person: PersonId,
    session: SessionId,
    by: Factor,
}

impl Proved {
    /// Somebody whom an organisation's identity provider vouched for.
    pub(crate) const fn by_provider(person: PersonId, session: SessionId, org: OrgId) -> Self {
        Self { person, session, by: Factor::Provider(org) }
    }
}

/// By what a sign-in was completed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Factor {
    Password,
    Authenticator,
    Passkey,
    RecoveryCode,
    /// An organisation's identity provider, which speaks for that organisation alone.
    Provider(OrgId),
}

/// Somebody signed in, as the browser's session remembers it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignedIn {
    /// Who.
    pub person: PersonId,
    /// The public name of the session.
    pub session: SessionId,
    /// When the credentials were given, or given again by [`crate::account::confirm`].
    #[serde(with = "time::serde::rfc3339")]
    pub since: OffsetDateTime,
    /// The only organisation that the session reaches, when that organisation's identity provider vouched for the person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by_provider_of: Option<OrgId>,
}

impl SignedIn {
    /// Refuses what belongs to the person and not to the organisation that vouched for them: passwords and factors open
    /// every organisation of the person.
    pub(crate) fn must_be_own(self) -> Result<()> {
        match self.by_provider_of {
            None => Ok(()),
            Some(_) => Err(Error::Refused(
                "You signed in through your organisation. Your password, factors and other sessions cannot be changed from there."
                    .to_owned(),
            )),
        }
    }
}

/// Where a sign-in stands after a right answer.
#[derive(Debug, Clone)]
pub enum Step {
    /// It took too long or too many tries: the password is asked again.
    StartOver,
    /// Something is still owed; keep this in the browser's session.
    Owes(Pending),
    /// Everything is proved; [`finish`] comes next.
    Proved(Proved),
}

impl Pending {
    /// The page that asks for what is owed.
    pub const fn step(&self) -> SignInStep {
        match self.owes {
            Owed::Code => SignInStep::SecondFactor,
            Owed::Enrolment => SignInStep::EnrolFactor,
        }
    }

    fn is_over(&self, now: OffsetDateTime) -> bool {
        now - self.since >= PENDING_LASTS
    }

    fn proved(&self, by: Factor) -> Proved {
        Proved { person: self.person, session: self.session, by }
    }
}

impl Factor {
    /// The organisation whose provider it was.
    const fn provider(self) -> Option<OrgId> {
        match self {
            Self::Provider(org) => Some(org),
            Self::Password | Self::Authenticator | Self::Passkey | Self::RecoveryCode => None,
        }
    }

    /// As the log of sign-ins calls it.
    const fn method(self) -> SignInMethod {
        match self {
            Self::Password => SignInMethod::Password,
            Self::Authenticator => SignInMethod::Authenticator,
            Self::Passkey => SignInMethod::Passkey,
            Self::RecoveryCode => SignInMethod::RecoveryCode,
            Self::Provider(_) => SignInMethod::Sso,
        }
    }
}

#[cfg(test)]
mod tests {
    use model::Id;
    use time::macros::datetime;
    use uuid::Uuid;

    use super::*;

    fn pending(owes: Owed) -> Pending {
        let (person, session) = (Id::from_uuid(Uuid::from_u128(1)), Id::from_uuid(Uuid::from_u128(2)));
        Pending { person, session, since: datetime!(2026-11-21 12:00 UTC), owes, seed: None }
    }

    #[test]
    fn what_is_owed_has_its_page() {
        assert_eq!(pending(Owed::Code).step(), SignInStep::SecondFactor);
        assert_eq!(pending(Owed::Enrolment).step(), SignInStep::EnrolFactor);
    }

    #[test]
    fn a_proved_password_lasts_ten_minutes() {
        let pending = pending(Owed::Code);

        assert!(!pending.is_over(datetime!(2026-11-21 12:09:59 UTC)));
        assert!(pending.is_over(datetime!(2026-11-21 12:10 UTC)));
    }

    #[test]
    fn what_the_session_keeps_reads_back() {
        let kept = serde_json::to_value(pending(Owed::Enrolment)).unwrap();
        let read: Pending = serde_json::from_value(kept).unwrap();

        assert_eq!((read.step(), read.since), (SignInStep::EnrolFactor, pending(Owed::Code).since));
    }
}

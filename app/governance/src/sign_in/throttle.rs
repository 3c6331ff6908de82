//! How often somebody may try. Attempts are counted before they are checked, in the database, so that neither many
//! connections at once nor many processes give more of them. Buckets are keyed fingerprints: no address is stored.

use std::net::IpAddr;

use identity::sessions::IDLE_SECONDS;
use model::{EmailAddress, Id, RequestFacts};
use store::entry;
use uuid::Uuid;

use crate::{Error, Governance, Result};

const QUARTER_HOUR: i32 = 15 * 60;
const HOUR: i32 = 60 * 60;
const DAY: i32 = 24 * HOUR;

/// What is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Limit {
    /// Passwords for one account, from anywhere.
    Account,
    /// Passwords for one account from where its owner is signed in, so that strangers cannot lock the owner out.
    KnownPlace,
    /// Passwords from one network address, for any account.
    Source,
    /// Codes within one sign-in.
    CodeInSignIn,
    /// Codes of one person, over all sign-ins and account pages.
    CodeOfPerson,
    /// The current password, asked again by the account page.
    CurrentPassword,
    /// Letters for a new password to one account.
    ResetOfAccount,
    /// Letters for a new password that one network address asked for.
    ResetFromSource,
    /// Invitations that one organisation sent, so that nobody floods strangers with letters of ours.
    Invitations,
    /// Passwords of the organisation that one API key tried.
    SdkSignIn,
    /// Lines about tries that were too many, of one account.
    LockoutNoted,
    /// Sign-ins by identity providers begun from one network address.
    SsoSource,
    /// Answers from one network address that nobody asked for here.
    SsoUnsolicited,
    /// What the guest of one set-up link asks for that costs: fetching, DNS, tests.
    SetUpLink,
}

impl Limit {
    const fn name(self) -> &'static str {
        match self {
            Self::Account => "sign-in/account",
            Self::KnownPlace => "sign-in/known-place",
            Self::Source => "sign-in/source",
            Self::CodeInSignIn => "sign-in/code",
            Self::CodeOfPerson => "person/code",
            Self::CurrentPassword => "person/current-password",
            Self::ResetOfAccount => "reset/account",
            Self::ResetFromSource => "reset/source",
            Self::Invitations => "org/invitations",
            Self::SdkSignIn => "sdk/sign-in",
            Self::LockoutNoted => "sign-in/lockout-noted",
            Self::SsoSource => "sso/source",
            Self::SsoUnsolicited => "sso/unsolicited",
            Self::SetUpLink => "sso/set-up-link",
        }
    }

    /// How many in how many seconds.
    const fn tries(self) -> (i32, i32) {
        match self {
            Self::Account | Self::KnownPlace | Self::CurrentPassword | Self::SdkSignIn => (10, QUARTER_HOUR),
            Self::Source => (50, QUARTER_HOUR),
            Self::SsoSource | Self::SsoUnsolicited | Self::SetUpLink => (100, QUARTER_HOUR),
            Self::LockoutNoted => (1, QUARTER_HOUR),
            Self::CodeInSignIn => (5, QUARTER_HOUR),
            Self::CodeOfPerson => (10, HOUR),
            Self::ResetOfAccount => (3, HOUR),
            Self::ResetFromSource => (20, HOUR),
            Self::Invitations => (500, DAY),
        }
    }
}

/// Counts one try; refuses when there were too many.
pub(crate) async fn count(gov: &Governance, limit: Limit, whose: &str) -> Result<()> {
    let (most, window_seconds) = limit.tries();
    let tries = entry::attempt(gov.pool(), &bucket(gov, limit, whose), gov.now(), window_seconds).await?;
    if tries <= most {
        return Ok(());
    }
    metrics::counter!("axonflow_sign_in_throttled_total", "limit" => limit.name()).increment(1);
    Err(Error::TooMany { retry_after_seconds: u64::from(window_seconds.unsigned_abs()) })
}

/// Forgets the tries after a success.
pub(crate) async fn forget(gov: &Governance, limit: Limit, whose: &str) -> Result<()> {
    Ok(entry::forget_attempts(gov.pool(), &bucket(gov, limit, whose)).await?)
}

/// Whether a password may be tried for this account from here.
pub(super) async fn admit(gov: &Governance, email: &EmailAddress, facts: &RequestFacts) -> Result<()> {
    let source = source(facts.ip.as_deref());
    count(gov, Limit::Source, &source).await?;
    match count(gov, Limit::Account, email.as_str()).await {
        Err(Error::TooMany { .. }) if is_known_place(gov, email, facts).await? => {
            count(gov, Limit::KnownPlace, &format!("{source} {}", email.as_str())).await
        }
        counted => counted,
    }
}

async fn is_known_place(gov: &Governance, email: &EmailAddress, facts: &RequestFacts) -> Result<bool> {
    // An address that nobody has is asked for as much.
    let person =
        entry::find_person_by_email(gov.pool(), email.as_str()).await?.map_or_else(|| Id::from_uuid(Uuid::nil()), |row| row.person());
    let sessions = entry::sessions_of(gov.pool(), person, gov.now(), IDLE_SECONDS).await?;
    Ok(facts.ip.is_some() && sessions.iter().any(|session| session.ip == facts.ip))
}

fn bucket(gov: &Governance, limit: Limit, whose: &str) -> String {
    gov.signing().mac.fingerprint(limit.name(), whose)
}

/// An IPv6 subscriber has a whole /64 to call from, so that is what counts as one source.
pub(crate) fn source(ip: Option<&str>) -> String {
    match ip.and_then(|ip| ip.parse::<IpAddr>().ok()).map(|ip| ip.to_canonical()) {
        Some(IpAddr::V6(ip)) => format!("{:016x}", ip.to_bits() >> 64),
        Some(IpAddr::V4(ip)) => ip.to_string(),
        None => "unknown".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_subscriber_is_one_source() {
        assert_eq!(source(Some("2001:db8:1:2::1")), source(Some("2001:db8:1:2:ffff::9")));
        assert_ne!(source(Some("2001:db8:1:2::1")), source(Some("2001:db8:1:3::1")));
        assert_eq!(source(Some("::ffff:192.0.2.7")), source(Some("192.0.2.7")));
        assert_ne!(source(Some("192.0.2.7")), source(Some("192.0.2.8")));
        assert_eq!(source(None), source(Some("not an address")));
    }

    #[test]
    fn limits_do_not_share_buckets() {
        let all = [
            Limit::Account,
            Limit::KnownPlace,
            Limit::Source,
            Limit::CodeInSignIn,
            Limit::CodeOfPerson,
            Limit::CurrentPassword,
            Limit::ResetOfAccount,
            Limit::ResetFromSource,
            Limit::Invitations,
            Limit::SdkSignIn,
            Limit::LockoutNoted,
            Limit::SsoSource,
            Limit::SsoUnsolicited,
            Limit::SetUpLink,
        ];
        let names: std::collections::HashSet<_> = all.iter().map(|limit| limit.name()).collect();

        assert_eq!(names.len(), all.len());
    }
}

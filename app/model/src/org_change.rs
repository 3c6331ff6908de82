use serde::{Deserialize, Serialize};

use crate::{EmailAddress, ShortText, Slug, Tier};

/// Days in which a deleted organisation can be kept after all.
pub const DELETION_WAITS_DAYS: i64 = 7;
/// The most calls per minute that an organisation can be given.
const MOST_CALLS: u32 = 100_000_000;

/// What an operator changes about an organisation from outside of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum OrgChange {
    /// Makes it, and asks somebody to be its first owner.
    Create {
        /// Its short name.
        slug: Slug,
        /// Its full name.
        name: ShortText<120>,
        /// What it has licensed.
        tier: Tier,
        /// Who is invited as its owner.
        owner: Option<EmailAddress>,
    },
    /// Invites its first owner; asked for by the change that makes it.
    InviteOwner {
        /// Who.
        owner: EmailAddress,
    },
    /// Closes it: no sign-in, no session, no key, until it is resumed.
    Suspend {
        /// Why.
        reason: ShortText<500>,
    },
    /// Opens it again.
    Resume,
    /// Changes what it has licensed.
    Plan {
        /// The plan.
        tier: Tier,
        /// Governed calls per minute instead of the plan's.
        calls_per_minute: Option<CallsPerMinute>,
    },
    /// Closes it, and removes it when [`DELETION_WAITS_DAYS`] are over.
    Delete {
        /// Why.
        reason: ShortText<500>,
    },
    /// Keeps one that was to be deleted; it stays suspended.
    Keep,
    /// Removes it; asked for by the change that deletes it.
    Remove,
    /// Asks its owners whether an operator may look into it.
    AskAccess {
        /// Why.
        reason: ShortText<500>,
        /// For how long.
        minutes: StaffMinutes,
    },
}

/// How long an operator may look: 15 minutes to 8 hours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "u16", into = "u16")]
pub struct StaffMinutes(u16);

impl StaffMinutes {
    /// The number.
    pub const fn get(self) -> u16 {
        self.0
    }
}

impl TryFrom<u16> for StaffMinutes {
    type Error = crate::Invalid;
    fn try_from(minutes: u16) -> Result<Self, crate::Invalid> {
        if (15..=480).contains(&minutes) { Ok(Self(minutes)) } else { Err(crate::Invalid::new("minutes", "is a number from 15 to 480")) }
    }
}

impl From<StaffMinutes> for u16 {
    fn from(minutes: StaffMinutes) -> Self {
        minutes.0
    }
}

/// Governed calls per minute: 1 to 100 million.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "u32", into = "u32")]
pub struct CallsPerMinute(u32);

impl CallsPerMinute {
    /// The number.
    pub const fn get(self) -> u32 {
        self.0
    }

    /// Reads what a form or a command says.
    pub fn parse(text: &str) -> Result<Self, crate::Invalid> {
        let number = text.trim().parse::<u32>().ok();
        number.and_then(|number| Self::try_from(number).ok()).ok_or_else(Self::refusal)
    }

    fn refusal() -> crate::Invalid {
        crate::Invalid::new("calls_per_minute", format!("is a number from 1 to {MOST_CALLS}"))
    }
}

impl TryFrom<u32> for CallsPerMinute {
    type Error = crate::Invalid;
    fn try_from(number: u32) -> Result<Self, crate::Invalid> {
        if (1..=MOST_CALLS).contains(&number) { Ok(Self(number)) } else { Err(Self::refusal()) }
    }
}

impl From<CallsPerMinute> for u32 {
    fn from(calls: CallsPerMinute) -> Self {
        calls.0
    }
}

impl OrgChange {
    /// The word of its kind, in the table of jobs and in the audit.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Create { .. } => "create",
            Self::InviteOwner { .. } => "invite_owner",
            Self::Suspend { .. } => "suspend",
            Self::Resume => "resume",
            Self::Plan { .. } => "plan",
            Self::Delete { .. } => "delete",
            Self::Keep => "keep",
            Self::Remove => "remove",
            Self::AskAccess { .. } => "ask_access",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_word_of_a_change_is_the_one_that_is_stored() {
        let reason = ShortText::parse("reason", "unpaid").unwrap();
        let changes = [
            OrgChange::Create {
                slug: Slug::parse("acme").unwrap(),
                name: ShortText::parse("name", "Acme").unwrap(),
                tier: Tier::Community,
                owner: None,
            },
            OrgChange::InviteOwner { owner: EmailAddress::parse("a@b.example").unwrap() },
            OrgChange::Suspend { reason: reason.clone() },
            OrgChange::Resume,
            OrgChange::Plan { tier: Tier::Enterprise, calls_per_minute: CallsPerMinute::parse("60").ok() },
            OrgChange::Delete { reason: reason.clone() },
            OrgChange::Keep,
            OrgChange::Remove,
            OrgChange::AskAccess { reason, minutes: StaffMinutes::try_from(60).unwrap() },
        ];

        for change in changes {
            let stored = serde_json::to_value(&change).unwrap();
            assert_eq!(stored["kind"], change.kind());
            assert_eq!(serde_json::from_value::<OrgChange>(stored).unwrap(), change);
        }
    }

    #[test]
    fn a_look_lasts_a_quarter_of_an_hour_to_a_day_of_work() {
        let taken = |minutes: u16| StaffMinutes::try_from(minutes).is_ok();

        assert!(taken(15) && taken(480) && !taken(14) && !taken(481));
    }

    #[test]
    fn nobody_is_given_no_calls_at_all() {
        for text in ["0", "-1", "", "many", "100000001"] {
            assert!(CallsPerMinute::parse(text).is_err(), "{text}");
        }
        assert_eq!(CallsPerMinute::parse(" 60 ").map(CallsPerMinute::get), Ok(60));
        assert!(serde_json::from_str::<CallsPerMinute>("0").is_err());
    }
}

use mail::Draft;
use model::{ConnectionId, KeyId, PersonId};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use uuid::Uuid;
use vault::token::Mac;

use super::words::{
    begun_draft, invitation_draft, near_draft, notice, our_end_draft, owner_left_draft, owners_draft, quoted, reset_draft,
    staff_asks_draft, their_end_draft,
};
use crate::tickets::Ticket;

/// What a letter is about. It waits in the outbox in this form, so a field is only ever added.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "letter", rename_all = "snake_case")]
pub(crate) enum Letter {
    /// Somebody is invited into an organisation.
    Invitation {
        invitation: Uuid,
        version: i32,
        org: String,
        inviter: String,
        role: String,
        #[serde(with = "time::serde::rfc3339")]
        expires_at: OffsetDateTime,
    },
    /// Somebody forgot the password.
    PasswordReset {
        reset: Uuid,
        #[serde(with = "time::serde::rfc3339")]
        expires_at: OffsetDateTime,
    },
    /// The password was changed.
    PasswordChanged {
        #[serde(with = "time::serde::rfc3339")]
        at: OffsetDateTime,
    },
    /// A new authenticator is in force.
    FactorChanged {
        #[serde(with = "time::serde::rfc3339")]
        at: OffsetDateTime,
    },
    /// A passkey was added.
    PasskeyAdded {
        #[serde(with = "time::serde::rfc3339")]
        at: OffsetDateTime,
    },
    /// A passkey was removed.
    PasskeyRemoved {
        #[serde(with = "time::serde::rfc3339")]
        at: OffsetDateTime,
    },
    /// Recovery codes were replaced.
    RecoveryCodesMade {
        #[serde(with = "time::serde::rfc3339")]
        at: OffsetDateTime,
    },
    /// A key's secret is about to be exchanged by schedule.
    KeyRotationNear {
        org: String,
        slug: String,
        key: KeyId,
        name: String,
        #[serde(with = "time::serde::rfc3339")]
        at: OffsetDateTime,
    },
    /// A key's secret has an end from now on, by schedule.
    KeyRotationBegun {
        org: String,
        slug: String,
        key: KeyId,
        name: String,
        #[serde(with = "time::serde::rfc3339")]
        until: OffsetDateTime,
    },
    /// Somebody became an owner; owners are told.
    NewOwner { org: String, person: PersonId, name: String, by: String },
    /// An operator asks to look into the organisation; owners are told.
    StaffAsks { org: String, slug: String, operator: String, reason: String, minutes: u16 },
    /// The directory took an owner away; the others are told.
    OwnerLeft { org: String, name: String },
    /// The directory asks for more departures at once than pass by themselves; owners are told.
    DeparturesHeld { org: String, slug: String },
    /// A certificate of a connection ends; administrators are told.
    CertificateEnds {
        org: String,
        slug: String,
        connection: ConnectionId,
        name: String,
        ours: bool,
        #[serde(with = "time::serde::rfc3339")]
        ends_at: OffsetDateTime,
    },
}

impl Letter {
    /// The words, with links below `base`.
    pub(super) fn draft(&self, base: &str, mac: &Mac) -> Draft {
        match self {
            Self::Invitation { invitation, version, org, inviter, role, expires_at } => {
                let ticket = Ticket::Invitation { invitation: *invitation, version: *version };
                invitation_draft(org, inviter, role, *expires_at, format!("{base}/invite/{}", ticket.issue(mac)))
            }
            Self::PasswordReset { reset, expires_at } => {
                reset_draft(*expires_at, format!("{base}/signin/reset/{}", Ticket::PasswordReset { reset: *reset }.issue(mac)))
            }
            Self::PasswordChanged { at } => {
                notice("Your password was changed", "The password of your AxonFlow account was changed", *at, base)
            }
            Self::FactorChanged { at } => {
                notice("A new authenticator was set up", "A new authenticator was set up for your AxonFlow account", *at, base)
            }
            Self::PasskeyAdded { at } => notice("A passkey was added", "A passkey was added to your AxonFlow account", *at, base),
            Self::PasskeyRemoved { at } => notice("A passkey was removed", "A passkey of your AxonFlow account was removed", *at, base),
            Self::RecoveryCodesMade { at } => notice(
                "New recovery codes were made",
                "New recovery codes were made for your AxonFlow account; the old ones no longer work",
                *at,
                base,
            ),
            Self::KeyRotationNear { org, slug, key, name, at } => near_draft(org, name, *at, format!("{base}/o/{slug}/keys/{key}")),
            Self::KeyRotationBegun { org, slug, key, name, until } => {
                begun_draft(org, name, *until, format!("{base}/o/{slug}/keys/{key}/roll"))
            }
            Self::CertificateEnds { org, slug, connection, name, ours, ends_at } => {
                let url = format!("{base}/o/{slug}/sso/{connection}/certificates");
                if *ours { our_end_draft(org, name, *ends_at, url) } else { their_end_draft(org, name, *ends_at, url) }
            }
            Self::NewOwner { org, name, by, .. } => owners_draft(
                format!("{} has a new owner on AxonFlow", quoted(org)),
                format!("{} is now an owner of {} on AxonFlow. {} gave them the role.", quoted(name), quoted(org), quoted(by)),
                "Sign in",
                format!("{base}/signin"),
            ),
            Self::StaffAsks { org, slug, operator, reason, minutes } => {
                staff_asks_draft(org, operator, reason, *minutes, format!("{base}/o/{slug}/settings/staff-access"))
            }
            Self::OwnerLeft { org, name } => owner_left_draft(org, name, format!("{base}/signin")),
            Self::DeparturesHeld { org, slug } => owners_draft(
                format!("{}: the directory removes many people at once", quoted(org)),
                format!(
                    "The directory of {} asks for more departures at once than your organisation lets pass. They wait: nobody is removed \
                     before you release them.",
                    quoted(org)
                ),
                "Look at who would leave",
                format!("{base}/o/{slug}/directory/safety"),
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;
    use vault::Secret;

    use super::*;

    const BASE: &str = "https://flow.example";

    fn mac() -> Mac {
        Mac::new(Secret::new([7; 32]))
    }

    fn invitation(inviter: &str) -> Letter {
        Letter::Invitation {
            invitation: Uuid::from_u128(5),
            version: 2,
            org: "Acme".to_owned(),
            inviter: inviter.to_owned(),
            role: "viewer".to_owned(),
            expires_at: datetime!(2026-11-28 09:05 UTC),
        }
    }

    #[test]
    fn an_invitation_says_who_to_what_as_what_and_until_when() {
        let draft = invitation("Mara Lindqvist").draft(BASE, &mac());

        assert_eq!(draft.subject, "Mara Lindqvist invites you to Acme on AxonFlow");
        for said in ["Mara Lindqvist", "Acme", "viewer", "28 November 2026, 09:05 UTC"] {
            assert!(draft.text().contains(said), "{said} is missing in {}", draft.text());
        }
    }

    #[test]
    fn links_lead_to_the_configured_address_and_carry_their_ticket() {
        let url = invitation("Mara").draft(BASE, &mac()).action.unwrap().1;

        let token = url.strip_prefix("https://flow.example/invite/").unwrap();
        assert_eq!(Ticket::read(&mac(), token), Some(Ticket::Invitation { invitation: Uuid::from_u128(5), version: 2 }));
    }

    #[test]
    fn owners_read_who_asks_to_look_why_and_for_how_long_and_where_to_answer() {
        let (org, slug) = ("Acme".to_owned(), "acme".to_owned());
        let (operator, reason) = ("olena@platform.example".to_owned(), "Ticket 71".to_owned());
        let draft = Letter::StaffAsks { org, slug, operator, reason, minutes: 30 }.draft(BASE, &mac());

        for said in ["olena at platform.example", "Acme", "Ticket 71", "30 minutes"] {
            assert!(draft.text().contains(said), "{said} is missing in {}", draft.text());
        }
        assert_eq!(draft.action.unwrap().1, "https://flow.example/o/acme/settings/staff-access");
    }

    #[test]
    fn a_name_cannot_become_a_link() {
        let text = invitation("Click https://evil.example or www.evil.example or me@evil.example").draft(BASE, &mac()).text();

        assert!(!text.contains("https://evil") && !text.contains("www.evil") && !text.contains("me@evil"), "{text}");
    }

    #[test]
    fn what_waits_in_the_outbox_reads_back_and_holds_no_token() {
        let letter = invitation("Mara");

        let kept = serde_json::to_value(&letter).unwrap();

        assert!(!kept.to_string().contains(&Ticket::Invitation { invitation: Uuid::from_u128(5), version: 2 }.issue(&mac())));
        assert_eq!(serde_json::from_value::<Letter>(kept).unwrap(), letter);
    }
}

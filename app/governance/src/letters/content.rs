use mail::Draft;
use model::{ConnectionId, KeyId, PersonId};
use serde::{Deserialize, Serialize};
use time::{OffsetDateTime, format_description::BorrowedFormatItem, macros::format_description};
use uuid::Uuid;
use vault::token::Mac;

use crate::tickets::Ticket;

const DAY: &[BorrowedFormatItem<'_>] = format_description!("[day padding:none] [month repr:long] [year], [hour]:[minute] UTC");
/// Under every letter about the account.
const NOT_YOU: &str = "If this was not you, change your password now, end your other sessions on your account page, and tell whoever runs AxonFlow at your organisation.";

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

const TO_ADMINS: &str = "You get this letter because you administer the organisation.";
const TO_OWNERS: &str = "You get this letter because you are an owner. It cannot be switched off.";

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
            Self::NewOwner { org, name, by, .. } => Draft {
                subject: format!("{} has a new owner on AxonFlow", quoted(org)),
                paragraphs: vec![format!(
                    "{} is now an owner of {} on AxonFlow. {} gave them the role.",
                    quoted(name),
                    quoted(org),
                    quoted(by)
                )],
                action: Some(("Sign in".to_owned(), format!("{base}/signin"))),
                closing: vec![TO_OWNERS.to_owned()],
            },
            Self::OwnerLeft { org, name } => Draft {
                subject: format!("An owner of {} has left", quoted(org)),
                paragraphs: vec![format!(
                    "The directory of {} says that {} does not work there any more. Their sessions, keys and roles have ended.",
                    quoted(org),
                    quoted(name)
                )],
                action: Some(("Sign in".to_owned(), format!("{base}/signin"))),
                closing: vec![TO_OWNERS.to_owned()],
            },
            Self::DeparturesHeld { org, slug } => Draft {
                subject: format!("{}: the directory removes many people at once", quoted(org)),
                paragraphs: vec![format!(
                    "The directory of {} asks for more departures at once than your organisation lets pass. They wait: nobody is removed \
                     before you release them.",
                    quoted(org)
                )],
                action: Some(("Look at who would leave".to_owned(), format!("{base}/o/{slug}/directory/safety"))),
                closing: vec![TO_OWNERS.to_owned()],
            },
        }
    }
}

fn invitation_draft(org: &str, inviter: &str, role: &str, expires_at: OffsetDateTime, url: String) -> Draft {
    let (org, inviter) = (quoted(org), quoted(inviter));
    Draft {
        subject: format!("{inviter} invites you to {org} on AxonFlow"),
        paragraphs: vec![format!(
            "{inviter} invites you to {org} on AxonFlow, where the organisation decides what its AI systems may do. Your role will be {}.",
            quoted(role)
        )],
        action: Some(("Look at the invitation".to_owned(), url)),
        closing: vec![
            format!("The invitation is good until {} and works once.", in_words(expires_at)),
            "If you did not expect it, ignore this letter: nothing happens without you.".to_owned(),
        ],
    }
}

fn reset_draft(expires_at: OffsetDateTime, url: String) -> Draft {
    Draft {
        subject: "Choose a new password for AxonFlow".to_owned(),
        paragraphs: vec!["Somebody asked for a new password for the AxonFlow account with this address.".to_owned()],
        action: Some(("Choose a new password".to_owned(), url)),
        closing: vec![
            format!("The link is good until {} and works once. Your second factor stays as it is.", in_words(expires_at)),
            "If it was not you, ignore this letter: your password stays as it is.".to_owned(),
        ],
    }
}

fn their_end_draft(org: &str, name: &str, ends_at: OffsetDateTime, url: String) -> Draft {
    let (org, name, end) = (quoted(org), quoted(name), in_words(ends_at));
    Draft {
        subject: format!("Nobody can sign in with {name} after {end}"),
        paragraphs: vec![format!(
            "The last certificate by which {org} checks what the identity provider {name} signs ends on {end}. From then on every sign-in by it is refused. Read the provider's metadata again, or add its next certificate, before that day."
        )],
        action: Some(("Look at the certificates".to_owned(), url)),
        closing: vec![TO_ADMINS.to_owned()],
    }
}

fn our_end_draft(org: &str, name: &str, ends_at: OffsetDateTime, url: String) -> Draft {
    let (org, name, end) = (quoted(org), quoted(name), in_words(ends_at));
    Draft {
        subject: format!("Our certificate for {name} ends on {end}"),
        paragraphs: vec![format!(
            "The certificate with which AxonFlow signs what it sends to {name}, the identity provider of {org}, ends on {end}. Publish a next key, give it to the provider, then let it sign. A provider that checks signatures may refuse sign-ins after that day."
        )],
        action: Some(("Look at the certificates".to_owned(), url)),
        closing: vec![TO_ADMINS.to_owned()],
    }
}

fn near_draft(org: &str, key: &str, at: OffsetDateTime, url: String) -> Draft {
    let (org, key) = (quoted(org), quoted(key));
    Draft {
        subject: format!("The secret of API key {key} is due to be exchanged"),
        paragraphs: vec![format!(
            "The secret of the API key {key} of {org} is exchanged by schedule on {}. From then on the secret in use has an end, and you get another letter. You can roll the key earlier; the schedule then counts from that day.",
            in_words(at)
        )],
        action: Some(("Look at the key".to_owned(), url)),
        closing: vec!["You get this letter because you answer for this key, or own the organisation.".to_owned()],
    }
}

fn begun_draft(org: &str, key: &str, until: OffsetDateTime, url: String) -> Draft {
    let (org, key) = (quoted(org), quoted(key));
    Draft {
        subject: format!("Get the new secret of API key {key} by {}", in_words(until)),
        paragraphs: vec![format!(
            "The secret of the API key {key} of {org} works until {}. Make the next one and put it where the key is used; until then both work.",
            in_words(until)
        )],
        action: Some(("Make the new secret".to_owned(), url)),
        closing: vec![
            "You get this letter because you answer for this key, or own the organisation. The secret itself is never sent by mail."
                .to_owned(),
        ],
    }
}

fn notice(subject: &str, what: &str, at: OffsetDateTime, base: &str) -> Draft {
    Draft {
        subject: subject.to_owned(),
        paragraphs: vec![format!("{what} on {}.", in_words(at))],
        action: Some(("Look at your account".to_owned(), format!("{base}/account"))),
        closing: vec![NOT_YOU.to_owned()],
    }
}

/// A name as part of a sentence: one line, and nothing that a mail program would make a link of.
fn quoted(name: &str) -> String {
    let one_line = name.split_whitespace().collect::<Vec<_>>().join(" ");
    one_line.replace("://", " ").replace('@', " at ").replace("www.", "www ")
}

fn in_words(at: OffsetDateTime) -> String {
    at.to_offset(time::UtcOffset::UTC).format(DAY).unwrap_or_else(|_| at.to_string())
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

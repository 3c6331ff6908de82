//! The words of each letter.

use mail::Draft;
use time::{OffsetDateTime, format_description::BorrowedFormatItem, macros::format_description};

const DAY: &[BorrowedFormatItem<'_>] = format_description!("[day padding:none] [month repr:long] [year], [hour]:[minute] UTC");
/// Under every letter about the account.
const NOT_YOU: &str = "If this was not you, change your password now, end your other sessions on your account page, and tell whoever runs AxonFlow at your organisation.";
const TO_ADMINS: &str = "You get this letter because you administer the organisation.";
const TO_OWNERS: &str = "You get this letter because you are an owner. It cannot be switched off.";

pub(super) fn invitation_draft(org: &str, inviter: &str, role: &str, expires_at: OffsetDateTime, url: String) -> Draft {
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

pub(super) fn reset_draft(expires_at: OffsetDateTime, url: String) -> Draft {
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

pub(super) fn their_end_draft(org: &str, name: &str, ends_at: OffsetDateTime, url: String) -> Draft {
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

pub(super) fn our_end_draft(org: &str, name: &str, ends_at: OffsetDateTime, url: String) -> Draft {
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

pub(super) fn near_draft(org: &str, key: &str, at: OffsetDateTime, url: String) -> Draft {
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

pub(super) fn begun_draft(org: &str, key: &str, until: OffsetDateTime, url: String) -> Draft {
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

pub(super) fn notice(subject: &str, what: &str, at: OffsetDateTime, base: &str) -> Draft {
    Draft {
        subject: subject.to_owned(),
        paragraphs: vec![format!("{what} on {}.", in_words(at))],
        action: Some(("Look at your account".to_owned(), format!("{base}/account"))),
        closing: vec![NOT_YOU.to_owned()],
    }
}

/// A name as part of a sentence: one line, and nothing that a mail program would make a link of.
pub(super) fn quoted(name: &str) -> String {
    let one_line = name.split_whitespace().collect::<Vec<_>>().join(" ");
    one_line.replace("://", " ").replace('@', " at ").replace("www.", "www ")
}

pub(super) fn in_words(at: OffsetDateTime) -> String {
    at.to_offset(time::UtcOffset::UTC).format(DAY).unwrap_or_else(|_| at.to_string())
}

/// A letter that owners cannot switch off.
pub(super) fn owners_draft(subject: String, paragraph: String, action: &str, url: String) -> Draft {
    Draft { subject, paragraphs: vec![paragraph], action: Some((action.to_owned(), url)), closing: vec![TO_OWNERS.to_owned()] }
}

pub(super) fn staff_asks_draft(org: &str, operator: &str, reason: &str, minutes: u16, url: String) -> Draft {
    let (org, operator, reason) = (quoted(org), quoted(operator), quoted(reason));
    let what = format!(
        "{operator} asks to look at members, settings and counts of decisions of {org} for {minutes} minutes: {reason}. They see nothing \
         of it before an owner or admin grants it, and every look stands in your log."
    );
    owners_draft(format!("Who runs AxonFlow asks to look into {org}"), what, "Look at what they ask", url)
}

pub(super) fn owner_left_draft(org: &str, name: &str, url: String) -> Draft {
    let (org, name) = (quoted(org), quoted(name));
    let what = format!("The directory of {org} says that {name} does not work there any more. Their sessions, keys and roles have ended.");
    owners_draft(format!("An owner of {org} has left"), what, "Sign in", url)
}

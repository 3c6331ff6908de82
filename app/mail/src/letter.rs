use std::{str::FromStr, time::SystemTime};

use lettre::{
    Address, Message,
    message::{
        Mailbox, MultiPart,
        header::{HeaderName, HeaderValue},
    },
};
use model::EmailAddress;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::{Draft, Failure};

/// A letter that is ready to go.
#[derive(Debug, Clone)]
pub struct Letter {
    /// Its name for good: a letter that was taken twice is seen to be one.
    pub id: Uuid,
    /// To whom.
    pub to: EmailAddress,
    /// What it says.
    pub draft: Draft,
    /// When it was written.
    pub at: OffsetDateTime,
}

/// In whose name letters go out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sender(Mailbox);

impl Sender {
    /// For a service that nobody named a sender for; a host that is no domain of the world gets one that leads nowhere.
    pub fn of_host(host: &str) -> Result<Self, String> {
        let domain = if host.contains('.') { host } else { "axonflow.localhost" };
        format!("AxonFlow <no-reply@{domain}>").parse()
    }

    fn domain(&self) -> &str {
        self.0.email.domain()
    }
}

impl FromStr for Sender {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        text.parse()
            .map(Self)
            .map_err(|_| format!("{text:?} is no sender: write an address, or a name and an address as in AxonFlow <no-reply@example.com>"))
    }
}

impl Letter {
    /// As it goes over the wire. Headers are built from parsed values only, so no text can begin another one.
    pub(crate) fn message(&self, from: &Sender) -> Result<Message, Failure> {
        let to: Address = self.to.as_str().parse().map_err(|_| Failure::Never("the address cannot be written in a letter".to_owned()))?;
        let automatic = HeaderValue::new(HeaderName::new_from_ascii_str("Auto-Submitted"), "auto-generated".to_owned());
        Message::builder()
            .from(from.0.clone())
            .to(Mailbox::new(None, to))
            .subject(self.draft.subject_line())
            .date(SystemTime::from(self.at))
            .message_id(Some(format!("<{}@{}>", self.id, from.domain())))
            .raw_header(automatic)
            .multipart(MultiPart::alternative_plain_html(self.draft.text(), self.draft.html()))
            .map_err(|error| Failure::Never(error.to_string()))
    }
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    fn wire(subject: &str, to: &str) -> String {
        let draft = Draft { subject: subject.to_owned(), paragraphs: vec!["Hello.".to_owned()], action: None, closing: vec![] };
        let letter = Letter { id: Uuid::from_u128(7), to: EmailAddress::parse(to).unwrap(), draft, at: datetime!(2026-11-21 12:00 UTC) };
        let message = letter.message(&"AxonFlow <no-reply@flow.example>".parse().unwrap()).unwrap();
        String::from_utf8(message.formatted()).unwrap()
    }

    fn headers(wire: &str) -> Vec<&str> {
        wire.split("\r\n\r\n").next().unwrap().split("\r\n").filter(|line| !line.starts_with([' ', '\t'])).collect()
    }

    #[test]
    fn the_headers_are_ours() {
        let wire = wire("Welcome", "ada@acme.example");

        let headers = headers(&wire);

        for header in [
            "From: AxonFlow <no-reply@flow.example>",
            "To: ada@acme.example",
            "Subject: Welcome",
            "Date: Sat, 21 Nov 2026 12:00:00 +0000",
            "Message-ID: <00000000-0000-0000-0000-000000000007@flow.example>",
            "Auto-Submitted: auto-generated",
        ] {
            assert!(headers.contains(&header), "{header} is missing in {headers:?}");
        }
    }

    #[test]
    fn no_text_begins_a_header() {
        for subject in [
            "a\r\nBcc: evil@x.example",
            "a\nBcc: evil@x.example",
            "a\rBcc: evil@x.example",
            "ü\r\n Bcc: evil@x.example",
            "a\u{85}Bcc: evil@x.example",
        ] {
            let wire = wire(subject, "ada@acme.example");
            let names: Vec<&str> = headers(&wire).iter().map(|line| line.split(':').next().unwrap()).collect();
            assert!(!names.contains(&"Bcc"), "{wire}");
            assert_eq!(names.iter().filter(|name| **name == "Subject").count(), 1, "{wire}");
        }
    }

    #[test]
    fn an_address_cannot_carry_a_second_one() {
        for to in ["ada@acme.example,eve@x.example", "ada@acme.example>"] {
            let Ok(to) = EmailAddress::parse(to) else { continue };
            let draft = Draft { subject: String::new(), paragraphs: vec![], action: None, closing: vec![] };
            let letter = Letter { id: Uuid::nil(), to, draft, at: datetime!(2026-11-21 12:00 UTC) };
            assert!(matches!(letter.message(&Sender::of_host("flow.example").unwrap()), Err(Failure::Never(_))), "{letter:?}");
        }
    }

    #[test]
    fn a_sender_is_named_or_follows_the_host() {
        assert_eq!(Sender::of_host("flow.example").unwrap().domain(), "flow.example");
        assert_eq!(Sender::of_host("localhost").unwrap().domain(), "axonflow.localhost");
        assert!("AxonFlow <no-reply@flow.example>".parse::<Sender>().is_ok());
        assert!("AxonFlow".parse::<Sender>().is_err());
    }
}

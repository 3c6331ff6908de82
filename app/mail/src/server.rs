use std::{fmt, path::Path, str::FromStr, sync::Arc, time::Duration};

use lettre::{
    AsyncSmtpTransport, AsyncTransport as _, Message, Tokio1Executor,
    transport::smtp::{
        authentication::Credentials,
        client::{Certificate, Tls, TlsParameters},
    },
};
use url::Url;
use vault::SecretString;

use crate::Failure;

/// A server that says nothing for so long is given up for now.
pub const PATIENCE: Duration = Duration::from_secs(20);
/// Answers that are about our credentials or the server's state, not about the letter.
const NOT_THE_LETTERS_FAULT: [u16; 6] = [421, 454, 530, 534, 535, 538];
/// As much of a server's words as is kept.
const LONGEST_WORDS: usize = 300;

/// Where an SMTP server is: `smtps://USER@HOST:PORT` speaks TLS from the first byte, `smtp://USER@HOST:PORT` after STARTTLS,
/// which the server has to offer. There is no form without TLS.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServerUrl {
    host: String,
    port: u16,
    wrapped: bool,
    user: Option<String>,
}

/// Why a server cannot be used as configured.
#[derive(Debug, thiserror::Error)]
pub enum Unusable {
    /// The address is not one.
    #[error("{0}")]
    Address(String),
    /// The file with the certificate authority cannot be used.
    #[error("{path} holds no certificate authority that can be used: {why}")]
    Authority {
        /// Which file.
        path: String,
        /// What is wrong with it.
        why: String,
    },
    /// A user without a password, or the other way round.
    #[error("a user of the mail server needs a password, and a password needs a user in the address")]
    HalfCredentials,
}

impl FromStr for ServerUrl {
    type Err = Unusable;

    fn from_str(text: &str) -> Result<Self, Unusable> {
        let refuse = |why: &str| {
            Unusable::Address(format!("the mail server's address {why}: write smtps://USER@HOST:PORT or smtp://USER@HOST:PORT"))
        };
        let url = Url::parse(text).map_err(|_| refuse("cannot be read"))?;
        let wrapped = match url.scheme() {
            "smtps" => true,
            "smtp" => false,
            _ => return Err(refuse("must begin with smtps:// or smtp://")),
        };
        if url.password().is_some() {
            return Err(refuse("must not hold the password, which has a setting of its own"));
        }
        let host = url.host_str().filter(|host| !host.is_empty()).ok_or_else(|| refuse("names no host"))?;
        let user = percent_decoded(url.username()).ok_or_else(|| refuse("has a user that cannot be read"))?;
        Ok(Self {
            host: host.to_owned(),
            port: url.port().unwrap_or(if wrapped { 465 } else { 587 }),
            wrapped,
            user: Some(user).filter(|user| !user.is_empty()),
        })
    }
}

/// User names are often addresses, whose `@` is written `%40`.
fn percent_decoded(text: &str) -> Option<String> {
    let query = format!("u={}", text.replace('+', "%2B"));
    url::form_urlencoded::parse(query.as_bytes()).next().map(|(_, user)| user.into_owned())
}

impl fmt::Display for ServerUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}://{}:{}", if self.wrapped { "smtps" } else { "smtp" }, self.host, self.port)
    }
}

/// A server that takes letters over TLS. Its certificate must fit its name and lead to a known authority, or to the one given.
#[derive(Clone)]
pub struct Server {
    url: ServerUrl,
    transport: Arc<AsyncSmtpTransport<Tokio1Executor>>,
    patience: Duration,
}

impl Server {
    /// A way to the server; nothing is sent yet. `authority` is a PEM file with certificates that are trusted besides the known
    /// ones. A step that takes longer than `patience` is given up.
    pub fn new(url: ServerUrl, password: Option<SecretString>, authority: Option<&Path>, patience: Duration) -> Result<Self, Unusable> {
        let address = |why: &dyn fmt::Display| Unusable::Address(format!("{url}: {why}"));
        let mut tls = TlsParameters::builder(url.host.clone());
        for certificate in authority.map(authorities).transpose()?.unwrap_or_default() {
            tls = tls.add_root_certificate(certificate);
        }
        let tls = tls.build_rustls().map_err(|why| address(&why))?;
        let tls = if url.wrapped { Tls::Wrapper(tls) } else { Tls::Required(tls) };
        let builder = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(&url.host).port(url.port).tls(tls).timeout(Some(patience));
        let builder = match (&url.user, password) {
            (Some(user), Some(password)) => builder.credentials(Credentials::new(user.clone(), password.expose().clone())),
            (None, None) => builder,
            (Some(_), None) | (None, Some(_)) => return Err(Unusable::HalfCredentials),
        };
        Ok(Self { transport: Arc::new(builder.build()), url, patience })
    }

    /// Hands a message over.
    pub(crate) async fn send(&self, message: Message) -> Result<(), Failure> {
        // The library's own patience is for each step; a server that drips answers would outlast it.
        let sent = tokio::time::timeout(self.patience * 2, self.transport.send(message)).await;
        match sent {
            Ok(Ok(_)) => Ok(()),
            Ok(Err(error)) => Err(failure(&error)),
            Err(_) => Err(Failure::Later("the mail server did not answer in time".to_owned())),
        }
    }
}

fn failure(error: &lettre::transport::smtp::Error) -> Failure {
    let words = said(error);
    let code = error.status().map(u16::from);
    let about_us = code.is_some_and(|code| NOT_THE_LETTERS_FAULT.contains(&code));
    if error.is_permanent() && !about_us { Failure::Never(words) } else { Failure::Later(words) }
}

/// What went wrong and what led to it, in one line.
fn said(error: &lettre::transport::smtp::Error) -> String {
    let mut words = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(next) = cause {
        let text = next.to_string();
        if !words.contains(&text) {
            words = format!("{words}: {text}");
        }
        cause = next.source();
    }
    words.chars().map(|c| if c.is_control() { ' ' } else { c }).take(LONGEST_WORDS).collect()
}

fn authorities(path: &Path) -> Result<Vec<Certificate>, Unusable> {
    let refuse = |why: String| Unusable::Authority { path: path.display().to_string(), why };
    let pem = std::fs::read_to_string(path).map_err(|error| refuse(error.to_string()))?;
    const END: &str = "-----END CERTIFICATE-----";
    let blocks = pem.split_inclusive(END).filter(|block| block.ends_with(END));
    let found: Vec<Certificate> =
        blocks.map(|block| Certificate::from_pem(block.as_bytes())).collect::<Result<_, _>>().map_err(|error| refuse(error.to_string()))?;
    if found.is_empty() { Err(refuse("there is no certificate in it".to_owned())) } else { Ok(found) }
}

impl fmt::Display for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.url.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_says_how_tls_begins() {
        let url: ServerUrl = "smtp://ops%40acme.example@mail.example".parse().unwrap();
        assert_eq!((url.to_string().as_str(), url.user.as_deref()), ("smtp://mail.example:587", Some("ops@acme.example")));
        assert_eq!("smtps://mail.example".parse::<ServerUrl>().unwrap().to_string(), "smtps://mail.example:465");
        assert_eq!("smtps://mail.example:2465".parse::<ServerUrl>().unwrap().port, 2465);
    }

    #[test]
    fn an_address_without_tls_or_with_a_password_is_refused() {
        for (text, why) in [
            ("http://mail.example", "must begin with"),
            ("mail.example:25", "must begin with"),
            ("smtp://user:secret@mail.example", "must not hold the password"),
            ("smtp://", "names no host"),
        ] {
            let refused = text.parse::<ServerUrl>().unwrap_err().to_string();
            assert!(refused.contains(why) && !refused.contains("secret"), "{text}: {refused}");
        }
    }

    #[test]
    fn user_and_password_belong_together() {
        let password = || Some(SecretString::new("s".to_owned()));
        let with_user: ServerUrl = "smtps://user@mail.example".parse().unwrap();
        let without: ServerUrl = "smtps://mail.example".parse().unwrap();

        assert!(Server::new(with_user.clone(), password(), None, PATIENCE).is_ok());
        assert!(Server::new(without.clone(), None, None, PATIENCE).is_ok());
        assert!(matches!(Server::new(with_user, None, None, PATIENCE), Err(Unusable::HalfCredentials)));
        assert!(matches!(Server::new(without, password(), None, PATIENCE), Err(Unusable::HalfCredentials)));
    }

    #[test]
    fn a_file_without_certificates_is_refused() {
        let file = tempfile::NamedTempFile::new().unwrap();
        let url: ServerUrl = "smtps://mail.example".parse().unwrap();

        assert!(matches!(Server::new(url, None, Some(file.path()), PATIENCE), Err(Unusable::Authority { .. })));
    }
}

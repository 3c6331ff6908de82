//! How letters leave: what a person may set about mail, and the way out that follows from it.

use std::path::{Path, PathBuf};

use anyhow::Context as _;
use clap::Args;
use mail::{Mailer, Sender, Server, ServerUrl};
use url::Url;
use vault::SecretSetting;

use crate::{config::ReadAt, secrets::SecretReader};

/// Where letters go. Without a server each becomes a file in `outbox/` of the data directory.
#[derive(Debug, Clone, Default, Args)]
pub struct MailArgs {
    /// The mail server: smtps://USER@HOST:PORT speaks TLS from the first byte, smtp://USER@HOST:PORT after STARTTLS.
    #[arg(long, env = "AXONFLOW_SMTP", value_name = "URL")]
    pub smtp: Option<ServerUrl>,
    /// The password of the user in that address.
    #[arg(long, env = "AXONFLOW_SMTP_PASSWORD", hide_env_values = true, value_name = "SECRET")]
    pub smtp_password: Option<SecretSetting>,
    /// A PEM file with certificate authorities to trust besides the public ones, for a mail server of your own.
    #[arg(long, env = "AXONFLOW_SMTP_CA_FILE", value_name = "FILE")]
    pub smtp_ca_file: Option<PathBuf>,
    /// In whose name letters go out; no-reply at the host of the public URL when not given.
    #[arg(long, env = "AXONFLOW_MAIL_FROM", value_name = "SENDER")]
    pub mail_from: Option<Sender>,
}

impl MailArgs {
    /// The secret among them, by its setting.
    pub fn secrets(&self) -> Vec<(&'static str, ReadAt, &SecretSetting)> {
        self.smtp_password.iter().map(|secret| ("AXONFLOW_SMTP_PASSWORD", ReadAt::Start, secret)).collect()
    }

    /// The way out. A server that cannot be used as configured stops the start; whether it answers is seen with the first letter.
    pub async fn mailer(&self, reader: &SecretReader, data_dir: &Path, public_url: &str) -> anyhow::Result<Mailer> {
        let sender = match &self.mail_from {
            Some(sender) => sender.clone(),
            None => Sender::of_host(&host(public_url)).map_err(anyhow::Error::msg)?,
        };
        let Some(url) = self.smtp.clone() else {
            return Ok(Mailer::Folder(data_dir.join("outbox"), sender));
        };
        let password = match &self.smtp_password {
            Some(secret) => Some(reader.read(secret).await.context("AXONFLOW_SMTP_PASSWORD")?),
            None => None,
        };
        let server = Server::new(url, password, self.smtp_ca_file.as_deref(), mail::PATIENCE).context("AXONFLOW_SMTP")?;
        Ok(Mailer::Server(server, sender))
    }
}

fn host(public_url: &str) -> String {
    Url::parse(public_url).ok().and_then(|url| url.host_str().map(str::to_owned)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn mailer(args: &MailArgs) -> anyhow::Result<Mailer> {
        args.mailer(&SecretReader::default(), Path::new("/data"), "https://flow.example:8443").await
    }

    #[tokio::test]
    async fn without_a_server_letters_become_files() {
        assert_eq!(mailer(&MailArgs::default()).await.unwrap().to_string(), "/data/outbox");
    }

    #[tokio::test]
    async fn a_server_needs_its_password_where_it_has_a_user() {
        let smtp = Some("smtps://user@mail.example".parse().unwrap());
        let without = MailArgs { smtp: smtp.clone(), ..MailArgs::default() };
        let with = MailArgs { smtp, smtp_password: Some("s3cret".parse().unwrap()), ..MailArgs::default() };

        assert!(mailer(&without).await.is_err());
        assert_eq!(mailer(&with).await.unwrap().to_string(), "smtps://mail.example:465");
        assert!(!format!("{with:?}").contains("s3cret"));
    }
}

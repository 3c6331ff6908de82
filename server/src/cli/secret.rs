use std::process::ExitCode;

use clap::Subcommand;
use serde::Serialize;
use vault::SecretSetting;

use super::output::Output;
use crate::{
    config::{DatabaseArgs, ReadAt},
    mail_way::MailArgs,
    secrets::SecretReader,
};

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Say where each secret of the configuration comes from, and whether it can be read now; never what it is.
    Sources {
        #[command(flatten)]
        mail: MailArgs,
        #[command(flatten)]
        database: Box<DatabaseArgs>,
    },
}

#[derive(Debug, Serialize)]
struct Source {
    /// The setting.
    setting: &'static str,
    /// The reference, or `given` for a secret that stands in the configuration itself.
    source: String,
    read: ReadAt,
    ok: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<String>,
}

pub(super) async fn run(command: Command, out: Output) -> anyhow::Result<ExitCode> {
    let Command::Sources { mail, database: args } = command;
    let reader = SecretReader::default();
    let mut sources = Vec::new();
    for (setting, read, secret) in args.secrets().into_iter().chain(mail.secrets()) {
        sources.push(look(setting, read, secret, &reader).await);
    }
    out.show(&sources, || text(&sources));
    Ok(if sources.iter().all(|source| source.ok) { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

async fn look(setting: &'static str, read: ReadAt, secret: &SecretSetting, reader: &SecretReader) -> Source {
    let source = match secret {
        SecretSetting::Given(_) => "given".to_owned(),
        SecretSetting::At(reference) => reference.to_string(),
    };
    let error = reader.read(secret).await.err().map(|error| error.to_string());
    Source { setting, source, read, ok: error.is_none(), error }
}

fn text(sources: &[Source]) -> String {
    if sources.is_empty() {
        return "No secret is configured: the embedded database needs none, and the vault's key is a file.".to_owned();
    }
    let line = |source: &Source| {
        let state = if source.ok { "ok  " } else { "FAIL" };
        let read = match source.read {
            ReadAt::Start => "read at the start",
            ReadAt::EveryMinute => "followed",
        };
        let error = source.error.as_ref().map(|error| format!("  {error}")).unwrap_or_default();
        format!("{state}  {:<31}  {}  ({read}){error}", source.setting, source.source)
    };
    sources.iter().map(line).collect::<Vec<_>>().join("\n")
}

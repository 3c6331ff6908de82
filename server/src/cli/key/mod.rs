//! API keys from the command line, one verb per file.

mod create;
mod find;
mod hygiene;
mod list;
mod revoke;
mod roll;
mod show;

use std::process::ExitCode;

use clap::Subcommand;
use model::{KeyId, PermissionSet, views::IssuedSecret};
use serde_json::json;

use super::{
    in_org::{InOrg, Open},
    output::Output,
};

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Make an API key and print it once.
    Create(create::Args),
    /// List an organisation's keys; never their secrets.
    List(list::Args),
    /// Show one key: its secrets by their last characters, and from where each is used.
    Show(show::Args),
    /// List live keys with what somebody should look at.
    Hygiene(hygiene::Args),
    /// Give a key a new secret and print it once; older ones work until the overlap ends.
    Roll(roll::Args),
    /// End a key now, on every node.
    Revoke(revoke::Args),
    /// Say whose secret was found and whether it still works; the secret is read from standard input.
    Find(find::Args),
}

pub(super) async fn run(command: Command, out: Output) -> anyhow::Result<ExitCode> {
    match command {
        Command::Create(args) => create::run(args, out).await,
        Command::List(args) => list::run(args, out).await,
        Command::Show(args) => show::run(args, out).await,
        Command::Hygiene(args) => hygiene::run(args, out).await,
        Command::Roll(args) => roll::run(args, out).await,
        Command::Revoke(args) => revoke::run(args, out).await,
        Command::Find(args) => find::run(args, out).await,
    }
}

/// One key of an organisation.
#[derive(Debug, clap::Args)]
struct OneKey {
    /// The key's client id.
    #[arg(value_name = "CLIENT_ID", value_parser = client_id)]
    key: KeyId,
    #[command(flatten)]
    place: InOrg,
}

fn client_id(text: &str) -> Result<KeyId, &'static str> {
    KeyId::from_client_id(text).ok_or("is not a client id: it looks like axk_ and 32 digits")
}

/// Prints a new secret, which is the only time that it is shown.
fn show(issued: &IssuedSecret, scopes: Option<PermissionSet>, out: Output) {
    let mut document = json!({
        "key_id": issued.key, "name": issued.name, "client_id": issued.client_id, "client_secret": issued.client_secret,
    });
    if let Some(scopes) = scopes {
        document["scopes"] = json!(scopes.words());
    }
    out.show(&document, || {
        format!("Client id:     {}\nClient secret: {}\nThe secret is shown once.", issued.client_id, issued.client_secret)
    });
}

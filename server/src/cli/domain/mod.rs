//! Domains from the command line: added, proved by DNS, and led to a connection.

mod add;
mod list;
mod remove;
mod route;
mod verify;

use std::process::ExitCode;

use clap::Subcommand;
use governance::sso::record;
use serde_json::{Value, json};
use store::sso::DomainRow;

use super::{
    in_org::{InOrg, Open},
    output::Output,
};

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Add a domain and print the TXT record that proves it.
    Add(add::Args),
    /// Look for the record now.
    Verify(verify::Args),
    /// Say by which connection a domain's people sign in: off, optional or required.
    Route(route::Args),
    /// List an organisation's domains.
    List(list::Args),
    /// Remove a domain; its people sign in by password again.
    Remove(remove::Args),
}

pub(super) async fn run(command: Command, out: Output) -> anyhow::Result<ExitCode> {
    match command {
        Command::Add(args) => add::run(args, out).await,
        Command::Verify(args) => verify::run(args, out).await,
        Command::Route(args) => route::run(args, out).await,
        Command::List(args) => list::run(args, out).await,
        Command::Remove(args) => remove::run(args, out).await,
    }
}

/// One domain of an organisation.
#[derive(Debug, clap::Args)]
struct OneDomain {
    /// The domain, such as acme.example.
    domain: String,
    #[command(flatten)]
    place: InOrg,
}

fn document(row: &DomainRow) -> Value {
    let (name, value) = record(row);
    json!({
        "domain": row.domain, "verified": row.verified_at.is_some(), "mode": row.mode, "connection": row.connection(),
        "record": {"type": "TXT", "name": name, "value": value},
    })
}

fn text(row: &DomainRow) -> String {
    let (name, value) = record(row);
    match row.verified_at {
        Some(_) => format!("{}: verified, single sign-on {}", row.domain, row.mode),
        None => format!("{}: not verified. Add this record, then run `axonflow domain verify`:\n  {name}  TXT  {value}", row.domain),
    }
}

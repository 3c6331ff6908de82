//! Connections to identity providers from the command line, one verb per file.

mod idp_initiated;
mod key;
mod link;
mod list;
mod oidc;
mod rule;
mod saml;
mod switch;
mod test;

use std::process::ExitCode;

use clap::Subcommand;
use governance::sso::our_addresses;
use model::{ConnectionId, views::SsoValues};
use serde_json::{Value, json};
use store::sso::ConnectionRow;

use super::{
    in_org::{InOrg, Open},
    output::Output,
};

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// SAML 2.0.
    #[command(subcommand)]
    Saml(saml::Command),
    /// OpenID Connect.
    #[command(subcommand)]
    Oidc(oidc::Command),
    /// List an organisation's connections, with the values that their providers ask for.
    List(list::Args),
    /// Look whether a connection could work now: its certificates, or its provider's answers.
    Test(test::Args),
    /// Switch a connection on.
    Enable(switch::Args),
    /// Switch a connection off: nobody comes by it, and its domains' people sign in by password.
    Disable(switch::Args),
    /// Say whether sign-ins may begin at a SAML provider; off unless said.
    IdpInitiated(idp_initiated::Args),
    /// Publish a next key of ours for a SAML connection; typed again, that key signs.
    Key(key::Args),
    /// Which group of the provider gives which role.
    #[command(subcommand)]
    Rule(rule::Command),
    /// Links by which somebody without an account sets a connection up.
    #[command(subcommand)]
    Link(link::Command),
}

pub(super) async fn run(command: Command, out: Output) -> anyhow::Result<ExitCode> {
    match command {
        Command::Saml(saml::Command::Create(args)) => saml::run(args, out).await,
        Command::Oidc(oidc::Command::Create(args)) => oidc::run(args, out).await,
        Command::List(args) => list::run(args, out).await,
        Command::Test(args) => test::run(args, out).await,
        Command::Enable(args) => switch::run(args, true, out).await,
        Command::Disable(args) => switch::run(args, false, out).await,
        Command::IdpInitiated(args) => idp_initiated::run(args, out).await,
        Command::Key(args) => key::run(args, out).await,
        Command::Rule(command) => rule::run(command, out).await,
        Command::Link(command) => link::run(command, out).await,
    }
}

/// One connection of an organisation.
#[derive(Debug, clap::Args)]
struct OneConnection {
    /// The connection's id.
    #[arg(value_name = "CONNECTION")]
    connection: ConnectionId,
    #[command(flatten)]
    place: InOrg,
}

/// What every new connection may have.
#[derive(Debug, clap::Args)]
struct Common {
    /// Its name: people read "signs in with NAME".
    #[arg(long)]
    name: String,
    /// The role of people who come for the first time; without one, only members come in.
    #[arg(long, value_name = "ROLE")]
    default_role: Option<String>,
    /// The attribute that holds the e-mail address, when the usual names do not fit.
    #[arg(long, value_name = "NAME")]
    email_attribute: Option<String>,
    /// The address under which browsers reach the server, for the values to copy.
    #[arg(long, env = "AXONFLOW_PUBLIC_URL", default_value = "http://localhost:8080", value_name = "URL")]
    public_url: String,
}

fn document(row: &ConnectionRow, ours: &SsoValues) -> Value {
    json!({
        "connection": row.connection(), "name": row.fields.name, "protocol": row.protocol, "enabled": row.fields.enabled,
        "default_role": row.fields.default_role, "provider": row.fields.provider, "ours": ours,
    })
}

fn show(rows: &[ConnectionRow], org: &str, public_url: &str, out: Output) {
    let ours: Vec<_> = rows.iter().map(|row| our_addresses(public_url, org, row)).collect();
    let documents: Vec<Value> = rows.iter().zip(&ours).map(|(row, ours)| document(row, ours)).collect();
    out.show(&documents, || {
        let lines = rows.iter().zip(&ours).map(|(row, ours)| {
            let state = if row.fields.enabled { "on" } else { "off" };
            format!("{}  {} ({}, {state})\n{}", row.connection(), row.fields.name, row.protocol, in_words(ours))
        });
        lines.collect::<Vec<_>>().join("\n")
    });
}

/// Our values, line by line.
fn in_words(ours: &SsoValues) -> String {
    let lines = [
        ("entity id", &ours.entity_id),
        ("answers go to", &ours.acs_url),
        ("messages about signing out go to", &ours.slo_url),
        ("metadata", &ours.metadata_url),
        ("redirect URI", &ours.redirect_uri),
        ("sign-out redirect URI", &ours.signed_out_uri),
    ];
    let known = lines.iter().filter_map(|(name, value)| Some(format!("  {name}: {}", value.as_ref()?)));
    known.chain([format!("  test: {}", ours.test_url)]).collect::<Vec<_>>().join("\n")
}

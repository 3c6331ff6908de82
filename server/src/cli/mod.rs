//! The command line. Every command takes `--data-dir` or the two URLs, works while the server runs, and knows `--json`.

mod db;
mod demo;
mod detect;
mod doctor;
mod domain;
mod evidence;
mod healthcheck;
mod in_org;
mod key;
mod migrate;
mod org;
mod output;
mod platform;
mod policy;
mod role;
mod runtime;
mod scim;
mod secret;
mod serve;
mod sso;
mod team;
mod user;
mod vault;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::telemetry::{self, LogForm};

#[derive(Debug, Parser)]
#[command(name = "axonflow", version, about = "Governs what AI systems do: policy decisions, approvals and evidence.")]
struct Cli {
    /// Print one JSON document instead of text.
    #[arg(long, global = true)]
    json: bool,
    /// What to log, in the form of RUST_LOG; `info` for the service and `warn` for other commands.
    #[arg(long, global = true, env = "RUST_LOG", value_name = "FILTER")]
    log: Option<String>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Run the service: governance API, portal and worker.
    Serve(Box<crate::config::ServeArgs>),
    /// Bring the database schema up to this version.
    Migrate(migrate::Args),
    /// Organisations.
    #[command(subcommand)]
    Org(org::Command),
    /// The platform console: who operates it.
    #[command(subcommand)]
    Platform(platform::Command),
    /// People.
    #[command(subcommand)]
    User(user::Command),
    /// Roles: who may do what, and why.
    #[command(subcommand)]
    Role(role::Command),
    /// Teams: named sets of members, and the roles that they carry.
    #[command(subcommand)]
    Team(team::Command),
    /// API keys.
    #[command(subcommand)]
    Key(key::Command),
    /// Directory sync (SCIM).
    #[command(subcommand)]
    Scim(scim::Command),
    /// Connections to identity providers.
    #[command(subcommand)]
    Sso(sso::Command),
    /// Domains whose people sign in by an identity provider.
    #[command(subcommand)]
    Domain(domain::Command),
    /// Make two demonstration organisations and print their credentials.
    Demo(demo::Args),
    /// Check roles, row-level security, keys, clock and disk.
    Doctor(doctor::Args),
    /// The embedded database.
    #[command(subcommand)]
    Db(db::Command),
    /// Secrets of the configuration.
    #[command(subcommand)]
    Secret(secret::Command),
    /// The keys that seal secrets.
    #[command(subcommand)]
    Vault(vault::Command),
    /// Evidence bundles.
    #[command(subcommand)]
    Evidence(evidence::Command),
    /// Policies that lie in files: check, test and time Rego modules; carry all policies in and out of an organisation.
    #[command(subcommand)]
    Policy(policy::Command),
    /// Try the detector on a text of your own; needs no database and keeps nothing.
    #[command(subcommand)]
    Detect(detect::Command),
    /// Ask a running server whether it is healthy; for container health checks.
    Healthcheck(healthcheck::Args),
}

/// Runs the command that was typed.
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    if rustls::crypto::ring::default_provider().install_default().is_err() {
        // A second provider can only be the same one.
        tracing::debug!("the cryptographic provider was installed before");
    }
    let out = output::Output { json: cli.json };
    start_log(&cli);
    let outcome = match cli.command {
        Command::Serve(args) => serve::run(*args, out),
        Command::Migrate(args) => runtime::block_on(migrate::run(args, out)),
        Command::Org(command) => runtime::block_on(org::run(command, out)),
        Command::Platform(command) => runtime::block_on(platform::run(command, out)),
        Command::User(command) => runtime::block_on(user::run(command, out)),
        Command::Role(command) => runtime::block_on(role::run(command, out)),
        Command::Team(command) => runtime::block_on(team::run(command, out)),
        Command::Key(command) => runtime::block_on(key::run(command, out)),
        Command::Scim(command) => runtime::block_on(scim::run(command, out)),
        Command::Sso(command) => runtime::block_on(sso::run(command, out)),
        Command::Domain(command) => runtime::block_on(domain::run(command, out)),
        Command::Demo(args) => runtime::block_on(demo::run(args, out)),
        Command::Doctor(args) => runtime::block_on(doctor::run(args, out)),
        Command::Db(command) => runtime::block_on(db::run(command, out)),
        Command::Secret(command) => runtime::block_on(secret::run(command, out)),
        Command::Vault(command) => runtime::block_on(vault::run(command, out)),
        Command::Evidence(command) => runtime::block_on(evidence::run(command, out)),
        Command::Policy(command) => policy::run(command, out),
        Command::Detect(command) => detect::run(command, out),
        Command::Healthcheck(args) => runtime::block_on(healthcheck::run(args, out)),
    };
    outcome.unwrap_or_else(|error| {
        out.fail(&error);
        ExitCode::FAILURE
    })
}

/// The service writes JSON lines, commands write text; both to standard error.
fn start_log(cli: &Cli) {
    let serves = matches!(cli.command, Command::Serve(_));
    let (form, default) = if serves { (LogForm::Json, "info") } else { (LogForm::Text, "warn") };
    // A log that was started before is as good.
    let _ = telemetry::install_logs(form, cli.log.as_deref().unwrap_or(default));
}

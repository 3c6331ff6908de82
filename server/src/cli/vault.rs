use std::process::ExitCode;

use clap::Subcommand;
use serde_json::json;
use time::{Duration, format_description::well_known::Rfc3339};

use super::output::Output;
use crate::{
    assemble::{House, assemble},
    config::DatabaseArgs,
    database::Database,
    rewrap::{Rewrap, Tally},
    settings,
    signing::{self, KeyPurpose},
};

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Move every sealed value to the key that seals now; an interrupted run goes on where it stopped.
    Rewrap {
        #[command(flatten)]
        database: DatabaseArgs,
    },
    /// List the platform's signing keys and what each one does now.
    Keys {
        #[command(flatten)]
        database: DatabaseArgs,
    },
    /// Make the next signing key of a purpose. It is known to every process before it signs; the one before it goes on
    /// verifying.
    RollKey {
        /// What it signs.
        #[arg(value_enum)]
        purpose: KeyPurpose,
        /// Minutes until it signs.
        #[arg(long, default_value_t = 5, value_name = "MINUTES", value_parser = clap::value_parser!(u16).range(2..))]
        in_minutes: u16,
        #[command(flatten)]
        database: DatabaseArgs,
    },
    /// End the trust in a signing key that signs no more: whatever it signed is refused within a minute.
    RetireKey {
        /// The key's id.
        kid: String,
        #[command(flatten)]
        database: DatabaseArgs,
    },
}

pub(super) async fn run(command: Command, out: Output) -> anyhow::Result<ExitCode> {
    let args = command.database();
    let database = Database::open(args).await?;
    let house = assemble(&database, args, settings::for_commands()).await?;
    let code = match &command {
        Command::Rewrap { .. } => rewrap(&house, out).await?,
        Command::Keys { .. } => keys(&house, out),
        Command::RollKey { purpose, in_minutes, .. } => roll(&house, *purpose, *in_minutes, out).await?,
        Command::RetireKey { kid, .. } => retire(&house, kid, out).await?,
    };
    database.close().await?;
    Ok(code)
}

impl Command {
    const fn database(&self) -> &DatabaseArgs {
        match self {
            Self::Rewrap { database } | Self::Keys { database } | Self::RollKey { database, .. } | Self::RetireKey { database, .. } => {
                database
            }
        }
    }
}

fn keys(house: &House, out: Output) -> ExitCode {
    let states = house.roster.states();
    let document: Vec<_> = states
        .iter()
        .map(|(purpose, row, state)| json!({ "kid": row.kid, "purpose": purpose, "state": state, "signs_from": row.signs_from.format(&Rfc3339).ok() }))
        .collect();
    out.show(&document, || {
        let lines = states
            .iter()
            .map(|(purpose, row, state)| format!("{:<32}  {:<11}  {state:?} since {}", row.kid, purpose.word(), row.signs_from));
        lines.collect::<Vec<_>>().join("\n")
    });
    ExitCode::SUCCESS
}

async fn roll(house: &House, purpose: KeyPurpose, in_minutes: u16, out: Output) -> anyhow::Result<ExitCode> {
    let signs_from = house.gov.now() + Duration::minutes(i64::from(in_minutes));
    let rolled = signing::roll(&house.platform, &house.gov.parts.vault, purpose, signs_from).await?;
    out.show(&rolled, || format!("Made {} for {}. It signs from {signs_from}.", rolled.kid, purpose.word()));
    Ok(ExitCode::SUCCESS)
}

async fn retire(house: &House, kid: &str, out: Output) -> anyhow::Result<ExitCode> {
    signing::retire(&house.platform, &house.roster, kid).await?;
    out.show(&json!({ "kid": kid, "state": "retired" }), || format!("Nothing that {kid} signed is accepted from now on."));
    Ok(ExitCode::SUCCESS)
}

async fn rewrap(house: &House, out: Output) -> anyhow::Result<ExitCode> {
    let rewrap = Rewrap::new(&house.gov.parts.vault, &house.platform);
    let tally = rewrap.run(|tally| out.progress(&format!("{} moved, {} were current", tally.moved, tally.current))).await?;
    out.show(&tally, || text(&tally));
    Ok(if tally.unreadable.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn text(tally: &Tally) -> String {
    let mut lines = vec![format!("Moved {} values to the current key; {} were there already.", tally.moved, tally.current)];
    lines.extend(tally.unreadable.iter().map(|left| format!("{} stays: {}", left.value, left.why)));
    if !tally.unreadable.is_empty() {
        lines.push("Give the vault the keys that these need, and run it again.".to_owned());
    }
    lines.join("\n")
}

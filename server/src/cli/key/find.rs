use std::{
    io::{Read as _, stdin},
    process::ExitCode,
};

use governance::keys::{self, FoundKey};
use model::views::FoundState;
use vault::SecretString;

use super::Output;
use crate::{assemble::assemble, config::DatabaseArgs, database::Database, settings};

/// More than any secret has; what is longer is something else.
const MOST_BYTES: u64 = 4096;

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Args {
    #[command(flatten)]
    database: DatabaseArgs,
}

pub(super) async fn run(args: Args, out: Output) -> anyhow::Result<ExitCode> {
    let secret = typed()?;
    let database = Database::open(&args.database).await?;
    let house = assemble(&database, &args.database, settings::for_commands()).await?;
    let found = keys::find(&house.gov, &secret).await?;
    out.show(&found, || found.as_ref().map_or_else(|| "No key of this platform.".to_owned(), text));
    database.close().await?;
    Ok(if found.is_some() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// From standard input, since arguments show in the list of processes.
fn typed() -> anyhow::Result<SecretString> {
    let mut text = String::new();
    stdin().take(MOST_BYTES).read_to_string(&mut text)?;
    let trimmed = SecretString::new(text.trim().to_owned());
    drop(SecretString::new(text));
    Ok(trimmed)
}

fn text(found: &FoundKey) -> String {
    let state = match found.state {
        FoundState::Live => "works: end it with `axonflow key revoke`, or replace it with `axonflow key roll --overlap-hours 0`",
        FoundState::Overlap => "was replaced and works until the overlap ends: end it with `axonflow key roll --end-overlap`",
        FoundState::RolledOut => "was replaced and works no more",
        FoundState::Revoked => "is of a key that was ended",
        FoundState::Expired => "is past its end",
        FoundState::Unknown => "was issued here, and no key that is stored knows it",
    };
    let name = found.name.as_deref().unwrap_or("a key that is not stored");
    format!("{} ({name}) of organisation {}\nThe secret {state}.", found.client_id, found.org)
}

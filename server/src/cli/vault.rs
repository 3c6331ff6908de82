use std::process::ExitCode;

use clap::Subcommand;

use super::output::Output;
use crate::{
    assemble::assemble,
    config::DatabaseArgs,
    database::Database,
    rewrap::{Rewrap, Tally},
    settings,
};

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Move every sealed value to the key that seals now; an interrupted run goes on where it stopped.
    Rewrap {
        #[command(flatten)]
        database: DatabaseArgs,
    },
}

pub(super) async fn run(command: Command, out: Output) -> anyhow::Result<ExitCode> {
    let Command::Rewrap { database: args } = command;
    let database = Database::open(&args).await?;
    let house = assemble(&database, &args, settings::for_commands()).await?;
    let rewrap = Rewrap::new(&house.gov.parts.vault, &house.platform);
    let tally = rewrap.run(|tally| out.progress(&format!("{} moved, {} were current", tally.moved, tally.current))).await?;
    out.show(&tally, || text(&tally));
    database.close().await?;
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

//! Policies that lie in files, for editors and pipelines. Checking, testing and timing Rego modules needs no database.

mod bench;
mod export;
mod files;
mod folder;
mod import;
mod lint;
mod simulate;
mod test;

use std::{path::PathBuf, process::ExitCode};

use clap::Subcommand;

use super::{output::Output, runtime};

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Check that every module would be accepted. Exit code 1 when one would not.
    Lint {
        /// A module, or a folder with modules.
        path: PathBuf,
    },
    /// Run the `test_` rules of every module and of the `_test.rego` beside it. Exit code 1 when one fails, or a module has none.
    Test {
        /// A module, or a folder with modules.
        path: PathBuf,
        /// Lines of each module that its tests must reach, in percent.
        #[arg(long, default_value_t = 0, value_name = "PERCENT", value_parser = clap::value_parser!(u8).range(0..=100))]
        coverage: u8,
    },
    /// Measure how long every module takes for one call. Exit code 1 when the 95th percentile is above the limit.
    Bench {
        /// A module, or a folder with modules.
        path: PathBuf,
        /// Microseconds; the promise is 10 ms.
        #[arg(long, default_value_t = 10_000, value_name = "MICROSECONDS")]
        limit: u64,
    },
    /// Write every policy of an organisation into a folder, one file a policy, as it is in force.
    Export(Box<export::Args>),
    /// Bring an organisation's policies to what the files in a folder say. Where changes are reviewed, this makes drafts.
    Import(Box<import::Args>),
    /// Say what an organisation's policies would answer to the calls of a file, one JSON object a line. Leaves no trace.
    Simulate(Box<simulate::Args>),
}

pub(super) fn run(command: Command, out: Output) -> anyhow::Result<ExitCode> {
    let good = match command {
        Command::Lint { path } => lint::run(&path, out)?,
        Command::Test { path, coverage } => test::run(&path, coverage, out)?,
        Command::Bench { path, limit } => bench::run(&path, limit, out)?,
        Command::Export(args) => return runtime::block_on(export::run(*args, out)),
        Command::Import(args) => return runtime::block_on(import::run(*args, out)),
        Command::Simulate(args) => return runtime::block_on(simulate::run(*args, out)),
    };
    Ok(if good { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

//! Tries the detector on somebody's own text: no database, no configuration, nothing kept.

mod code_points;
mod jsonl;
mod plain;

use std::{
    fs::File,
    io::{self, BufRead, BufReader, BufWriter, Write as _},
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::Context as _;
use clap::Subcommand;
use detect::Family;

use super::output::Output;

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Find personal data.
    Pii(Args),
    /// Find SQL injection.
    Sqli(Args),
}

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The text; standard input when left out or `-`.
    file: Option<PathBuf>,
    /// Read one `{"id", "text"}` a line and print one prediction a line, with offsets in Unicode code points.
    #[arg(long)]
    jsonl: bool,
}

/// What is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Subject {
    Pii,
    Sqli,
}

impl Subject {
    const fn family(self) -> Family {
        match self {
            Self::Pii => Family::PersonalData,
            Self::Sqli => Family::SqlInjection,
        }
    }
}

pub(super) fn run(command: Command, out: Output) -> anyhow::Result<ExitCode> {
    let (subject, args) = match command {
        Command::Pii(args) => (Subject::Pii, args),
        Command::Sqli(args) => (Subject::Sqli, args),
    };
    let input = open(args.file.as_deref())?;
    if args.jsonl {
        let mut lines = BufWriter::new(io::stdout().lock());
        let outcome = jsonl::predict(subject, input, &mut lines);
        // What was answered before a bad line stays answered.
        lines.flush()?;
        outcome?;
    } else {
        plain::find(subject, input, out)?;
    }
    Ok(ExitCode::SUCCESS)
}

fn open(file: Option<&Path>) -> anyhow::Result<Box<dyn BufRead>> {
    match file {
        Some(path) if path != Path::new("-") => {
            let file = File::open(path).with_context(|| format!("cannot read {}", path.display()))?;
            Ok(Box::new(BufReader::new(file)))
        }
        _ => Ok(Box::new(BufReader::new(io::stdin()))),
    }
}

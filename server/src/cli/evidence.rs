use std::{
    fs::File,
    io::{BufReader, BufWriter, Write as _},
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::Context as _;
use clap::Subcommand;
use governance::worker;
use ledger::{Report, VerifierKey, VerifyOptions};
use serde::Serialize;
use serde_json::json;

use super::output::Output;
use crate::{assemble::assemble, config::DatabaseArgs, database::Database, provision::org_by_slug, settings};

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Write an organisation's evidence bundle to a file.
    Export {
        /// The organisation's short name.
        #[arg(long)]
        org: String,
        /// Where to write it.
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
        #[command(flatten)]
        database: Box<DatabaseArgs>,
    },
    /// Prove a bundle offline: nothing changed, nothing left out.
    Verify {
        /// The bundle.
        file: PathBuf,
        /// The public key to trust, in vkey form; without it the bundle's own key is used and the answer says `unpinned`.
        #[arg(long, value_name = "VKEY")]
        key: Vec<String>,
        /// A checkpoint that was kept from before: a file with the signed note.
        #[arg(long, value_name = "FILE")]
        since: Option<PathBuf>,
        /// Refuse an unpinned bundle.
        #[arg(long)]
        strict: bool,
    },
}

pub(super) async fn run(command: Command, out: Output) -> anyhow::Result<ExitCode> {
    match command {
        Command::Export { org, out: file, database } => export(&org, &file, &database, out).await,
        Command::Verify { file, key, since, strict } => verify(&file, &key, since.as_deref(), strict, out),
    }
}

async fn export(org: &str, file: &Path, args: &DatabaseArgs, out: Output) -> anyhow::Result<ExitCode> {
    let database = Database::open(args).await?;
    let house = assemble(&database, args, settings::for_commands()).await?;
    let org = org_by_slug(&house.platform, org).await?;
    let scope = house.platform.command_scope(org, "evidence export");
    worker::sign_heads(&house.gov).await?;
    let target = File::create(file).with_context(|| format!("cannot write {}", file.display()))?;
    let mut writer = BufWriter::new(target);
    let records = governance::evidence::export_to(&house.gov, &scope, &mut writer, None, None).await?;
    writer.flush()?;
    let keys: Vec<String> = house.gov.signing().checkpoints.verifier_keys.iter().map(ToString::to_string).collect();
    out.show(&json!({ "ok": true, "file": file, "records": records, "vkeys": keys }), || {
        format!("Wrote {records} records to {}.\nPin this key to verify: {}", file.display(), keys.join(" "))
    });
    database.close().await?;
    Ok(ExitCode::SUCCESS)
}

fn verify(file: &Path, keys: &[String], since: Option<&Path>, strict: bool, out: Output) -> anyhow::Result<ExitCode> {
    let pinned: Vec<VerifierKey> =
        keys.iter().map(|key| key.parse().with_context(|| format!("{key} is not a verifier key"))).collect::<anyhow::Result<_>>()?;
    let since = since.map(|path| std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))).transpose()?;
    let bundle = File::open(file).with_context(|| format!("cannot read {}", file.display()))?;
    let report = ledger::verify(BufReader::new(bundle), &VerifyOptions { pinned, since, strict });
    let trust = if report.pinned { "pinned" } else { "unpinned" };
    out.show(&Verified { report: &report, trust }, || text(&report, trust));
    Ok(if report.ok { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

#[derive(Serialize)]
struct Verified<'a> {
    #[serde(flatten)]
    report: &'a Report,
    /// `pinned`, or `unpinned`: then the bundle only agrees with itself.
    trust: &'static str,
}

fn text(report: &Report, trust: &str) -> String {
    let verdict = if report.ok { "OK" } else { "NOT OK" };
    let range = report.first_seq.zip(report.last_seq).map(|(first, last)| format!(", {first} to {last}")).unwrap_or_default();
    let mut lines = vec![format!(
        "{verdict} ({trust}): {} records{range}, {} erased values, {} retired",
        report.records, report.erased, report.retired
    )];
    lines.extend(report.problems.iter().map(|problem| format!("  line {}: {}", problem.line, problem.message)));
    lines.join("\n")
}

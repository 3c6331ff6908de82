use std::{path::PathBuf, process::ExitCode};

use governance::policy_files::{Applied, Plan, Planned, PlannedChange, PolicyFile, Prune, apply, plan};
use model::views::{DiffKind, VersionDiff};
use serde_json::json;

use super::folder;
use crate::cli::{
    in_org::{InOrg, Open},
    output::Output,
};

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Args {
    /// The folder, as `policy export` writes it.
    folder: PathBuf,
    /// Say what would change and change nothing. Exit code 2 when something would.
    #[arg(long)]
    dry_run: bool,
    /// Remove policies that have no file.
    #[arg(long)]
    prune: bool,
    #[command(flatten)]
    place: InOrg,
}

/// What a dry run ends with when there is something to do.
const WOULD_CHANGE: u8 = 2;

pub(super) async fn run(args: Args, out: Output) -> anyhow::Result<ExitCode> {
    let files: Vec<PolicyFile> = folder::read(&args.folder)?.into_iter().map(|placed| placed.file).collect();
    let open = Open::new(&args.place, "policy import").await?;
    let (gov, prune) = (&open.house.gov, if args.prune { Prune::Yes } else { Prune::No });
    let plan = plan(gov, &open.scope, &files, prune).await?;
    if args.dry_run {
        out.show(&plan, || told(&plan));
        let code = if plan.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(WOULD_CHANGE) };
        open.close().await?;
        return Ok(code);
    }
    let applied = apply(gov, &open.scope, plan).await?;
    out.show(&json!({ "applied": applied }), || done(&applied));
    open.close().await
}

fn told(plan: &Plan) -> String {
    let changes = plan.changes.iter().filter(|change| change.change != Planned::Keep);
    let mut lines: Vec<String> = changes.flat_map(change_lines).collect();
    let count = |what: Planned| plan.changes.iter().filter(|change| change.change == what).count();
    lines.push(format!(
        "{} to create, {} to change, {} to remove, {} as they are.",
        count(Planned::Create),
        count(Planned::Update),
        count(Planned::Remove),
        count(Planned::Keep)
    ));
    lines.join("\n")
}

fn change_lines(change: &PlannedChange) -> Vec<String> {
    let (mark, id) = match change.change {
        Planned::Create => ("+", "new"),
        Planned::Update => ("~", change.id.as_deref().unwrap_or_default()),
        Planned::Remove => ("-", change.id.as_deref().unwrap_or_default()),
        Planned::Keep => (" ", ""),
    };
    let mut lines = vec![format!("{mark} {} ({id})", change.name)];
    if change.change == Planned::Update {
        lines.extend(diff_lines(&change.diff));
    }
    lines
}

fn diff_lines(diff: &VersionDiff) -> Vec<String> {
    let shown = |value: &Option<String>| value.clone().unwrap_or_else(|| "nothing".to_owned());
    let mut lines: Vec<String> =
        diff.fields.iter().map(|field| format!("    {}: {} -> {}", field.field, shown(&field.before), shown(&field.after))).collect();
    for text in &diff.texts {
        lines.push(format!("    {}:", text.field));
        for line in text.lines.iter().filter(|line| line.kind != DiffKind::Same) {
            let mark = if line.kind == DiffKind::Added { '+' } else { '-' };
            lines.push(format!("      {mark} {}", line.text));
        }
    }
    lines
}

fn done(applied: &[Applied]) -> String {
    let drafts = applied.iter().filter(|line| line.release.is_some()).count();
    let waiting = if drafts == 0 { String::new() } else { format!(" {drafts} of them are drafts that wait for release.") };
    format!("{} policies changed.{waiting}", applied.len())
}

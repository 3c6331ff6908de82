use std::process::ExitCode;

use serde::Serialize;
use store::{PlatformPool, RequestPool, platform};

use super::output::Output;
use crate::{assemble::assemble, clock, config::DatabaseArgs, database::Database, settings};

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    database: DatabaseArgs,
}

#[derive(Debug, Serialize)]
struct Check {
    name: &'static str,
    ok: bool,
    detail: String,
}

#[derive(Debug, Serialize)]
struct Report {
    ok: bool,
    checks: Vec<Check>,
}

/// Free space below which a database should not go on.
const LEAST_FREE_BYTES: u64 = 512 * 1024 * 1024;

pub(super) async fn run(args: Args, out: Output) -> anyhow::Result<ExitCode> {
    let database = Database::open(&args.database).await?;
    let mut checks = vec![roles(&database).await, catalogue(&database).await, keys(&database, &args.database).await];
    checks.push(clock_check(&database).await);
    checks.push(disk(&args.database));
    let report = Report { ok: checks.iter().all(|check| check.ok), checks };
    out.show(&report, || text(&report));
    database.close().await?;
    Ok(if report.ok { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn text(report: &Report) -> String {
    let lines = report.checks.iter().map(|c| format!("{}  {:<10} {}", if c.ok { "ok  " } else { "FAIL" }, c.name, c.detail));
    lines.collect::<Vec<_>>().join("\n")
}

fn check(name: &'static str, outcome: anyhow::Result<String>) -> Check {
    match outcome {
        Ok(detail) => Check { name, ok: true, detail },
        Err(error) => Check { name, ok: false, detail: format!("{error:#}") },
    }
}

async fn roles(database: &Database) -> Check {
    let connected = RequestPool::connect(&database.web, clock::system(), 1).await;
    check("roles", connected.map(|_| "the request login can become only axonflow_app_role".to_owned()).map_err(Into::into))
}

async fn catalogue(database: &Database) -> Check {
    let outcome = async {
        let pool = PlatformPool::connect(&database.platform, clock::system()).await?;
        pool.migrate().await?;
        let faults = platform::catalogue_faults(&pool).await?;
        let listed: Vec<String> = faults.iter().map(|f| format!("{}: {}", f.rule, f.object)).collect();
        anyhow::ensure!(faults.is_empty(), "{}", listed.join("; "));
        Ok("row-level security is forced everywhere".to_owned())
    };
    check("isolation", outcome.await)
}

async fn keys(database: &Database, args: &DatabaseArgs) -> Check {
    let outcome = assemble(database, args, settings::for_commands()).await;
    check("keys", outcome.map(|_| "the vault opens the signing keys".to_owned()))
}

async fn clock_check(database: &Database) -> Check {
    let outcome = async {
        let pool = PlatformPool::connect(&database.platform, clock::system()).await?;
        let theirs = platform::database_time(&pool).await?;
        let apart = (clock::system().now() - theirs).abs();
        anyhow::ensure!(apart < time::Duration::seconds(5), "the database's clock is {} s apart", apart.whole_seconds());
        Ok("agrees with the database".to_owned())
    };
    check("clock", outcome.await)
}

fn disk(args: &DatabaseArgs) -> Check {
    let outcome = nix::sys::statvfs::statvfs(&args.data_dir).map_err(anyhow::Error::from).and_then(|disk| {
        let free = disk.blocks_available() * disk.fragment_size();
        anyhow::ensure!(free > LEAST_FREE_BYTES, "only {} MB are free in {}", free / 1_000_000, args.data_dir.display());
        Ok(format!("{} MB free", free / 1_000_000))
    });
    check("disk", outcome)
}

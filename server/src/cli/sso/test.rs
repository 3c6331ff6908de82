use std::process::ExitCode;

use governance::sso;
use serde_json::{Value, json};

use super::{OneConnection, Open, Output};

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Args {
    #[command(flatten)]
    one: OneConnection,
}

pub(super) async fn run(args: Args, out: Output) -> anyhow::Result<ExitCode> {
    let open = Open::new(&args.one.place, "sso test").await?;
    let checks = sso::test(&open.house.gov, &open.scope, args.one.connection).await?;
    let held = checks.iter().all(|(_, result)| result.is_ok());
    let line = |(what, result): &(&str, Result<String, String>)| json!({"check": what, "held": result.is_ok(), "seen": result.as_ref().unwrap_or_else(|fault| fault)});
    let document: Vec<Value> = checks.iter().map(line).collect();
    out.show(&json!({"ok": held, "checks": document}), || {
        let lines = checks.iter().map(|(what, result)| match result {
            Ok(seen) => format!("{what}: good, {seen}"),
            Err(fault) => format!("{what}: not good, {fault}"),
        });
        lines.collect::<Vec<_>>().join("\n")
    });
    open.close().await?;
    Ok(if held { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

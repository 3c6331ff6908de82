use std::process::ExitCode;

use governance::sso;
use serde_json::{Value, json};

use super::{InOrg, Open, Output};

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Args {
    /// Only the sign-in with this support code.
    #[arg(long, value_name = "CODE")]
    code: Option<String>,
    #[command(flatten)]
    place: InOrg,
}

pub(super) async fn run(args: Args, out: Output) -> anyhow::Result<ExitCode> {
    let open = Open::new(&args.place, "sso log").await?;
    let rows = sso::sign_ins(&open.house.gov, &open.scope, args.code.as_deref()).await?;
    let document: Vec<Value> = rows
        .iter()
        .map(|row| {
            json!({
                "at": row.at.to_string(), "connection": row.connection(), "support_code": row.support_code, "outcome": row.outcome,
                "refusal": row.refusal, "sentence": row.sentence, "steps": row.steps, "subject": row.subject, "email": row.email,
            })
        })
        .collect();
    out.show(&document, || {
        let lines = rows.iter().map(|row| {
            let who = row.email.as_deref().unwrap_or("somebody");
            format!("{}  {}  {}  {who}  {}", row.at, row.support_code, row.outcome, row.sentence.as_deref().unwrap_or_default())
        });
        lines.collect::<Vec<_>>().join("\n")
    });
    open.close().await
}

use std::process::ExitCode;

use governance::keys;
use serde_json::json;

use super::{OneKey, Open, Output};

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Args {
    /// Why, for the record.
    #[arg(long)]
    reason: Option<String>,
    #[command(flatten)]
    one: OneKey,
}

pub(super) async fn run(args: Args, out: Output) -> anyhow::Result<ExitCode> {
    let open = Open::new(&args.one.place, "key revoke").await?;
    keys::revoke(&open.house.gov, &open.scope, args.one.key, args.reason.as_deref()).await?;
    let client_id = args.one.key.client_id();
    out.show(&json!({ "client_id": client_id, "state": "revoked" }), || format!("{client_id} works no more."));
    open.close().await
}

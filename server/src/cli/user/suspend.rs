use std::process::ExitCode;

use governance::members;
use serde_json::json;

use super::{OneMember, Open, Output};

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Args {
    /// Let a suspended member back in instead.
    #[arg(long)]
    undo: bool,
    #[command(flatten)]
    one: OneMember,
}

pub(super) async fn run(args: Args, out: Output) -> anyhow::Result<ExitCode> {
    let open = Open::new(&args.one.place, "user suspend").await?;
    let person = args.one.find(&open).await?;
    let state = if args.undo {
        members::reactivate(&open.house.gov, &open.scope, person).await?;
        "active"
    } else {
        members::suspend(&open.house.gov, &open.scope, person).await?;
        "suspended"
    };
    out.show(&json!({ "user_id": person, "state": state }), || format!("{person} is {state} now."));
    open.close().await
}

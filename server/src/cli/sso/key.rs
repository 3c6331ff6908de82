use std::process::ExitCode;

use governance::sso;
use serde_json::json;

use super::{OneConnection, Open, Output};

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Args {
    #[command(flatten)]
    one: OneConnection,
}

pub(super) async fn run(args: Args, out: Output) -> anyhow::Result<ExitCode> {
    let open = Open::new(&args.one.place, "sso key").await?;
    let change = sso::our_key(&open.house.gov, &open.scope, args.one.connection).await?;
    out.show(&json!({"connection": args.one.connection, "change": change.as_str()}), || change.in_words().to_owned());
    open.close().await
}

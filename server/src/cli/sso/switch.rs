use std::process::ExitCode;

use governance::sso;
use serde_json::json;

use super::{OneConnection, Open, Output};

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Args {
    #[command(flatten)]
    one: OneConnection,
}

pub(super) async fn run(args: Args, on: bool, out: Output) -> anyhow::Result<ExitCode> {
    let open = Open::new(&args.one.place, if on { "sso enable" } else { "sso disable" }).await?;
    let row = sso::set_enabled(&open.house.gov, &open.scope, args.one.connection, on).await?;
    out.show(&json!({"connection": row.connection(), "enabled": row.fields.enabled}), || {
        format!("{} is {}.", row.fields.name, if on { "on" } else { "off" })
    });
    open.close().await
}

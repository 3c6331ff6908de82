use std::process::ExitCode;

use governance::sso;
use model::ConnectionId;

use super::{OneDomain, Open, Output, document, text};

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Args {
    /// The connection's id.
    #[arg(long, value_name = "CONNECTION")]
    connection: ConnectionId,
    /// off: passwords only; optional: either; required: no passwords, but of a break-glass owner with a second factor.
    #[arg(long, value_parser = ["off", "optional", "required"])]
    mode: String,
    #[command(flatten)]
    one: OneDomain,
}

pub(super) async fn run(args: Args, out: Output) -> anyhow::Result<ExitCode> {
    let open = Open::new(&args.one.place, "domain route").await?;
    let row = sso::route_domain(&open.house.gov, &open.scope, &args.one.domain, args.connection, &args.mode).await?;
    out.show(&document(&row), || text(&row));
    open.close().await
}

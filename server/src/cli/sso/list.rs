use std::process::ExitCode;

use governance::sso;

use super::{InOrg, Open, Output, show};

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Args {
    /// The address under which browsers reach the server, for the values to copy.
    #[arg(long, env = "AXONFLOW_PUBLIC_URL", default_value = "http://localhost:8080", value_name = "URL")]
    public_url: String,
    #[command(flatten)]
    place: InOrg,
}

pub(super) async fn run(args: Args, out: Output) -> anyhow::Result<ExitCode> {
    let open = Open::new(&args.place, "sso list").await?;
    let rows = sso::list(&open.house.gov, &open.scope).await?;
    show(&rows, &args.place.org, &args.public_url, out);
    open.close().await
}

use std::process::ExitCode;

use super::output::Output;
use crate::{
    assemble::assemble,
    config::DatabaseArgs,
    database::Database,
    demo::{self, Force},
    serve::Welcome,
    settings,
};

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Also on a configured database.
    #[arg(long)]
    force: bool,
    /// The address that the printed text names.
    #[arg(long, env = "AXONFLOW_PUBLIC_URL", default_value = "http://localhost:8080")]
    public_url: String,
    #[command(flatten)]
    database: DatabaseArgs,
}

pub(super) async fn run(args: Args, out: Output) -> anyhow::Result<ExitCode> {
    let database = Database::open(&args.database).await?;
    let house = assemble(&database, &args.database, settings::for_server(args.public_url.clone())).await?;
    let force = if args.force { Force::Yes } else { Force::No };
    let demo = demo::make(&house, &database, &args.database.data_dir, force).await?;
    out.show(&demo, || Welcome::new(&args.public_url, None, Some(&demo), house.gov.now()).text());
    database.close().await?;
    Ok(ExitCode::SUCCESS)
}

use std::process::ExitCode;

use governance::keys;
use model::views::KeyLine;

use super::{InOrg, Open, Output};

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Args {
    #[command(flatten)]
    place: InOrg,
}

pub(super) async fn run(args: Args, out: Output) -> anyhow::Result<ExitCode> {
    let open = Open::new(&args.place, "key list").await?;
    let lines = keys::list(&open.house.gov, &open.scope).await?;
    let text = |line: &KeyLine| format!("{}  {:<8?}  ..{}  {}", line.client_id, line.state, line.secret_tail, line.name);
    out.show(&lines, || lines.iter().map(text).collect::<Vec<_>>().join("\n"));
    open.close().await
}

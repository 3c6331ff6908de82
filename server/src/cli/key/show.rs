use std::process::ExitCode;

use governance::keys;
use model::views::{KeyDetail, SecretLine, UseLine};

use super::{OneKey, Open, Output};

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Args {
    #[command(flatten)]
    one: OneKey,
}

pub(super) async fn run(args: Args, out: Output) -> anyhow::Result<ExitCode> {
    let open = Open::new(&args.one.place, "key show").await?;
    let detail = keys::detail(&open.house.gov, &open.scope, args.one.key).await?;
    out.show(&detail, || text(&detail));
    open.close().await
}

fn text(detail: &KeyDetail) -> String {
    let line = &detail.line;
    let head = format!("{}  {:?}  {}  {}", line.client_id, line.state, line.environment, line.name);
    std::iter::once(head).chain(detail.secrets.iter().map(secret)).collect::<Vec<_>>().join("\n")
}

fn secret(secret: &SecretLine) -> String {
    let state = if secret.works { "works" } else { "ended" };
    let until = secret.works_until.map_or_else(String::new, |end| format!(" until {end}"));
    let uses = secret.uses.iter().map(used);
    std::iter::once(format!("  ..{}  {state}{until}", secret.tail)).chain(uses).collect::<Vec<_>>().join("\n")
}

fn used(one: &UseLine) -> String {
    format!("    {}  {} calls, last {}  {}", one.address, one.calls, one.last_at, one.client)
}

use std::process::ExitCode;

use governance::members;
use model::views::DepartureView;
use serde_json::json;
use time::format_description::well_known::Rfc3339;

use super::{InOrg, Open, Output};

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Args {
    #[command(flatten)]
    place: InOrg,
}

pub(super) async fn run(args: Args, out: Output) -> anyhow::Result<ExitCode> {
    let open = Open::new(&args.place, "user departures").await?;
    let departures = members::departures(&open.house.gov, &open.scope).await?;
    out.show(&json!(departures), || {
        if departures.is_empty() { "Nobody left yet.".to_owned() } else { departures.iter().map(line).collect::<Vec<_>>().join("\n") }
    });
    open.close().await
}

fn line(one: &DepartureView) -> String {
    let keys = one.keys_revoked.len() + one.keys_handed.len();
    format!(
        "{}  {}  by {}: {} sessions, {} roles, {keys} keys, {} exports, in {} ms",
        one.left_at.format(&Rfc3339).unwrap_or_default(),
        one.email,
        one.by,
        one.sessions,
        one.roles.len(),
        one.exports.len(),
        one.took_micros / 1_000
    )
}

use std::process::ExitCode;

use governance::sso;
use serde_json::json;

use super::{OneConnection, Open, Output};

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Args {
    #[command(flatten)]
    one: OneConnection,
    /// `on` or `off`.
    #[arg(value_name = "ON|OFF", value_parser = ["on", "off"])]
    allowed: String,
}

pub(super) async fn run(args: Args, out: Output) -> anyhow::Result<ExitCode> {
    let open = Open::new(&args.one.place, "sso idp-initiated").await?;
    let allowed = args.allowed == "on";
    sso::set_idp_initiated(&open.house.gov, &open.scope, args.one.connection, allowed).await?;
    let words = if allowed { "Sign-ins may begin at the provider." } else { "Every sign-in begins here." };
    out.show(&json!({"connection": args.one.connection, "idp_initiated": allowed}), || words.to_owned());
    open.close().await
}

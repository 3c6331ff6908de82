use std::process::ExitCode;

use governance::sdk_sign_in;
use serde_json::json;

use super::{InOrg, Open, Output};

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Args {
    /// Remove it, and end every session that it opened.
    #[arg(long)]
    remove: bool,
    #[command(flatten)]
    place: InOrg,
}

pub(super) async fn run(args: Args, out: Output) -> anyhow::Result<ExitCode> {
    let open = Open::new(&args.place, "org sdk-password").await?;
    if args.remove {
        sdk_sign_in::remove_password(&open.house.gov, &open.scope).await?;
        out.show(&json!({"org": args.place.org, "removed": true}), || "Removed. Sessions of the SDK have ended.".to_owned());
    } else {
        let password = sdk_sign_in::make_password(&open.house.gov, &open.scope).await?;
        let told = password.expose();
        out.show(&json!({"org": args.place.org, "password": told}), || {
            format!("{told}\nIt is not shown again; making another one ends it.")
        });
    }
    open.close().await
}

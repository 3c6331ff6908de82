use std::process::ExitCode;

use governance::directory::tokens;
use model::DirectoryTokenId;
use serde_json::json;

use super::{InOrg, Open, Output};

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Args {
    /// The token's id, as `scim token list` shows it.
    #[arg(value_name = "TOKEN_ID")]
    token: DirectoryTokenId,
    #[command(flatten)]
    place: InOrg,
}

pub(super) async fn run(args: Args, out: Output) -> anyhow::Result<ExitCode> {
    let open = Open::new(&args.place, "scim token revoke").await?;
    tokens::revoke(&open.house.gov, &open.scope, args.token).await?;
    out.show(&json!({"token_id": args.token, "state": "revoked"}), || "The token is ended.".to_owned());
    open.close().await
}

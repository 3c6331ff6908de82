use std::process::ExitCode;

use governance::directory::{base_url_at, tokens};
use model::ShortText;
use serde_json::json;
use time::{Duration, format_description::well_known::Rfc3339};

use super::{InOrg, Open, Output};

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Args {
    /// What the token is called in lists.
    #[arg(long, default_value = "directory")]
    name: String,
    /// Days until it ends.
    #[arg(long, value_name = "DAYS", default_value_t = 365)]
    expires_in_days: u16,
    /// The address under which directories reach the server.
    #[arg(long, env = "AXONFLOW_PUBLIC_URL", default_value = "http://localhost:8080", value_name = "URL")]
    public_url: String,
    #[command(flatten)]
    place: InOrg,
}

pub(super) async fn run(args: Args, out: Output) -> anyhow::Result<ExitCode> {
    let name = ShortText::parse("name", &args.name)?;
    let open = Open::new(&args.place, "scim token create").await?;
    let issued = tokens::create(&open.house.gov, &open.scope, &name, Duration::days(i64::from(args.expires_in_days))).await?;
    let expires_at = issued.expires_at.format(&Rfc3339)?;
    let base = base_url_at(&args.public_url);
    let document = json!({"token_id": issued.token, "base_url": base, "token": issued.secret.expose(), "expires_at": expires_at});
    out.show(&document, || {
        let text = issued.secret.expose();
        format!("Address: {base}\nToken:   {text}\nEnds:    {expires_at}\nThe token is shown once.")
    });
    open.close().await
}

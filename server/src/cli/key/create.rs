use std::process::ExitCode;

use governance::keys::{self, NewKeyInput};
use model::{PermissionSet, ShortText};
use time::Duration;

use super::{InOrg, Open, Output, show};

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Args {
    /// The key's name.
    #[arg(long)]
    name: String,
    /// What it may do, several times; the template `sdk` when not given.
    #[arg(long = "scope", value_name = "SCOPE")]
    scopes: Vec<String>,
    /// Days until it ends; never when not given.
    #[arg(long, value_name = "DAYS")]
    expires_in_days: Option<u16>,
    #[command(flatten)]
    place: InOrg,
}

pub(super) async fn run(args: Args, out: Output) -> anyhow::Result<ExitCode> {
    let scopes = if args.scopes.is_empty() { None } else { Some(PermissionSet::parse(&args.scopes)?) };
    let name = ShortText::parse("name", &args.name)?;
    let open = Open::new(&args.place, "key create").await?;
    let gov = &open.house.gov;
    let expires_at = args.expires_in_days.map(|days| gov.now() + Duration::days(i64::from(days)));
    let new = NewKeyInput { name, scopes, expires_at, tenant: None };
    let issued = keys::create(gov, &open.scope, &PermissionSet::all(), new).await?;
    show(&issued, Some(scopes.unwrap_or_else(PermissionSet::sdk)), out);
    open.close().await
}

use std::process::ExitCode;

use governance::roles::{self, RoleInput};
use serde_json::json;

use super::{InOrg, Open, Output};

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Args {
    /// Its name.
    #[arg(long)]
    name: String,
    /// What it is for.
    #[arg(long, default_value = "")]
    description: String,
    /// What it allows, such as policies:read; may be given several times.
    #[arg(long = "permission", value_name = "PERMISSION")]
    permissions: Vec<String>,
    #[command(flatten)]
    place: InOrg,
}

pub(super) async fn run(args: Args, out: Output) -> anyhow::Result<ExitCode> {
    let open = Open::new(&args.place, "role create").await?;
    let input = RoleInput::parse(&args.name, &args.description, &args.permissions)?;
    let role = roles::create(&open.house.gov, &open.scope, &input).await?;
    let document = json!({ "role_id": role, "name": input.name.as_str(), "permissions": input.permissions.words() });
    out.show(&document, || format!("Made the role {} ({role}). Nobody holds it yet.", input.name.as_str()));
    open.close().await
}

use std::{path::PathBuf, process::ExitCode};

use anyhow::Context as _;
use clap::Subcommand;
use governance::sso::{self, NewConnection, NewProvider};
use model::ShortText;

use super::{Common, InOrg, Open, Output, show};

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum Command {
    /// Make a connection from the provider's metadata, and print our values for the provider's console.
    Create(Args),
}

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Args {
    /// The provider's metadata, a file.
    #[arg(long, value_name = "FILE")]
    metadata: PathBuf,
    #[command(flatten)]
    common: Common,
    #[command(flatten)]
    place: InOrg,
}

pub(super) async fn run(args: Args, out: Output) -> anyhow::Result<ExitCode> {
    let metadata = std::fs::read(&args.metadata).with_context(|| format!("{} cannot be read", args.metadata.display()))?;
    let new = NewConnection {
        name: ShortText::parse("name", &args.common.name)?,
        provider: NewProvider::SamlMetadata(metadata),
        email_attribute: args.common.email_attribute.as_deref().map(|name| ShortText::parse("email_attribute", name)).transpose()?,
        default_role: args.common.default_role,
    };
    let open = Open::new(&args.place, "sso saml create").await?;
    let row = sso::create(&open.house.gov, &open.scope, new).await?;
    show(&[row], &args.place.org, &args.common.public_url, out);
    open.close().await
}

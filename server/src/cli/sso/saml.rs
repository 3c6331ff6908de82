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
    #[arg(long, value_name = "FILE", required_unless_present = "metadata_url", conflicts_with = "metadata_url")]
    metadata: Option<PathBuf>,
    /// Where the provider publishes its metadata; it is fetched now.
    #[arg(long, value_name = "URL")]
    metadata_url: Option<String>,
    #[command(flatten)]
    common: Common,
    #[command(flatten)]
    place: InOrg,
}

pub(super) async fn run(args: Args, out: Output) -> anyhow::Result<ExitCode> {
    let provider = match (args.metadata, args.metadata_url) {
        (Some(file), _) => NewProvider::SamlMetadata(std::fs::read(&file).with_context(|| format!("{} cannot be read", file.display()))?),
        (None, url) => NewProvider::SamlMetadataUrl(url.unwrap_or_default()),
    };
    let new = NewConnection {
        name: ShortText::parse("name", &args.common.name)?,
        provider,
        email_attribute: args.common.email_attribute.as_deref().map(|name| ShortText::parse("email_attribute", name)).transpose()?,
        default_role: args.common.default_role,
    };
    let open = Open::new(&args.place, "sso saml create").await?;
    let row = sso::create(&open.house.gov, &open.scope, new).await?;
    show(&[row], &args.place.org, &args.common.public_url, out);
    open.close().await
}

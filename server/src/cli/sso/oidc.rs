use std::{path::PathBuf, process::ExitCode};

use anyhow::Context as _;
use clap::Subcommand;
use governance::sso::{self, NewConnection, NewProvider};
use model::ShortText;
use vault::SecretString;

use super::{Common, InOrg, Open, Output, show};

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum Command {
    /// Make a connection: the issuer is asked now, and our values for the provider's console are printed.
    Create(Args),
}

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Args {
    /// The provider's issuer, exactly as it calls itself.
    #[arg(long, value_name = "URL")]
    issuer: String,
    /// The client id that the provider gave us.
    #[arg(long)]
    client_id: String,
    /// A file with the client secret; arguments show in the list of processes.
    #[arg(long, value_name = "FILE")]
    client_secret_file: PathBuf,
    #[command(flatten)]
    common: Common,
    #[command(flatten)]
    place: InOrg,
}

pub(super) async fn run(args: Args, out: Output) -> anyhow::Result<ExitCode> {
    let file = &args.client_secret_file;
    let text = SecretString::new(std::fs::read_to_string(file).with_context(|| format!("{} cannot be read", file.display()))?);
    let client_secret = SecretString::new(text.expose().trim().to_owned());
    let new = NewConnection {
        name: ShortText::parse("name", &args.common.name)?,
        provider: NewProvider::Oidc { issuer: args.issuer, client_id: args.client_id, client_secret },
        email_attribute: None,
        default_role: args.common.default_role,
    };
    let open = Open::new(&args.place, "sso oidc create").await?;
    let row = sso::create(&open.house.gov, &open.scope, new).await?;
    show(&[row], &args.place.org, &args.common.public_url, out);
    open.close().await
}

use std::process::ExitCode;

use governance::keys::{self, NewKeyInput, RotationInput};
use model::{ConnectorRight, IpRange, KeyEnvironment, PermissionSet, ShortText};
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
    /// What it is used in: live or test.
    #[arg(long, default_value = "live", value_parser = environment, value_name = "ENVIRONMENT")]
    environment: KeyEnvironment,
    /// From where it may be used, such as 203.0.113.0/24, several times; from anywhere when not given.
    #[arg(long = "network", value_name = "CIDR")]
    networks: Vec<String>,
    /// What a service identity may use, such as mcp:salesforce:query, several times; one makes the key a service identity.
    #[arg(long = "connector", value_name = "mcp:CONNECTOR:OPERATION")]
    connectors: Vec<String>,
    /// Days after which the secret is exchanged, again and again; by hand only when not given.
    #[arg(long, value_name = "DAYS")]
    rotate_every_days: Option<u32>,
    #[command(flatten)]
    place: InOrg,
}

fn environment(word: &str) -> Result<KeyEnvironment, &'static str> {
    KeyEnvironment::parse(word).ok_or("must be live or test")
}

pub(super) async fn run(args: Args, out: Output) -> anyhow::Result<ExitCode> {
    let mut new = new_key(&args)?;
    let open = Open::new(&args.place, "key create").await?;
    let gov = &open.house.gov;
    new.expires_at = args.expires_in_days.map(|days| gov.now() + Duration::days(i64::from(days)));
    let scopes = new.scopes();
    let issued = keys::create(gov, &open.scope, &PermissionSet::all(), new).await?;
    show(&issued, Some(scopes), out);
    open.close().await
}

fn new_key(args: &Args) -> anyhow::Result<NewKeyInput> {
    let rotation = args.rotate_every_days.map(|days| RotationInput::parse(days, RotationInput::DEFAULT_OVERLAP_SECONDS)).transpose()?;
    Ok(NewKeyInput {
        scopes: if args.scopes.is_empty() { None } else { Some(PermissionSet::parse(&args.scopes)?) },
        environment: args.environment,
        networks: IpRange::parse_list("network", &args.networks.join(" "))?,
        connector_rights: ConnectorRight::checked("connector", args.connectors.iter().map(String::as_str))?,
        rotation,
        ..NewKeyInput::new(ShortText::parse("name", &args.name)?)
    })
}

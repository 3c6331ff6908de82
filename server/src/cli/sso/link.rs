use std::process::ExitCode;

use clap::Subcommand;
use governance::sso::guests::{self, NewLink};
use model::{SetUpLinkId, ShortText};
use serde_json::json;

use super::{OneConnection, Open, Output};

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum Command {
    /// Make a link by which somebody without an account sets this connection up; it is shown once.
    Create(Create),
    /// List the links of a connection.
    List(List),
    /// Take a link back.
    Revoke(Revoke),
}

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Create {
    #[command(flatten)]
    one: OneConnection,
    /// For whom it is.
    #[arg(long = "for", value_name = "NAME")]
    made_for: String,
    /// The domain whose record they may see and have looked for.
    #[arg(long)]
    domain: Option<String>,
    /// How many days it is good, up to 30.
    #[arg(long, default_value_t = 7)]
    days: u16,
    /// The address under which browsers reach the server.
    #[arg(long, env = "AXONFLOW_PUBLIC_URL", default_value = "http://localhost:8080", value_name = "URL")]
    public_url: String,
}

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct List {
    #[command(flatten)]
    one: OneConnection,
}

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Revoke {
    #[command(flatten)]
    one: OneConnection,
    /// The link's id, as `list` shows it.
    #[arg(value_name = "LINK")]
    link: SetUpLinkId,
}

pub(super) async fn run(command: Command, out: Output) -> anyhow::Result<ExitCode> {
    match command {
        Command::Create(args) => create(args, out).await,
        Command::List(args) => list(args, out).await,
        Command::Revoke(args) => revoke(args, out).await,
    }
}

async fn create(args: Create, out: Output) -> anyhow::Result<ExitCode> {
    let open = Open::under(&args.one.place, "sso link create", &args.public_url).await?;
    let new = NewLink { made_for: ShortText::parse("for", &args.made_for)?, domain: args.domain, days: args.days };
    let made = guests::make(&open.house.gov, &open.scope, args.one.connection, &new).await?;
    out.show(&made, || format!("{}\nIt is good until {} and is not shown again.", made.url, made.expires_at));
    open.close().await
}

async fn list(args: List, out: Output) -> anyhow::Result<ExitCode> {
    let open = Open::new(&args.one.place, "sso link list").await?;
    let lines = guests::list(&open.house.gov, &open.scope, args.one.connection).await?;
    out.show(&lines, || {
        let line = |line: &model::views::SetUpLinkLine| {
            format!("{}  {}  {}, until {}", line.link, line.made_for, line.state.as_str(), line.expires_at)
        };
        lines.iter().map(line).collect::<Vec<_>>().join("\n")
    });
    open.close().await
}

async fn revoke(args: Revoke, out: Output) -> anyhow::Result<ExitCode> {
    let open = Open::new(&args.one.place, "sso link revoke").await?;
    guests::revoke(&open.house.gov, &open.scope, args.one.connection, args.link).await?;
    out.show(&json!({"link": args.link, "revoked": true}), || "The link opens nothing any more.".to_owned());
    open.close().await
}

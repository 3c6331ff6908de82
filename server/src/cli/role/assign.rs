use std::process::ExitCode;

use anyhow::Context as _;
use governance::members;
use serde_json::json;
use time::{Duration, format_description::well_known::Rfc3339};

use super::{OneMember, Open, Output};

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Args {
    /// The role's name.
    #[arg(long)]
    role: String,
    /// End it after so many days; it stays when not given.
    #[arg(long, value_name = "DAYS", value_parser = clap::value_parser!(u16).range(1..=3650))]
    days: Option<u16>,
    #[command(flatten)]
    one: OneMember,
}

pub(super) async fn run(args: Args, out: Output) -> anyhow::Result<ExitCode> {
    let open = Open::new(&args.one.place, "role assign").await?;
    let gov = &open.house.gov;
    let person = args.one.find(&open).await?;
    let choices = members::role_choices(gov, &open.scope).await?;
    let role = choices.iter().find(|choice| choice.name == args.role).with_context(|| format!("there is no role {}", args.role))?;
    let until = args.days.map(|days| gov.now() + Duration::days(i64::from(days)));
    members::give_role(gov, &open.scope, person, role.role, until).await?;
    let until = until.and_then(|until| until.format(&Rfc3339).ok());
    out.show(&json!({ "user_id": person, "role": args.role, "until": until }), || match &until {
        Some(until) => format!("{person} holds {} until {until}.", args.role),
        None => format!("{person} holds {}.", args.role),
    });
    open.close().await
}

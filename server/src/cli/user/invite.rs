use std::process::ExitCode;

use anyhow::Context as _;
use governance::members::{self, Invited, NewInvitations};
use serde_json::json;

use super::{InOrg, Open, Output};

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Args {
    /// Whom to invite.
    #[arg(required = true, value_name = "EMAIL")]
    emails: Vec<String>,
    /// As what.
    #[arg(long)]
    role: String,
    #[command(flatten)]
    place: InOrg,
}

pub(super) async fn run(args: Args, out: Output) -> anyhow::Result<ExitCode> {
    let open = Open::new(&args.place, "user invite").await?;
    let choices = members::role_choices(&open.house.gov, &open.scope).await?;
    let role = choices.iter().find(|choice| choice.name == args.role).with_context(|| format!("there is no role {}", args.role))?;
    let new = NewInvitations::parse(&args.emails.join(" "), role.role)?;
    let invited = members::invite(&open.house.gov, &open.scope, &new).await?;
    let one = |one: &Invited| json!({ "email": one.email, "invitation_id": one.invitation, "renewed": one.renewed });
    let document: Vec<_> = invited.iter().map(one).collect();
    out.show(&document, || invited.iter().map(in_words).collect::<Vec<_>>().join("\n"));
    open.close().await
}

fn in_words(invited: &Invited) -> String {
    let what = if invited.renewed { "invited again; the link before is void" } else { "invited" };
    format!("{}  {what}", invited.email)
}

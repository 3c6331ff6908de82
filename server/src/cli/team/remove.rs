use std::process::ExitCode;

use governance::teams::{self, TeamChange};

use super::{Inside, Open, Output, show, team_named};

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Args {
    #[command(flatten)]
    inside: Inside,
}

pub(super) async fn run(args: Args, out: Output) -> anyhow::Result<ExitCode> {
    let open = Open::new(&args.inside.place, "team remove").await?;
    let team = team_named(&open, &args.inside.team).await?;
    let (people, roles) = (args.inside.people(&open).await?, args.inside.roles(&open).await?);
    teams::apply(&open.house.gov, &open.scope, team, &TeamChange::Remove(people)).await?;
    teams::apply(&open.house.gov, &open.scope, team, &TeamChange::Take(roles)).await?;
    show(&open, team, out).await?;
    open.close().await
}

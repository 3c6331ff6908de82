//! Teams from the command line, one verb per file.

mod add;
mod create;
mod delete;
mod list;
mod remove;

use std::process::ExitCode;

use anyhow::Context as _;
use clap::Subcommand;
use governance::{members, roles, teams};
use model::{EmailAddress, PersonId, RoleId, TeamId};

use super::{
    in_org::{InOrg, Open},
    output::Output,
};

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// List teams with how many are in each and the roles that it carries; or who is in one.
    List(list::Args),
    /// Make a team.
    Create(create::Args),
    /// Put members into a team, or let it carry roles.
    Add(add::Args),
    /// Take members out of a team, or roles from it.
    Remove(remove::Args),
    /// Remove a team; its members lose what they have by it and by nothing else.
    Delete(delete::Args),
}

pub(super) async fn run(command: Command, out: Output) -> anyhow::Result<ExitCode> {
    match command {
        Command::List(args) => list::run(args, out).await,
        Command::Create(args) => create::run(args, out).await,
        Command::Add(args) => add::run(args, out).await,
        Command::Remove(args) => remove::run(args, out).await,
        Command::Delete(args) => delete::run(args, out).await,
    }
}

/// A team, and whom or what to put into it or take out.
#[derive(Debug, clap::Args)]
struct Inside {
    /// The team's name or id.
    team: String,
    /// The address of a member; may be given several times.
    #[arg(long = "member", value_name = "EMAIL", required_unless_present = "roles")]
    members: Vec<String>,
    /// The name of a role that the team carries; may be given several times.
    #[arg(long = "role", value_name = "ROLE")]
    roles: Vec<String>,
    #[command(flatten)]
    place: InOrg,
}

impl Inside {
    async fn people(&self, open: &Open) -> anyhow::Result<Vec<PersonId>> {
        let mut people = Vec::with_capacity(self.members.len());
        for email in &self.members {
            let found = members::by_email(&open.house.gov, &open.scope, &EmailAddress::parse(email)?).await;
            people.push(found.with_context(|| format!("{email} is no member of {}", self.place.org))?);
        }
        Ok(people)
    }

    async fn roles(&self, open: &Open) -> anyhow::Result<Vec<RoleId>> {
        let mut found = Vec::with_capacity(self.roles.len());
        for name in &self.roles {
            found.push(roles::named(&open.house.gov, &open.scope, name).await.with_context(|| format!("there is no role {name}"))?);
        }
        Ok(found)
    }
}

/// The team that somebody typed, by its name or id.
async fn team_named(open: &Open, text: &str) -> anyhow::Result<TeamId> {
    let found = teams::named(&open.house.gov, &open.scope, text).await;
    Ok(found.with_context(|| format!("there is no team {text}"))?.team)
}

/// Shows the team as it is now.
async fn show(open: &Open, team: TeamId, out: Output) -> anyhow::Result<()> {
    let now = teams::find(&open.house.gov, &open.scope, team).await?.line;
    out.show(&now, || list::line(&now));
    Ok(())
}

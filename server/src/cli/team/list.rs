use std::process::ExitCode;

use governance::teams;
use model::{
    PageRequest, PageSize,
    views::{MemberState, TeamLine, TeamMember},
};

use super::{InOrg, Open, Output, team_named};

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Args {
    /// The name or id of one team: who is in it.
    #[arg(long)]
    team: Option<String>,
    #[command(flatten)]
    place: InOrg,
}

pub(super) async fn run(args: Args, out: Output) -> anyhow::Result<ExitCode> {
    let open = Open::new(&args.place, "team list").await?;
    match &args.team {
        Some(team) => {
            let team = team_named(&open, team).await?;
            let members = teams::find(&open.house.gov, &open.scope, team).await?.members;
            out.show(&members, || lines(&members, member, "Nobody is in it."));
        }
        None => {
            let all = every(&open).await?;
            out.show(&all, || lines(&all, line, "There is no team yet."));
        }
    }
    open.close().await
}

async fn every(open: &Open) -> anyhow::Result<Vec<TeamLine>> {
    let mut all = Vec::new();
    loop {
        let page = PageRequest { size: PageSize::clamp(200), offset: u32::try_from(all.len())? };
        let (teams, total) = teams::list(&open.house.gov, &open.scope, page).await?;
        let is_last = teams.is_empty() || all.len() + teams.len() >= usize::try_from(total)?;
        all.extend(teams);
        if is_last {
            return Ok(all);
        }
    }
}

fn lines<T>(all: &[T], one: impl Fn(&T) -> String, nothing: &str) -> String {
    if all.is_empty() { nothing.to_owned() } else { all.iter().map(one).collect::<Vec<_>>().join("\n") }
}

/// One team on one line.
pub(super) fn line(team: &TeamLine) -> String {
    let roles: Vec<&str> = team.roles.iter().map(|role| role.name.as_str()).collect();
    let roles = if roles.is_empty() { "no role".to_owned() } else { roles.join(", ") };
    format!("{}  {}: {} members, carries {roles}", team.team, team.name, team.members)
}

fn member(member: &TeamMember) -> String {
    format!(
        "{}  {}  {} ({})",
        member.person,
        member.email,
        member.name,
        if member.state == MemberState::Active { "active" } else { "suspended" }
    )
}

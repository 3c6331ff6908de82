use std::process::ExitCode;

use governance::org_security::{self, ChangedBy, SecurityChange};
use model::views::SecurityView;

use super::{InOrg, Open, Output};

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Args {
    /// From where people may come, such as `203.0.113.0/24,198.51.100.7`.
    #[arg(long)]
    networks: Option<String>,
    /// People may come from everywhere.
    #[arg(long, conflicts_with = "networks")]
    everywhere: bool,
    /// Whether everybody needs a second factor, whatever their role.
    #[arg(long, value_name = "true|false")]
    second_factor_for_all: Option<bool>,
    /// A session that nobody used for so long is over (5 to 720).
    #[arg(long)]
    idle_minutes: Option<i32>,
    /// A session is over so long after sign-in (1 to 720).
    #[arg(long)]
    session_hours: Option<i32>,
    /// The link of an invitation is good for so long (1 to 30).
    #[arg(long)]
    invitation_days: Option<i32>,
    #[command(flatten)]
    place: InOrg,
}

pub(super) async fn run(args: Args, out: Output) -> anyhow::Result<ExitCode> {
    let Args { networks, everywhere, second_factor_for_all, idle_minutes, session_hours, invitation_days, place } = args;
    let networks = if everywhere { Some(String::new()) } else { networks };
    let numbers = [idle_minutes, session_hours, invitation_days];
    let asked = second_factor_for_all.is_some() || networks.is_some() || numbers.iter().any(Option::is_some);
    let change = SecurityChange { second_factor_for_all, networks, idle_minutes, session_hours, invitation_days };
    let open = Open::new(&place, "org security").await?;
    if asked {
        org_security::change(&open.house.gov, &open.scope, change, ChangedBy::Command).await?;
    }
    let view = org_security::view(&open.house.gov, &open.scope, None).await?;
    out.show(&view, || in_words(&view));
    open.close().await
}

fn in_words(view: &SecurityView) -> String {
    let networks = if view.networks.is_empty() { "everywhere".to_owned() } else { view.networks.join(", ") };
    let factor = if view.second_factor_for_all { "everybody" } else { "whose role needs one" };
    format!(
        "People come from: {networks}\nSecond factor:    {factor}\nIdle sessions:    end after {} minutes\nAll sessions:     end after {} hours\nInvitations:      good for {} days",
        view.idle_minutes, view.session_hours, view.invitation_days
    )
}

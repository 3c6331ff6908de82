use std::process::ExitCode;

use governance::members;
use model::views::SessionLine;

use super::{OneMember, Open, Output};

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Args {
    #[command(flatten)]
    one: OneMember,
}

pub(super) async fn run(args: Args, out: Output) -> anyhow::Result<ExitCode> {
    let open = Open::new(&args.one.place, "user sessions").await?;
    let person = args.one.find(&open).await?;
    let sessions = members::detail(&open.house.gov, &open.scope, person).await?.sessions;
    out.show(&sessions, || match sessions.as_slice() {
        [] => "Not signed in anywhere.".to_owned(),
        sessions => sessions.iter().map(in_words).collect::<Vec<_>>().join("\n"),
    });
    open.close().await
}

fn in_words(session: &SessionLine) -> String {
    let from = session.ip.as_deref().unwrap_or("unknown address");
    let agent = session.user_agent.as_deref().unwrap_or("unknown browser");
    format!("{}  last seen {}  {from}  {agent}", session.id, session.last_seen_at)
}

use std::process::ExitCode;

use governance::members;
use model::SessionId;
use serde_json::json;

use super::{OneMember, Open, Output};

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Args {
    /// Only this one; all when not given.
    #[arg(long)]
    session: Option<SessionId>,
    #[command(flatten)]
    one: OneMember,
}

pub(super) async fn run(args: Args, out: Output) -> anyhow::Result<ExitCode> {
    let open = Open::new(&args.one.place, "user end-sessions").await?;
    let person = args.one.find(&open).await?;
    let ended = match args.session {
        Some(session) => members::end_one_session(&open.house.gov, &open.scope, person, session).await.map(|()| 1)?,
        None => members::end_all_sessions(&open.house.gov, &open.scope, person).await?,
    };
    out.show(&json!({ "user_id": person, "ended": ended }), || format!("Ended {ended} sessions."));
    open.close().await
}

use std::process::ExitCode;

use anyhow::Context as _;
use governance::{Governance, directory::safety};
use model::PersonId;
use serde_json::json;
use store::OrgScope;

use super::{InOrg, Open, Output};

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Args {
    /// Let who waits leave: everybody, or the one of `--person`.
    #[arg(long, conflicts_with = "discard")]
    release: bool,
    /// Let who waits stay: everybody, or the one of `--person`.
    #[arg(long)]
    discard: bool,
    /// One of those who wait, by their address.
    #[arg(long, value_name = "EMAIL")]
    person: Option<String>,
    #[command(flatten)]
    place: InOrg,
}

pub(super) async fn run(args: Args, out: Output) -> anyhow::Result<ExitCode> {
    let open = Open::new(&args.place, "scim safety").await?;
    let gov = &open.house.gov;
    let who = match &args.person {
        Some(email) => Some(waiting(gov, &open.scope, email).await?),
        None => None,
    };
    if args.release {
        let left = safety::release(gov, &open.scope, who).await?;
        out.show(&json!({"released": left}), || format!("{left} left."));
    } else if args.discard {
        let kept = safety::discard(gov, &open.scope, who).await?;
        out.show(&json!({"discarded": kept}), || format!("{kept} stay members."));
    } else {
        let view = safety::read(gov, &open.scope).await?;
        out.show(&json!(view), || {
            let who = view.held.iter().map(|one| one.email.as_str()).collect::<Vec<_>>().join("\n");
            if who.is_empty() { "Nobody waits.".to_owned() } else { who }
        });
    }
    open.close().await
}

async fn waiting(gov: &Governance, scope: &OrgScope, email: &str) -> anyhow::Result<PersonId> {
    let held = safety::read(gov, scope).await?.held;
    let one = held.into_iter().find(|one| one.email.eq_ignore_ascii_case(email));
    one.map(|one| one.person).context("nobody with this address waits")
}

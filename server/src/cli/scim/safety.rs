use std::process::ExitCode;

use governance::directory::safety;
use serde_json::json;

use super::{InOrg, Open, Output};

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Args {
    /// Let everybody leave who waits.
    #[arg(long, conflicts_with = "discard")]
    release: bool,
    /// Let nobody leave who waits.
    #[arg(long)]
    discard: bool,
    #[command(flatten)]
    place: InOrg,
}

pub(super) async fn run(args: Args, out: Output) -> anyhow::Result<ExitCode> {
    let open = Open::new(&args.place, "scim safety").await?;
    let gov = &open.house.gov;
    if args.release {
        let left = safety::release(gov, &open.scope).await?;
        out.show(&json!({"released": left}), || format!("{left} left."));
    } else if args.discard {
        let kept = safety::discard(gov, &open.scope).await?;
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

use std::process::ExitCode;

use governance::directory;
use serde_json::{Value, json};
use time::format_description::well_known::Rfc3339;

use super::{InOrg, Open, Output};

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Args {
    /// How many calls.
    #[arg(long, default_value_t = 20, value_parser = clap::value_parser!(u16).range(1..=500))]
    limit: u16,
    #[command(flatten)]
    place: InOrg,
}

pub(super) async fn run(args: Args, out: Output) -> anyhow::Result<ExitCode> {
    let open = Open::new(&args.place, "scim events").await?;
    let events = directory::events(&open.house.gov, &open.scope, args.limit).await?;
    let listed: Vec<Value> = events
        .iter()
        .map(|event| {
            json!({
                "at": event.at.format(&Rfc3339).ok(), "token_id": event.token(), "method": event.method, "path": event.path,
                "status": event.status, "request": event.request, "detail": event.detail, "took_micros": event.took_micros,
            })
        })
        .collect();
    out.show(&Value::Array(listed), || {
        let text = |event: &store::directory::events::EventRow| {
            format!("{}  {} {} {}  {}", event.at.format(&Rfc3339).unwrap_or_default(), event.status, event.method, event.path, event.detail)
        };
        if events.is_empty() { "No call was made yet.".to_owned() } else { events.iter().map(text).collect::<Vec<_>>().join("\n") }
    });
    open.close().await
}

use std::process::ExitCode;

use governance::directory::tokens;
use serde_json::{Value, json};
use store::directory::tokens::TokenRow;
use time::{OffsetDateTime, format_description::well_known::Rfc3339};

use super::{InOrg, Open, Output};

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Args {
    #[command(flatten)]
    place: InOrg,
}

pub(super) async fn run(args: Args, out: Output) -> anyhow::Result<ExitCode> {
    let open = Open::new(&args.place, "scim token list").await?;
    let now = open.house.gov.now();
    let rows = tokens::list(&open.house.gov, &open.scope).await?;
    let listed: Vec<Value> = rows.iter().map(|row| line(row, now)).collect();
    out.show(&Value::Array(listed), || {
        let text = |row: &TokenRow| format!("{}  {:<8}  ..{}  {}", row.token(), state(row, now), row.tail, row.name);
        if rows.is_empty() { "No token was made yet.".to_owned() } else { rows.iter().map(text).collect::<Vec<_>>().join("\n") }
    });
    open.close().await
}

fn line(row: &TokenRow, now: OffsetDateTime) -> Value {
    let stamp = |time: OffsetDateTime| time.format(&Rfc3339).ok();
    json!({
        "token_id": row.token(), "name": row.name, "state": state(row, now), "tail": row.tail, "created_by": row.created_by,
        "created_at": stamp(row.created_at), "expires_at": stamp(row.expires_at), "revoked_at": row.revoked_at.and_then(stamp),
        "last_used_at": row.last_used_at.and_then(stamp),
    })
}

fn state(row: &TokenRow, now: OffsetDateTime) -> &'static str {
    if row.revoked_at.is_some() {
        "revoked"
    } else if row.expires_at <= now {
        "expired"
    } else {
        "live"
    }
}

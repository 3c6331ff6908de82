use std::process::ExitCode;

use governance::sign_ins;
use model::views::{SignInLine, SignInQuery};

use super::{InOrg, Open, Output};

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Args {
    /// Only the sign-in with this support code.
    #[arg(long, default_value = "", hide_default_value = true, value_name = "CODE")]
    code: String,
    /// Only those by one way: password, authenticator, recovery_code, passkey, sdk or sso.
    #[arg(long, default_value = "", hide_default_value = true, value_name = "METHOD")]
    method: String,
    /// Only those that ended so: signed_in, refused or tested.
    #[arg(long, default_value = "", hide_default_value = true, value_name = "OUTCOME")]
    outcome: String,
    /// Only those of one person: their id, or a part of their address.
    #[arg(long, default_value = "", hide_default_value = true, value_name = "PERSON")]
    person: String,
    /// Only those by one connection.
    #[arg(long, default_value = "", hide_default_value = true, value_name = "CONNECTION")]
    connection: String,
    #[command(flatten)]
    place: InOrg,
}

pub(super) async fn run(args: Args, out: Output) -> anyhow::Result<ExitCode> {
    let open = Open::new(&args.place, "user sign-ins").await?;
    let query =
        SignInQuery { code: args.code, method: args.method, outcome: args.outcome, person: args.person, connection: args.connection };
    let lines = sign_ins::list(&open.house.gov, &open.scope, &query).await?;
    out.show(&lines, || match lines.as_slice() {
        [] => "No sign-in.".to_owned(),
        lines => lines.iter().map(in_words).collect::<Vec<_>>().join("\n"),
    });
    open.close().await
}

fn in_words(line: &SignInLine) -> String {
    let who = line.email.as_deref().unwrap_or("somebody");
    let from = line.ip.as_deref().unwrap_or("unknown address");
    let why = line.sentence.as_deref().unwrap_or_default();
    format!("{}  {}  {}  {}  {who}  {from}  {why}", line.at, line.code, line.outcome, line.method)
}

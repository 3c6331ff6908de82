use std::process::ExitCode;

use model::{EmailAddress, ShortText};
use serde_json::json;
use vault::SecretString;

use super::Output;
use crate::{assemble::assemble, config::DatabaseArgs, database::Database, provision, settings};

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Args {
    /// The address to sign in with.
    #[arg(value_name = "EMAIL")]
    email: String,
    /// The person's name; the address when not given.
    #[arg(long)]
    name: Option<String>,
    /// The first password of a new account.
    #[arg(long, env = "AXONFLOW_USER_PASSWORD", hide_env_values = true)]
    password: String,
    #[command(flatten)]
    database: DatabaseArgs,
}

pub(super) async fn run(args: Args, out: Output) -> anyhow::Result<ExitCode> {
    let email = EmailAddress::parse(&args.email)?;
    let name = String::from(ShortText::<120>::parse("name", args.name.as_deref().unwrap_or(email.as_str()))?);
    let database = Database::open(&args.database).await?;
    let house = assemble(&database, &args.database, settings::for_commands()).await?;
    let made = provision::add_operator(&house, email, name, SecretString::new(args.password)).await?;
    out.show(&json!({ "user_id": made.person, "totp_secret": made.totp_secret }), || match &made.totp_secret {
        Some(secret) => format!("{} is an operator.\nAuthenticator secret: {secret}", made.person),
        None => format!("{} is an operator, with the authenticator that was set up before.", made.person),
    });
    database.close().await?;
    Ok(ExitCode::SUCCESS)
}

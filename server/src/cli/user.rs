use std::process::ExitCode;

use clap::Subcommand;
use model::{EmailAddress, ShortText};
use serde_json::json;
use vault::SecretString;

use super::output::Output;
use crate::{
    assemble::assemble,
    config::DatabaseArgs,
    database::Database,
    provision::{NewUser, create_user, org_by_slug},
    settings,
};

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Make a person, member of an organisation with one role.
    Create {
        /// The organisation's short name.
        #[arg(long)]
        org: String,
        /// The address to sign in with.
        #[arg(long)]
        email: String,
        /// The person's name; the address when not given.
        #[arg(long)]
        name: Option<String>,
        /// The first password.
        #[arg(long, env = "AXONFLOW_USER_PASSWORD", hide_env_values = true)]
        password: String,
        /// owner, admin, policy_admin, approver, developer, auditor or viewer.
        #[arg(long)]
        role: String,
        /// Set up an authenticator now and print its secret.
        #[arg(long)]
        enroll_totp: bool,
        #[command(flatten)]
        database: DatabaseArgs,
    },
}

pub(super) async fn run(command: Command, out: Output) -> anyhow::Result<ExitCode> {
    let Command::Create { org, email, name, password, role, enroll_totp, database: args } = command;
    let email = EmailAddress::parse(&email)?;
    let name = String::from(ShortText::<120>::parse("name", name.as_deref().unwrap_or(email.as_str()))?);
    let database = Database::open(&args).await?;
    let house = assemble(&database, &args, settings::for_commands()).await?;
    let org = org_by_slug(&house.platform, &org).await?;
    let new = NewUser { org, email, name, password: SecretString::new(password), role: &role, enroll_totp };
    let made = create_user(&house, new).await?;
    let document = json!({ "user_id": made.person, "role": role, "totp_secret": made.totp_secret });
    out.show(&document, || match &made.totp_secret {
        Some(secret) => format!("Made {} with the role {role}.\nAuthenticator secret: {secret}", made.person),
        None => format!("Made {} with the role {role}.", made.person),
    });
    database.close().await?;
    Ok(ExitCode::SUCCESS)
}

use std::process::ExitCode;

use governance::members;
use model::{BuiltInRole, EmailAddress, ShortText};
use serde_json::json;
use vault::SecretString;

use super::{InOrg, Open, Output};
use crate::provision::{NewUser, create_user};

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Args {
    /// The address to sign in with.
    #[arg(long)]
    email: String,
    /// The person's name; the address when not given.
    #[arg(long)]
    name: Option<String>,
    /// The first password.
    #[arg(long, env = "AXONFLOW_USER_PASSWORD", hide_env_values = true)]
    password: String,
    /// owner, admin, policy_admin, approver, developer, auditor, viewer, or a role of the organisation's own.
    #[arg(long)]
    role: String,
    /// Set up an authenticator now and print its secret.
    #[arg(long)]
    enroll_totp: bool,
    /// An owner whom neither a directory nor a provider can lock out; sets up an authenticator too.
    #[arg(long)]
    break_glass: bool,
    #[command(flatten)]
    place: InOrg,
}

pub(super) async fn run(args: Args, out: Output) -> anyhow::Result<ExitCode> {
    let Args { email, name, password, role, enroll_totp, break_glass, place } = args;
    anyhow::ensure!(!break_glass || role == BuiltInRole::Owner.as_str(), "--break-glass is for an owner: say --role owner");
    let enroll_totp = enroll_totp || break_glass;
    let email = EmailAddress::parse(&email)?;
    let name = String::from(ShortText::<120>::parse("name", name.as_deref().unwrap_or(email.as_str()))?);
    let open = Open::new(&place, "user create").await?;
    let org = open.scope.org();
    let new = NewUser { org, email, name, password: SecretString::new(password), role: &role, enroll_totp };
    let made = create_user(&open.house, new).await?;
    if break_glass {
        members::break_glass::mark(&open.house.gov, &open.scope, made.person, true).await?;
    }
    let document = json!({ "user_id": made.person, "role": role, "break_glass": break_glass, "totp_secret": made.totp_secret });
    out.show(&document, || match &made.totp_secret {
        Some(secret) => format!("Made {} with the role {role}.\nAuthenticator secret: {secret}", made.person),
        None => format!("Made {} with the role {role}.", made.person),
    });
    open.close().await
}

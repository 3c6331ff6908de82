use std::process::ExitCode;

use clap::Subcommand;
use governance::sso;
use model::{RoleId, ShortText};
use serde_json::{Value, json};

use super::{OneConnection, Open, Output};

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum Command {
    /// Show the rules, and who of those that came in the last two weeks would hold what by them.
    List(ListArgs),
    /// Let a group of the provider give a role, at each sign-in.
    Add(ChangeArgs),
    /// Let a group give a role no longer.
    Remove(ChangeArgs),
}

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct ListArgs {
    #[command(flatten)]
    one: OneConnection,
}

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct ChangeArgs {
    /// The group, exactly as the provider states it.
    #[arg(long)]
    group: String,
    /// The role's name.
    #[arg(long)]
    role: String,
    #[command(flatten)]
    one: OneConnection,
}

pub(super) async fn run(command: Command, out: Output) -> anyhow::Result<ExitCode> {
    match command {
        Command::List(args) => list(args, out).await,
        Command::Add(args) => change(args, true, out).await,
        Command::Remove(args) => change(args, false, out).await,
    }
}

async fn list(args: ListArgs, out: Output) -> anyhow::Result<ExitCode> {
    let open = Open::new(&args.one.place, "sso rule list").await?;
    let view = sso::rules(&open.house.gov, &open.scope, args.one.connection, None).await?;
    let rules: Vec<Value> = view.rules.iter().map(|rule| json!({"group": rule.group, "role": rule.role_name})).collect();
    let people: Vec<Value> = view.people.iter().map(|one| json!({"email": one.email, "groups": one.groups, "roles": one.roles})).collect();
    out.show(&json!({"rules": rules, "people": people}), || {
        let rules = view.rules.iter().map(|rule| format!("{} gives {}", rule.group, rule.role_name));
        let people = view.people.iter().map(|one| format!("  {}: {}", one.email, one.roles.join(", ")));
        rules.chain(people).collect::<Vec<_>>().join("\n")
    });
    open.close().await
}

async fn change(args: ChangeArgs, add: bool, out: Output) -> anyhow::Result<ExitCode> {
    let open = Open::new(&args.one.place, if add { "sso rule add" } else { "sso rule remove" }).await?;
    let (gov, scope, connection) = (&open.house.gov, &open.scope, args.one.connection);
    let role = role_named(&open, &args.role).await?;
    if add {
        sso::add_rule(gov, scope, connection, &ShortText::parse("group", &args.group)?, role).await?;
    } else {
        sso::remove_rule(gov, scope, connection, &args.group, role).await?;
    }
    out.show(&json!({"connection": connection, "group": args.group, "role": args.role, "exists": add}), || {
        let verb = if add { "gives" } else { "no longer gives" };
        format!("{} {verb} {}; it counts at each sign-in.", args.group, args.role)
    });
    open.close().await
}

async fn role_named(open: &Open, name: &str) -> anyhow::Result<RoleId> {
    let roles = governance::roles::list(&open.house.gov, &open.scope).await?;
    let found = roles.into_iter().find(|role| role.name == name).map(|role| role.role);
    found.ok_or_else(|| anyhow::anyhow!("there is no role {name}"))
}

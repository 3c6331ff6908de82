use std::process::ExitCode;

use anyhow::Context as _;
use governance::directory::mapping;
use model::{
    RoleId,
    views::{MappingChange, MappingDraft, MappingView},
};
use serde_json::json;
use store::{OrgTx, roles};

use super::{InOrg, Open, Output};

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Args {
    /// A group and the role that it is to give, by name; may be repeated. All rules together replace what is there.
    #[arg(long, value_name = "GROUP=ROLE")]
    rule: Vec<String>,
    /// What everybody is to get whom the directory names; `none` for nothing.
    #[arg(long, value_name = "ROLE")]
    default_role: Option<String>,
    /// Let no group give any role.
    #[arg(long, conflicts_with = "rule")]
    clear: bool,
    /// Save it; without this, only who would gain and lose is printed.
    #[arg(long)]
    save: bool,
    #[command(flatten)]
    place: InOrg,
}

pub(super) async fn run(args: Args, out: Output) -> anyhow::Result<ExitCode> {
    let open = Open::new(&args.place, "scim mapping").await?;
    let gov = &open.house.gov;
    let now = mapping::read(gov, &open.scope).await?;
    if args.rule.is_empty() && args.default_role.is_none() && !args.clear {
        out.show(&json!(now), || in_words(&now));
        return open.close().await;
    }
    let mut tx = gov.pool().org_tx(&open.scope).await?;
    let draft = draft(&mut tx, &args, &now).await?;
    drop(tx);
    let changes = mapping::preview(gov, &open.scope, &draft).await?;
    if args.save {
        mapping::save(gov, &open.scope, &draft).await?;
    }
    out.show(&json!({"saved": args.save, "changes": changes}), || {
        let said = if args.save { "Saved." } else { "Nothing is saved yet; say --save." };
        changes.iter().map(change_in_words).chain(std::iter::once(said.to_owned())).collect::<Vec<_>>().join("\n")
    });
    open.close().await
}

async fn draft(tx: &mut OrgTx, args: &Args, now: &MappingView) -> anyhow::Result<MappingDraft> {
    let mut rules = Vec::new();
    for rule in &args.rule {
        let (group, role) = rule.rsplit_once('=').context("a rule is GROUP=ROLE")?;
        let group = now.groups.iter().find(|known| known.name == group).with_context(|| format!("there is no group {group}"))?;
        rules.push((group.id.clone(), role_named(tx, role).await?));
    }
    if args.rule.is_empty() && !args.clear {
        rules = now.groups.iter().flat_map(|group| group.roles.iter().map(|role| (group.id.clone(), *role))).collect();
    }
    let default_role = match args.default_role.as_deref() {
        None => now.default_role,
        Some("none") => None,
        Some(name) => Some(role_named(tx, name).await?),
    };
    Ok(MappingDraft { rules, default_role })
}

async fn role_named(tx: &mut OrgTx, name: &str) -> anyhow::Result<RoleId> {
    let role = roles::find_by_name(tx, name).await?.with_context(|| format!("there is no role {name}"))?;
    Ok(role.role)
}

fn in_words(view: &MappingView) -> String {
    let lines = view.groups.iter().map(|group| {
        let roles = group.roles.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
        format!("{} ({} members): {}", group.name, group.members, if roles.is_empty() { "nothing" } else { roles.as_str() })
    });
    let lines: Vec<String> = lines.collect();
    if lines.is_empty() { "The directory named no group yet.".to_owned() } else { lines.join("\n") }
}

fn change_in_words(change: &MappingChange) -> String {
    format!("{}: gains {}; loses {}", change.email, list(&change.gains), list(&change.loses))
}

fn list(names: &[String]) -> String {
    if names.is_empty() { "nothing".to_owned() } else { names.join(", ") }
}

use std::process::ExitCode;

use governance::members;
use model::views::EffectivePermission;

use super::{OneMember, Open, Output};

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Args {
    #[command(flatten)]
    one: OneMember,
}

pub(super) async fn run(args: Args, out: Output) -> anyhow::Result<ExitCode> {
    let open = Open::new(&args.one.place, "role explain").await?;
    let person = args.one.find(&open).await?;
    let permissions = members::detail(&open.house.gov, &open.scope, person).await?.permissions;
    out.show(&permissions, || match permissions.as_slice() {
        [] => "Nothing: they hold no role.".to_owned(),
        permissions => permissions.iter().map(in_words).collect::<Vec<_>>().join("\n"),
    });
    open.close().await
}

fn in_words(permission: &EffectivePermission) -> String {
    let way = |role: &model::views::HeldRole| match (role.via.as_str(), role.granted_by.as_str()) {
        ("", "") => format!("{} ({})", role.name, role.source),
        ("", by) => format!("{} ({}, by {by})", role.name, role.source),
        (via, _) => format!("{} ({}, {via})", role.name, role.source),
    };
    let by: Vec<String> = permission.by.iter().map(way).collect();
    format!("{:<16} {}", permission.permission.as_str(), by.join("; "))
}

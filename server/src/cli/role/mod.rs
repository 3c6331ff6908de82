//! Roles from the command line, one verb per file.

mod assign;
mod create;
mod explain;

use std::process::ExitCode;

use clap::Subcommand;

use super::{
    in_org::{InOrg, Open},
    output::Output,
    user::OneMember,
};

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Make a role of the organisation's own.
    Create(create::Args),
    /// Give a member one role more.
    Assign(assign::Args),
    /// Say what a member may do, and by which way.
    Explain(explain::Args),
}

pub(super) async fn run(command: Command, out: Output) -> anyhow::Result<ExitCode> {
    match command {
        Command::Create(args) => create::run(args, out).await,
        Command::Assign(args) => assign::run(args, out).await,
        Command::Explain(args) => explain::run(args, out).await,
    }
}

//! Who operates the platform, one verb per file.

mod add;
mod disable;
mod list;

use std::process::ExitCode;

use clap::Subcommand;

use super::output::Output;

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Operators: people who sign in to the platform console.
    #[command(subcommand)]
    Operator(Operator),
}

#[derive(Debug, Subcommand)]
pub(super) enum Operator {
    /// Make somebody an operator, with an authenticator; who has an account keeps its password and authenticator.
    Add(Box<add::Args>),
    /// Keep an operator out, and end their sessions.
    Disable(disable::Args),
    /// List the operators.
    List(list::Args),
}

pub(super) async fn run(command: Command, out: Output) -> anyhow::Result<ExitCode> {
    let Command::Operator(command) = command;
    match command {
        Operator::Add(args) => add::run(*args, out).await,
        Operator::Disable(args) => disable::run(args, out).await,
        Operator::List(args) => list::run(args, out).await,
    }
}

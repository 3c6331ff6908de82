//! Directory sync from the command line, one verb per file.

mod events;
mod look_again;
mod mapping;
mod safety;
mod token_create;
mod token_list;
mod token_revoke;

use std::process::ExitCode;

use clap::Subcommand;

use super::{
    in_org::{InOrg, Open},
    output::Output,
};

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Tokens by which a directory proves who it is.
    #[command(subcommand)]
    Token(Token),
    /// The newest calls of the directory, each with its answer.
    Events(events::Args),
    /// Make members of those who work here and are none yet, for example after their domain was verified.
    LookAgain(look_again::Args),
    /// Which groups give which roles: print it, or change it; a change is shown before it is saved.
    Mapping(mapping::Args),
    /// Departures that wait because many came at once: print, release or discard them.
    Safety(safety::Args),
}

#[derive(Debug, Subcommand)]
pub(super) enum Token {
    /// Make a token and print it once, with the address to give to the directory.
    Create(token_create::Args),
    /// List an organisation's tokens; never their text.
    List(token_list::Args),
    /// End a token now, on every node.
    Revoke(token_revoke::Args),
}

pub(super) async fn run(command: Command, out: Output) -> anyhow::Result<ExitCode> {
    match command {
        Command::Token(Token::Create(args)) => token_create::run(args, out).await,
        Command::Token(Token::List(args)) => token_list::run(args, out).await,
        Command::Token(Token::Revoke(args)) => token_revoke::run(args, out).await,
        Command::Events(args) => events::run(args, out).await,
        Command::LookAgain(args) => look_again::run(args, out).await,
        Command::Mapping(args) => mapping::run(args, out).await,
        Command::Safety(args) => safety::run(args, out).await,
    }
}

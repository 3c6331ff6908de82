//! People from the command line, one verb per file.

mod create;
mod departures;
mod end_sessions;
mod import;
mod invite;
mod sessions;
mod sign_ins;
mod suspend;

use std::process::ExitCode;

use clap::Subcommand;
use governance::members;
use model::{EmailAddress, PersonId};

use super::{
    in_org::{InOrg, Open},
    output::Output,
};

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Make a person, member of an organisation with one role.
    Create(Box<create::Args>),
    /// Take people over from another system, with the password hashes that they have there.
    Import(import::Args),
    /// Invite people by mail; the running service sends the letters.
    Invite(invite::Args),
    /// Keep a member out, or let them back in.
    Suspend(suspend::Args),
    /// Who left, newest first, each with what ended and how long it took.
    Departures(departures::Args),
    /// List where a member is signed in.
    Sessions(sessions::Args),
    /// Show who came in during the last two weeks, who did not, and why; or the sign-in of a support code.
    SignIns(sign_ins::Args),
    /// End a member's sessions, all or one.
    EndSessions(end_sessions::Args),
}

pub(super) async fn run(command: Command, out: Output) -> anyhow::Result<ExitCode> {
    match command {
        Command::Create(args) => create::run(*args, out).await,
        Command::Import(args) => import::run(args, out).await,
        Command::Invite(args) => invite::run(args, out).await,
        Command::Suspend(args) => suspend::run(args, out).await,
        Command::Departures(args) => departures::run(args, out).await,
        Command::Sessions(args) => sessions::run(args, out).await,
        Command::SignIns(args) => sign_ins::run(args, out).await,
        Command::EndSessions(args) => end_sessions::run(args, out).await,
    }
}

/// One member of an organisation.
#[derive(Debug, clap::Args)]
pub(super) struct OneMember {
    /// The member's address.
    #[arg(long)]
    email: String,
    #[command(flatten)]
    pub(super) place: InOrg,
}

impl OneMember {
    pub(super) async fn find(&self, open: &Open) -> anyhow::Result<PersonId> {
        let email = EmailAddress::parse(&self.email)?;
        members::by_email(&open.house.gov, &open.scope, &email)
            .await
            .map_err(|error| anyhow::anyhow!("{} is no member of {}: {error}", email.as_str(), self.place.org))
    }
}

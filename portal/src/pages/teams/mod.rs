//! Teams: the list, one team with who is in it and what it carries, and what a change would mean before it is saved.

mod add;
mod list;
mod new;
mod one;
mod preview;
mod roles;
mod settings;

pub(crate) use add::AddToTeamPage;
pub(crate) use list::TeamsPage;
pub(crate) use new::NewTeamPage;
pub(crate) use one::TeamPage;
pub(crate) use preview::PreviewTeamPage;

use model::{TeamId, views::TeamView};

use crate::{PortalError, server_fns::teams::read_team};

/// The team that the address names.
async fn read(org: String, id: Option<TeamId>) -> Result<TeamView, PortalError> {
    match id {
        Some(id) => read_team(org, id).await,
        None => Err(PortalError::NotFound),
    }
}

/// How many members a team has.
fn members_in_words(members: u32) -> String {
    match members {
        0 => "nobody".to_owned(),
        1 => "1 member".to_owned(),
        more => format!("{} members", crate::components::grouped(u64::from(more))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_are_counted_in_words() {
        assert_eq!((members_in_words(0), members_in_words(1)), ("nobody".to_owned(), "1 member".to_owned()));
        assert_eq!(members_in_words(1_200), "1,200 members");
    }
}

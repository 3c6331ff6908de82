//! What the links in letters carry: a name for one row, made unforgeable by the platform's key. The row says whether it is
//! still good; whoever reads the database cannot make a link.

use uuid::Uuid;
use vault::token::Mac;

/// What a link opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ticket {
    /// One sending of an invitation; sending it again makes the earlier link void.
    Invitation { invitation: Uuid, version: i32 },
    /// One asking for a new password.
    PasswordReset { reset: Uuid },
    /// Setting one connection up without an account.
    SetUp { link: Uuid },
}

const INVITATION: &str = "invitation";
const PASSWORD_RESET: &str = "password-reset";
const SET_UP: &str = "set-up";

impl Ticket {
    /// The text for an address.
    pub(crate) fn issue(self, mac: &Mac) -> String {
        match self {
            Self::Invitation { invitation, version } => {
                mac.issue(INVITATION, &[invitation.as_bytes().as_slice(), &version.to_be_bytes()].concat())
            }
            Self::PasswordReset { reset } => mac.issue(PASSWORD_RESET, reset.as_bytes()),
            Self::SetUp { link } => mac.issue(SET_UP, link.as_bytes()),
        }
    }

    /// Reads a text that this platform issued.
    pub(crate) fn read(mac: &Mac, token: &str) -> Option<Self> {
        if let Some(payload) = mac.read(PASSWORD_RESET, token) {
            return Some(Self::PasswordReset { reset: Uuid::from_slice(&payload).ok()? });
        }
        if let Some(payload) = mac.read(SET_UP, token) {
            return Some(Self::SetUp { link: Uuid::from_slice(&payload).ok()? });
        }
        let payload = mac.read(INVITATION, token)?;
        let (invitation, version) = payload.split_last_chunk::<4>()?;
        Some(Self::Invitation { invitation: Uuid::from_slice(invitation).ok()?, version: i32::from_be_bytes(*version) })
    }
}

#[cfg(test)]
mod tests {
    use vault::Secret;

    use super::*;

    #[test]
    fn tickets_read_back_and_are_not_confused() {
        let mac = Mac::new(Secret::new([7; 32]));
        let invitation = Ticket::Invitation { invitation: Uuid::from_u128(9), version: 3 };
        let reset = Ticket::PasswordReset { reset: Uuid::from_u128(9) };
        let set_up = Ticket::SetUp { link: Uuid::from_u128(9) };

        for ticket in [invitation, reset, set_up] {
            assert_eq!(Ticket::read(&mac, &ticket.issue(&mac)), Some(ticket));
            assert_eq!(Ticket::read(&Mac::new(Secret::new([8; 32])), &ticket.issue(&mac)), None);
        }
        assert_eq!(Ticket::read(&mac, "AAAA"), None);
    }
}

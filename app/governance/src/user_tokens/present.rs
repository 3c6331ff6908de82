use std::sync::Arc;

use vault::user_token::{UserIdentity, UserTokenError};

use super::UserTokenRefusal;
use crate::{Governance, auth::Caller, decide::end_user_label};

/// What a token that came with a call says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Presented {
    /// The person, as a genuine token says.
    Verified(String),
    /// What the caller calls the person; it proves nothing.
    Label(String),
    /// Nobody.
    Nobody,
}

impl Presented {
    /// How the person is called, whoever says so.
    pub fn label(self) -> Option<String> {
        match self {
            Self::Verified(subject) => Some(subject),
            Self::Label(label) => Some(label),
            Self::Nobody => None,
        }
    }
}

/// Reads the `user_token` of a governed call. A token of ours has to be genuine, of this organisation and in time, whatever the
/// organisation says; anything else is a label where it is lenient, and refused where it is strict.
pub fn present(gov: &Governance, caller: &Caller, token: Option<&str>) -> Result<Presented, UserTokenRefusal> {
    let Some(token) = token.map(str::trim).filter(|token| !token.is_empty()) else { return Ok(Presented::Nobody) };
    match verified(gov, caller, token) {
        Ok(identity) => Ok(Presented::Verified(identity.subject)),
        Err(UserTokenRefusal::Unverified) if !caller.key.strict_user_tokens => {
            Ok(end_user_label(Some(token)).map_or(Presented::Nobody, Presented::Label))
        }
        Err(refusal) => Err(refusal),
    }
}

/// Reads the token of whoever reads the trail: it has to be genuine everywhere, since it decides what is shown.
pub fn reader(gov: &Governance, caller: &Caller, token: &str) -> Result<Arc<str>, UserTokenRefusal> {
    verified(gov, caller, token.trim()).map(|identity| Arc::from(identity.subject))
}

fn verified(gov: &Governance, caller: &Caller, token: &str) -> Result<UserIdentity, UserTokenRefusal> {
    let checked = gov.signing().user_tokens.verifier.verify(token, &gov.parts.settings.public_url, gov.now());
    let identity = checked.map_err(|error| match error {
        UserTokenError::Foreign => UserTokenRefusal::Unverified,
        UserTokenError::Invalid => UserTokenRefusal::Invalid,
        UserTokenError::Expired => UserTokenRefusal::Expired,
    })?;
    if identity.org == caller.key.org { Ok(identity) } else { Err(UserTokenRefusal::Foreign) }
}

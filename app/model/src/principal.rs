use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::{DirectoryTokenId, KeyId, PersonId, SessionId, SetUpLinkId, TenantId};

/// Who acts inside an organisation, as a verified credential says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Principal {
    /// A person signed in to the portal.
    Member {
        /// Who.
        person: PersonId,
        /// Through which session.
        session: SessionId,
    },
    /// A program with an API key.
    ApiKey {
        /// Which key.
        key: KeyId,
        /// The workspace that the key belongs to.
        tenant: TenantId,
    },
    /// A directory that provisions people (SCIM).
    Directory {
        /// By which token.
        token: DirectoryTokenId,
    },
    /// Somebody without an account who sets up one connection.
    Guest {
        /// By which link.
        link: SetUpLinkId,
    },
    /// The worker, doing what a committed row asked for.
    Job {
        /// Which job.
        name: Arc<str>,
    },
    /// An operator at the command line.
    Command {
        /// Which command.
        name: Arc<str>,
    },
}

impl Principal {
    /// The person, when one acts.
    pub const fn person(&self) -> Option<PersonId> {
        match self {
            Self::Member { person, .. } => Some(*person),
            Self::ApiKey { .. } | Self::Directory { .. } | Self::Guest { .. } | Self::Job { .. } | Self::Command { .. } => None,
        }
    }

    /// The API key, when one acts.
    pub const fn key(&self) -> Option<KeyId> {
        match self {
            Self::ApiKey { key, .. } => Some(*key),
            Self::Member { .. } | Self::Directory { .. } | Self::Guest { .. } | Self::Job { .. } | Self::Command { .. } => None,
        }
    }
}

/// What the edge knows about the request that carries a deed (AX-20).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RequestFacts {
    /// The request id that the answer carries too.
    pub request_id: String,
    /// W3C trace id, 32 lower-case hexadecimal digits.
    pub trace_id: String,
    /// The caller's network address.
    pub ip: Option<String>,
    /// The caller's user agent, cut to a sane length.
    pub user_agent: Option<String>,
}

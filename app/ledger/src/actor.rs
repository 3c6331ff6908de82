use std::sync::Arc;

use model::{DirectoryTokenId, KeyId, PersonId, Principal, SetUpLinkId, TenantId};
use serde::{Deserialize, Serialize};

use crate::canonical::Object;

/// Who acted, as the record says it. A session is left out: it says how somebody came in, not who.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Actor {
    /// A person; the name and address are personal values beside the record.
    Member {
        /// Who.
        person: PersonId,
    },
    /// A program with an API key.
    ApiKey {
        /// Which key.
        key: KeyId,
        /// The workspace of the key.
        tenant: TenantId,
    },
    /// A directory that provisions people.
    Directory {
        /// By which token.
        token: DirectoryTokenId,
    },
    /// Somebody without an account who sets up one connection.
    Guest {
        /// By which link.
        link: SetUpLinkId,
    },
    /// The worker.
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

impl From<&Principal> for Actor {
    fn from(principal: &Principal) -> Self {
        match principal {
            Principal::Member { person, .. } => Self::Member { person: *person },
            Principal::ApiKey { key, tenant } => Self::ApiKey { key: *key, tenant: *tenant },
            Principal::Directory { token } => Self::Directory { token: *token },
            Principal::Guest { link } => Self::Guest { link: *link },
            Principal::Job { name } => Self::Job { name: Arc::clone(name) },
            Principal::Command { name } => Self::Command { name: Arc::clone(name) },
        }
    }
}

impl Actor {
    /// Writes the members in the order that the canonical form asks for.
    pub(crate) fn write(&self, out: &mut String) {
        let mut object = Object::open(out);
        match self {
            Self::Member { person } => {
                object.text("kind", "member");
                object.uuid("person", person.as_uuid());
            }
            Self::ApiKey { key, tenant } => {
                object.uuid("key", key.as_uuid());
                object.text("kind", "api_key");
                object.uuid("tenant", tenant.as_uuid());
            }
            Self::Directory { token } => {
                object.text("kind", "directory");
                object.uuid("token", token.as_uuid());
            }
            Self::Guest { link } => {
                object.text("kind", "guest");
                object.uuid("link", link.as_uuid());
            }
            Self::Job { name } => {
                object.text("kind", "job");
                object.text("name", name);
            }
            Self::Command { name } => {
                object.text("kind", "command");
                object.text("name", name);
            }
        }
        object.close();
    }
}

#[cfg(test)]
mod tests {
    use model::{Id, SessionId};
    use uuid::Uuid;

    use super::*;

    #[test]
    fn the_canonical_form_is_what_serde_reads() -> Result<(), serde_json::Error> {
        let one = Uuid::from_u128(1);
        let session = SessionId::from_uuid(one);
        let principals = [
            Principal::Member { person: Id::from_uuid(one), session },
            Principal::ApiKey { key: Id::from_uuid(one), tenant: Id::from_uuid(Uuid::from_u128(2)) },
            Principal::Directory { token: Id::from_uuid(one) },
            Principal::Guest { link: Id::from_uuid(one) },
            Principal::Job { name: "retention".into() },
            Principal::Command { name: "org create \"x\"".into() },
        ];
        for actor in principals.iter().map(Actor::from) {
            let mut canonical = String::new();
            actor.write(&mut canonical);

            assert_eq!(serde_json::from_str::<Actor>(&canonical)?, actor);
            assert!(!canonical.contains("session"));
        }
        Ok(())
    }
}

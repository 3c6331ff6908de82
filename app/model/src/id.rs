use std::{fmt, hash, marker::PhantomData, str::FromStr};

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// An id that knows what it names: swapping two kinds is a compile error.
pub struct Id<K> {
    raw: Uuid,
    kind: PhantomData<fn() -> K>,
}

macro_rules! kinds {
    ($($(#[$doc:meta])* $kind:ident => $id:ident),+ $(,)?) => {
        $($(#[$doc])* #[derive(Debug)] pub enum $kind {}
          #[doc = concat!("Names one ", stringify!($kind), ".")] pub type $id = Id<$kind>;)+
    };
}

kinds! {
    /// The isolation boundary: one customer.
    Org => OrgId,
    /// A workspace inside an organisation; each API key belongs to exactly one.
    Tenant => TenantId,
    /// A human being, global across organisations.
    Person => PersonId,
    /// An API key; its client id is derived from it.
    Key => KeyId,
    /// A held call that waits for a human.
    Approval => ApprovalId,
    /// One governed call and its verdict.
    Decision => DecisionId,
    /// One evidence export.
    Export => ExportId,
    /// One change of a policy on its way into force.
    Release => ReleaseId,
    /// A named set of permissions inside an organisation.
    Role => RoleId,
    /// A named set of members inside an organisation.
    Team => TeamId,
    /// A token by which a directory provisions people.
    DirectoryToken => DirectoryTokenId,
    /// A letter that asks somebody to join an organisation.
    Invitation => InvitationId,
    /// A connection to an identity provider.
    Connection => ConnectionId,
    /// A passkey of a person.
    Passkey => PasskeyId,
    /// A key of ours that signs requests to an identity provider.
    SsoKey => SsoKeyId,
    /// A link by which somebody without an account sets up one connection.
    SetUpLink => SetUpLinkId,
    /// One signed-in browser (its public name, not the cookie's value).
    Session => SessionId,
}

/// The text is not a UUID.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a valid id: a UUID is expected")]
pub struct ParseIdError;

impl<K> Id<K> {
    /// Gives a kind to a raw UUID.
    pub const fn from_uuid(raw: Uuid) -> Self {
        Self { raw, kind: PhantomData }
    }

    /// The raw UUID, for the database and the wire.
    pub const fn as_uuid(self) -> Uuid {
        self.raw
    }
}

impl KeyId {
    /// The public half of an API key, as SDKs send it: `axk_` and 32 hexadecimal digits.
    pub fn client_id(self) -> String {
        format!("axk_{}", self.raw.simple())
    }

    /// Reads a client id; only the exact canonical form is accepted.
    pub fn from_client_id(text: &str) -> Option<Self> {
        let digits = text.strip_prefix("axk_")?;
        let canonical = digits.len() == 32 && digits.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
        canonical.then(|| Uuid::try_parse(digits).ok().map(Self::from_uuid))?
    }
}

impl<K> Copy for Id<K> {}
impl<K> Clone for Id<K> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<K> PartialEq for Id<K> {
    fn eq(&self, other: &Self) -> bool {
        self.raw == other.raw
    }
}
impl<K> Eq for Id<K> {}
impl<K> PartialOrd for Id<K> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl<K> Ord for Id<K> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.raw.cmp(&other.raw)
    }
}
impl<K> hash::Hash for Id<K> {
    fn hash<H: hash::Hasher>(&self, state: &mut H) {
        self.raw.hash(state);
    }
}
impl<K> fmt::Display for Id<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.raw.fmt(f)
    }
}
impl<K> fmt::Debug for Id<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.raw.fmt(f)
    }
}
impl<K> FromStr for Id<K> {
    type Err = ParseIdError;
    fn from_str(text: &str) -> Result<Self, ParseIdError> {
        Uuid::try_parse(text).map(Self::from_uuid).map_err(|_| ParseIdError)
    }
}
impl<K> Serialize for Id<K> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.raw.serialize(serializer)
    }
}
impl<'de, K> Deserialize<'de> for Id<K> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Uuid::deserialize(deserializer).map(Self::from_uuid)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn client_id_round_trips() {
        let key = KeyId::from_uuid(Uuid::from_u128(0x1234_5678_9abc_def0));

        assert_eq!(KeyId::from_client_id(&key.client_id()), Some(key));
    }

    #[test]
    fn client_id_accepts_only_the_canonical_form() {
        for text in ["", "axk_", "AXK_00000000000000000000000000000001", "axk_0000000000000000000000000000000g"] {
            assert_eq!(KeyId::from_client_id(text), None, "{text}");
        }
        assert_eq!(KeyId::from_client_id("axk_0000000000000000000000000000000A"), None, "upper case");
    }

    #[test]
    fn ids_parse_from_uuid_text_only() {
        assert!("018f0000-0000-7000-8000-000000000000".parse::<OrgId>().is_ok());
        assert_eq!("acme".parse::<OrgId>(), Err(ParseIdError));
    }
}

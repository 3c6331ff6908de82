use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use crate::{ConnectorRight, IpRange, KeyEnvironment, KeyId, KeyKind, Permission, PermissionSet, text::words};

/// One API key in the list; never its secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyLine {
    /// Which.
    pub id: KeyId,
    /// What SDKs send as client id.
    pub client_id: String,
    /// Its name.
    pub name: String,
    /// Where it stands.
    pub state: KeyState,
    /// What it is used in.
    pub environment: KeyEnvironment,
    /// Who it stands for.
    pub kind: KeyKind,
    /// What it may do.
    pub scopes: PermissionSet,
    /// Which connectors it may use; of a service identity.
    pub connector_rights: Vec<ConnectorRight>,
    /// From where it may be used; empty is from anywhere.
    pub networks: Vec<IpRange>,
    /// When its secret is exchanged, if it is by schedule.
    pub rotation: Option<RotationLine>,
    /// Name of the workspace that it belongs to.
    pub tenant_name: String,
    /// Who made it.
    pub created_by: String,
    /// When.
    #[serde(with = "time::serde::rfc3339")]
    pub created_at: OffsetDateTime,
    /// When it stops working by itself.
    #[serde(with = "time::serde::rfc3339::option")]
    pub expires_at: Option<OffsetDateTime>,
    /// When it was last used, to a few seconds.
    #[serde(with = "time::serde::rfc3339::option")]
    pub last_used_at: Option<OffsetDateTime>,
    /// Until when the secret before the last roll still works.
    #[serde(with = "time::serde::rfc3339::option")]
    pub overlap_until: Option<OffsetDateTime>,
    /// Last four characters of the current secret.
    pub secret_tail: String,
    /// When that secret was made.
    #[serde(with = "time::serde::rfc3339")]
    pub secret_at: OffsetDateTime,
    /// Until when that secret works, when its rotation has begun and nobody has made the next one.
    #[serde(with = "time::serde::rfc3339::option")]
    pub secret_until: Option<OffsetDateTime>,
}

/// When a key's secret is exchanged by schedule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RotationLine {
    /// Days from one to the next.
    pub every_days: u32,
    /// How long the old secret works on, in seconds.
    pub overlap_seconds: u32,
    /// When it is due next.
    #[serde(with = "time::serde::rfc3339")]
    pub next_at: OffsetDateTime,
}

/// Where an API key stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum KeyState {
    /// Works.
    Active,
    /// Works, and the secret before it still does too.
    Rolling,
    /// Its rotation has begun: its newest secret has an end, and the next one is to be made.
    Due,
    /// Past its end date.
    Expired,
    /// Ended by a person.
    Revoked,
}

/// One API key with its secrets and from where they are used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyDetail {
    /// The key.
    pub line: KeyLine,
    /// Its secrets, newest first; those that ended long ago are left out.
    pub secrets: Vec<SecretLine>,
    /// When this was read.
    #[serde(with = "time::serde::rfc3339")]
    pub at: OffsetDateTime,
}

/// One secret of a key: its last characters, its time, its use. Never its text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SecretLine {
    /// Last four characters.
    pub tail: String,
    /// Whether it is the newest.
    pub is_newest: bool,
    /// Whether it works now.
    pub works: bool,
    /// When it was made.
    #[serde(with = "time::serde::rfc3339")]
    pub created_at: OffsetDateTime,
    /// Until when it works, when it has an end.
    #[serde(with = "time::serde::rfc3339::option")]
    pub works_until: Option<OffsetDateTime>,
    /// From where it was used in the last ninety days, the latest first.
    pub uses: Vec<UseLine>,
}

/// The use of a secret from one address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UseLine {
    /// The address; of IPv6 the /64.
    pub address: String,
    /// What the program calls itself.
    pub client: String,
    /// The first time.
    #[serde(with = "time::serde::rfc3339")]
    pub first_at: OffsetDateTime,
    /// The last time.
    #[serde(with = "time::serde::rfc3339")]
    pub last_at: OffsetDateTime,
    /// How many calls.
    pub calls: u64,
}

words! {
    /// Something about a key that somebody should look at.
    HygieneMark {
        /// Its newest secret has an end, and the next one was not made yet.
        SecretEnds = "secret_ends",
        /// It ends within two weeks.
        EndsSoon = "ends_soon",
        /// It was not used for ninety days, or never since it was made more than thirty days ago.
        Unused = "unused",
        /// It may do what people should do.
        Broad = "broad",
        /// Its secret is older than ninety days.
        OldSecret = "old_secret",
        /// It never ends by itself.
        NeverExpires = "never_expires",
        /// It may be used from anywhere.
        AnyAddress = "any_address",
        /// A service identity whose secret was used from several networks in the last week: perhaps two services share it.
        SeveralNetworks = "several_networks",
    }
}

/// A live key, with what should be looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HygieneLine {
    /// The key.
    pub line: KeyLine,
    /// What there is, the most pressing first; empty when all is well.
    pub marks: Vec<HygieneMark>,
}

/// The keys of an organisation with what should be looked at, and its rules.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HygieneView {
    /// Live keys, those with the most pressing marks first.
    pub keys: Vec<HygieneLine>,
    /// How many days a new key may live at most.
    pub max_days: Option<u32>,
}

words! {
    /// Whether a found secret opens anything.
    FoundState {
        /// It works: end it.
        Live = "live",
        /// It was replaced and works until the overlap ends.
        Overlap = "overlap",
        /// It was replaced and works no more.
        RolledOut = "rolled_out",
        /// Its key was ended.
        Revoked = "revoked",
        /// Its key, or the secret itself, is past its end.
        Expired = "expired",
        /// The platform signed it, and nothing stored knows it.
        Unknown = "unknown",
    }
}

/// What a found secret, digest or client id belongs to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FoundHere {
    /// The key.
    pub key: KeyId,
    /// Its client id.
    pub client_id: String,
    /// Its name.
    pub name: String,
    /// Whether it opens anything; none when a client id was looked up, which opens nothing alone.
    pub state: Option<FoundState>,
}

/// A permission that the viewer may give to a key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScopeChoice {
    /// Which.
    pub permission: Permission,
    /// What it allows, in words.
    pub meaning: String,
    /// Whether the default template has it.
    pub in_template: bool,
}

/// A secret on the one page that shows it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IssuedSecret {
    /// The key.
    pub key: KeyId,
    /// Its name.
    pub name: String,
    /// The public half.
    pub client_id: String,
    /// The secret half: this view is rendered once and never stored.
    pub client_secret: String,
}

impl std::fmt::Debug for IssuedSecret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("IssuedSecret").field("key", &self.key).field("client_secret", &"[secret]").finish_non_exhaustive()
    }
}

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use crate::{KeyId, Permission, PermissionSet};

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
    /// What it may do.
    pub scopes: PermissionSet,
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
    /// When it was last used, to the minute.
    #[serde(with = "time::serde::rfc3339::option")]
    pub last_used_at: Option<OffsetDateTime>,
    /// Until when the secret before the last roll still works.
    #[serde(with = "time::serde::rfc3339::option")]
    pub overlap_until: Option<OffsetDateTime>,
    /// Last four characters of the current secret.
    pub secret_tail: String,
}

/// Where an API key stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum KeyState {
    /// Works.
    Active,
    /// Works, and the secret before it still does too.
    Rolling,
    /// Past its end date.
    Expired,
    /// Ended by a person.
    Revoked,
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

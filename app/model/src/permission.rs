use serde::{Deserialize, Serialize};

use crate::text::words;

words! {
    /// Everything that a person or key can be allowed to do. A route names one; nothing is allowed by default (SP-12).
    Permission {
        /// Send prompts, tool calls and queries to be decided; report what happened.
        Govern = "govern",
        /// Read policies and overrides.
        PoliciesRead = "policies:read",
        /// Create, change and remove policies and overrides.
        PoliciesWrite = "policies:write",
        /// Release what somebody else wrote, and roll a policy back.
        PoliciesRelease = "policies:release",
        /// Release a policy at once, without tests, simulation or a second person.
        PoliciesEmergency = "policies:emergency",
        /// Override a policy with a less strict action.
        PoliciesLoosen = "policies:loosen",
        /// Put a call into the approval queue in so many words.
        HoldsCreate = "holds:create",
        /// Read the approval queue.
        HoldsRead = "holds:read",
        /// Approve and reject held calls.
        HoldsDecide = "holds:decide",
        /// Read every decision and audit record of the organisation, and export them as evidence.
        AuditReadAll = "audit:read-all",
        /// See API keys (never their secrets).
        KeysRead = "keys:read",
        /// Create, roll and revoke API keys.
        KeysWrite = "keys:write",
        /// See connectors.
        ConnectorsRead = "connectors:read",
        /// See members and roles.
        MembersRead = "members:read",
        /// Invite, suspend and remove members, and change their roles.
        MembersWrite = "members:write",
        /// Change the organisation's settings.
        SettingsWrite = "settings:write",
    }
}

/// The text names no permission.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("unknown permission {0:?}")]
pub struct UnknownPermission(pub String);

/// A set of permissions; the empty set is the default.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(try_from = "Vec<String>", into = "Vec<String>")]
pub struct PermissionSet(u32);

impl PermissionSet {
    /// No permission at all.
    pub const NONE: Self = Self(0);

    /// What a key created without scopes gets: the template `sdk`.
    pub fn sdk() -> Self {
        use Permission::{AuditReadAll, ConnectorsRead, Govern, HoldsCreate, HoldsRead, PoliciesRead};
        [Govern, PoliciesRead, HoldsCreate, HoldsRead, AuditReadAll, ConnectorsRead].into_iter().collect()
    }

    /// Every permission there is.
    pub fn all() -> Self {
        Permission::ALL.iter().copied().collect()
    }

    /// Whether `permission` is in the set.
    pub const fn has(self, permission: Permission) -> bool {
        self.0 & bit(permission) != 0
    }

    /// The set with `permission`.
    #[must_use]
    pub const fn with(self, permission: Permission) -> Self {
        Self(self.0 | bit(permission))
    }

    /// Everything that is in either.
    #[must_use]
    pub const fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// What is here and not in `other`.
    #[must_use]
    pub const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// Whether everything in `other` is also here: nobody may grant what they lack.
    pub const fn covers(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// The permissions, in declaration order.
    pub fn iter(self) -> impl Iterator<Item = Permission> {
        Permission::ALL.iter().copied().filter(move |p| self.has(*p))
    }

    /// Their words, in declaration order.
    pub fn words(self) -> Vec<&'static str> {
        self.iter().map(Permission::as_str).collect()
    }

    /// Reads words; one unknown word refuses the whole list. `sdk` stands for the template.
    pub fn parse<S: AsRef<str>>(words: impl IntoIterator<Item = S>) -> Result<Self, UnknownPermission> {
        words.into_iter().try_fold(Self::NONE, |set, word| match word.as_ref() {
            "sdk" => Ok(Self(set.0 | Self::sdk().0)),
            word => Permission::parse(word).map(|p| set.with(p)).ok_or_else(|| UnknownPermission(word.to_owned())),
        })
    }
}

const fn bit(permission: Permission) -> u32 {
    1 << permission as u32
}

impl FromIterator<Permission> for PermissionSet {
    fn from_iter<I: IntoIterator<Item = Permission>>(permissions: I) -> Self {
        permissions.into_iter().fold(Self::NONE, Self::with)
    }
}

impl TryFrom<Vec<String>> for PermissionSet {
    type Error = UnknownPermission;
    fn try_from(words: Vec<String>) -> Result<Self, UnknownPermission> {
        Self::parse(words)
    }
}

impl From<PermissionSet> for Vec<String> {
    fn from(set: PermissionSet) -> Self {
        set.words().into_iter().map(str::to_owned).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sets_round_trip_through_words() {
        for set in [PermissionSet::NONE, PermissionSet::sdk(), PermissionSet::all()] {
            assert_eq!(PermissionSet::parse(set.words()), Ok(set));
        }
    }

    #[test]
    fn one_unknown_word_refuses_the_list() {
        assert_eq!(PermissionSet::parse(["govern", "root"]), Err(UnknownPermission("root".to_owned())));
    }

    #[test]
    fn the_sdk_template_cannot_approve_or_manage() {
        let sdk = PermissionSet::sdk();

        assert!(sdk.has(Permission::Govern) && sdk.has(Permission::AuditReadAll));
        for denied in [Permission::HoldsDecide, Permission::PoliciesWrite, Permission::KeysWrite, Permission::MembersWrite] {
            assert!(!sdk.has(denied), "{denied}");
        }
    }

    #[test]
    fn covers_is_subset() {
        assert!(PermissionSet::all().covers(PermissionSet::sdk()));
        assert!(!PermissionSet::sdk().covers(PermissionSet::all()));
    }
}

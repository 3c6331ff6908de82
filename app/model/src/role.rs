use crate::{
    Permission::{
        self, AuditReadAll, ConnectorsRead, Govern, HoldsCreate, HoldsDecide, HoldsRead, KeysRead, KeysWrite, MembersRead, PoliciesRead,
        PoliciesRelease, PoliciesWrite,
    },
    PermissionSet,
    text::words,
};

words! {
    /// The roles that every organisation has from the start.
    BuiltInRole {
        /// Everything; the last one cannot leave.
        Owner = "owner",
        /// Everything but deciding held calls.
        Admin = "admin",
        /// Writes policies.
        PolicyAdmin = "policy_admin",
        /// Clears the approval queue.
        Approver = "approver",
        /// Manages API keys and reads decisions; holds what a key of the template `sdk` holds, so that it can be given.
        Developer = "developer",
        /// Reads everything, changes nothing, may export evidence.
        Auditor = "auditor",
        /// Reads decisions and policies.
        Viewer = "viewer",
    }
}

impl BuiltInRole {
    /// What the role may do.
    pub fn permissions(self) -> PermissionSet {
        let listed: &[Permission] = match self {
            Self::Owner => return PermissionSet::all(),
            Self::Admin => return Permission::ALL.iter().copied().filter(|p| *p != HoldsDecide).collect(),
            Self::PolicyAdmin => &[PoliciesRead, PoliciesWrite, PoliciesRelease, AuditReadAll, HoldsRead, ConnectorsRead],
            Self::Approver => &[HoldsRead, HoldsDecide, PoliciesRead],
            Self::Developer => &[Govern, HoldsCreate, KeysRead, KeysWrite, PoliciesRead, AuditReadAll, HoldsRead, ConnectorsRead],
            Self::Auditor => &[AuditReadAll, HoldsRead, PoliciesRead, KeysRead, MembersRead, ConnectorsRead],
            Self::Viewer => &[AuditReadAll, PoliciesRead, HoldsRead],
        };
        listed.iter().copied().collect()
    }

    /// Roles that must sign in with a second factor (AX-06).
    pub const fn requires_second_factor(self) -> bool {
        match self {
            Self::Owner | Self::Admin | Self::PolicyAdmin | Self::Approver | Self::Developer => true,
            Self::Auditor | Self::Viewer => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_matrix_is_what_the_documents_say() {
        let matrix: Vec<String> = BuiltInRole::ALL.iter().map(|r| format!("{r}: {}", r.permissions().words().join(" "))).collect();

        assert_eq!(
            matrix.join("\n"),
            "owner: govern policies:read policies:write policies:release policies:emergency policies:loosen holds:create holds:read holds:decide audit:read-all keys:read keys:write connectors:read members:read members:write settings:write\n\
             admin: govern policies:read policies:write policies:release policies:emergency policies:loosen holds:create holds:read audit:read-all keys:read keys:write connectors:read members:read members:write settings:write\n\
             policy_admin: policies:read policies:write policies:release holds:read audit:read-all connectors:read\n\
             approver: policies:read holds:read holds:decide\n\
             developer: govern policies:read holds:create holds:read audit:read-all keys:read keys:write connectors:read\n\
             auditor: policies:read holds:read audit:read-all keys:read connectors:read members:read\n\
             viewer: policies:read holds:read audit:read-all"
        );
    }
}

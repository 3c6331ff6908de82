use model::{BuiltInRole, Permission, PermissionSet};
use store::entry::Membership;

/// Whether an organisation of the person, or a role in any, asks for a second factor (AX-06).
pub(crate) fn needs_second_factor(memberships: &[Membership]) -> bool {
    memberships.iter().any(|member| member.second_factor_for_all || roles_need_it(&member.roles, member.permissions))
}

/// The roles that every organisation has say it themselves; whoever may change anything needs it under any role.
fn roles_need_it(roles: &[String], permissions: PermissionSet) -> bool {
    let built_in = roles.iter().filter_map(|name| BuiltInRole::parse(name));
    built_in.into_iter().any(BuiltInRole::requires_second_factor) || permissions.iter().any(changes_something)
}

/// Whether whoever holds it can change something.
pub(crate) const fn changes_something(permission: Permission) -> bool {
    match permission {
        Permission::Govern
        | Permission::PoliciesWrite
        | Permission::PoliciesRelease
        | Permission::PoliciesEmergency
        | Permission::PoliciesLoosen
        | Permission::HoldsCreate
        | Permission::HoldsDecide
        | Permission::KeysWrite
        | Permission::MembersWrite
        | Permission::SettingsWrite => true,
        Permission::PoliciesRead
        | Permission::HoldsRead
        | Permission::AuditReadAll
        | Permission::KeysRead
        | Permission::ConnectorsRead
        | Permission::MembersRead => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn built_in_roles_answer_for_themselves() {
        for role in BuiltInRole::ALL {
            let needed = roles_need_it(&[role.as_str().to_owned()], role.permissions());
            assert_eq!(needed, role.requires_second_factor(), "{role}");
        }
    }

    #[test]
    fn another_role_needs_it_as_soon_as_it_may_change_anything() {
        let custom = ["night_shift".to_owned()];
        let reads: PermissionSet = [Permission::HoldsRead, Permission::AuditReadAll].into_iter().collect();

        assert!(!roles_need_it(&custom, reads));
        assert!(roles_need_it(&custom, reads.with(Permission::HoldsDecide)));
    }

    #[test]
    fn the_strictest_role_counts() {
        let roles = [BuiltInRole::Viewer, BuiltInRole::Approver].map(|role| role.as_str().to_owned());

        assert!(roles_need_it(&roles, PermissionSet::NONE));
        assert!(!roles_need_it(&[], PermissionSet::NONE));
    }
}

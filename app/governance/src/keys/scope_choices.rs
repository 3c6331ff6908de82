use model::{Permission, PermissionSet, views::ScopeChoice};

/// What somebody with these permissions may give to a key.
pub fn scope_choices(permissions: PermissionSet) -> Vec<ScopeChoice> {
    let template = PermissionSet::sdk();
    let choice = |permission| ScopeChoice { permission, meaning: meaning_for_keys(permission), in_template: template.has(permission) };
    permissions.iter().map(choice).collect()
}

/// What a permission allows a key: some are not enough by themselves.
fn meaning_for_keys(permission: Permission) -> String {
    let meaning = meaning(permission);
    if matches!(permission, Permission::HoldsDecide | Permission::PoliciesRelease) {
        return format!("{meaning}, if the organisation lets keys do so");
    }
    meaning.to_owned()
}

/// What a permission allows whoever has it, in words for a page.
pub(crate) const fn meaning(permission: Permission) -> &'static str {
    match permission {
        Permission::Govern => "Send prompts and tool calls to be decided, and report what happened",
        Permission::PoliciesRead => "Read policies and overrides",
        Permission::PoliciesWrite => "Create, change and remove policies and overrides",
        Permission::PoliciesRelease => "Roll a policy back, and release what somebody else wrote",
        Permission::PoliciesEmergency => "Release a policy at once, without tests, simulation or a second person",
        Permission::PoliciesLoosen => "Override a policy with a less strict action",
        Permission::HoldsCreate => "Put a call into the approval queue",
        Permission::HoldsRead => "Read the approval queue",
        Permission::HoldsDecide => "Approve and reject held calls",
        Permission::AuditReadAll => "Read every decision and audit record, and export evidence",
        Permission::KeysRead => "See API keys, never their secrets",
        Permission::KeysWrite => "Create, roll and revoke API keys",
        Permission::ConnectorsRead => "See connectors",
        Permission::MembersRead => "See members and roles",
        Permission::MembersWrite => "Invite, suspend and remove members, and change their roles",
        Permission::SettingsWrite => "Change the settings of the organisation",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_an_organisation_has_to_allow_is_said_of_keys_and_not_of_people() {
        for permission in [Permission::HoldsDecide, Permission::PoliciesRelease] {
            let offered = scope_choices([permission].into_iter().collect());

            assert!(offered[0].meaning.ends_with("if the organisation lets keys do so"), "{}", offered[0].meaning);
            assert!(!meaning(permission).contains("keys"), "{}", meaning(permission));
        }
    }

    #[test]
    fn only_what_the_viewer_has_is_offered() {
        let viewer: PermissionSet = [Permission::KeysWrite, Permission::PoliciesRead].into_iter().collect();

        let offered: Vec<_> = scope_choices(viewer).into_iter().map(|c| (c.permission, c.in_template)).collect();

        assert_eq!(offered, [(Permission::PoliciesRead, true), (Permission::KeysWrite, false)]);
    }
}

//! Which server function needs what. The `door` behind each asks for it; this list is what reviewers read and what the tests that
//! call every function as somebody who lacks it go by. A function that is not in it fails the tests.

use model::Permission::{
    self, AuditReadAll, HoldsDecide, HoldsRead, KeysRead, KeysWrite, MembersRead, MembersWrite, PoliciesRead, PoliciesRelease,
    PoliciesWrite, SettingsWrite,
};

/// What a caller must have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Needs {
    /// Nothing, or what the function asks for itself: a password, a code, the token of a letter.
    Anyone,
    /// A session.
    SignedIn,
    /// A session of a member of the organisation that the call names.
    Member,
    /// A member with this permission.
    Permission(Permission),
}

use Needs::{Anyone, Member, SignedIn};

const fn with(permission: Permission) -> Needs {
    Needs::Permission(permission)
}

/// Every server function, by its path below `/fn/`.
pub const FUNCTIONS: &[(&str, Needs)] = &[
    ("account/factor-confirm", SignedIn),
    ("account/factor-start", SignedIn),
    ("account/password", SignedIn),
    ("account/read", SignedIn),
    ("account/recovery-codes", SignedIn),
    ("account/recovery-codes-renew", SignedIn),
    ("account/session-end", SignedIn),
    ("account/sessions-end-others", SignedIn),
    ("approvals/decide", with(HoldsDecide)),
    ("approvals/first", with(HoldsRead)),
    ("approvals/list", with(HoldsRead)),
    ("approvals/read", with(HoldsRead)),
    ("decisions/list", with(AuditReadAll)),
    ("decisions/read", with(AuditReadAll)),
    ("detection/inspect", with(PoliciesRead)),
    ("detection/open", with(PoliciesRead)),
    ("evidence/export", with(AuditReadAll)),
    ("evidence/read", with(AuditReadAll)),
    ("evidence/read-export", with(AuditReadAll)),
    ("home/read", with(AuditReadAll)),
    ("joining/accept", SignedIn),
    ("joining/forgot", Anyone),
    ("joining/invitation", Anyone),
    ("joining/new-account", Anyone),
    ("joining/reset", Anyone),
    ("joining/reset-open", Anyone),
    ("keys/create", with(KeysWrite)),
    ("keys/issued-secret", with(KeysWrite)),
    ("keys/list", with(KeysRead)),
    ("keys/revoke", with(KeysWrite)),
    ("keys/roll", with(KeysWrite)),
    ("keys/scope-choices", with(KeysWrite)),
    ("members/give-role", with(MembersWrite)),
    ("members/invitation-renew", with(MembersWrite)),
    ("members/invitation-revoke", with(MembersWrite)),
    ("members/invite", with(MembersWrite)),
    ("members/list", with(MembersRead)),
    ("members/reactivate", with(MembersWrite)),
    ("members/read", with(MembersRead)),
    ("members/remove", with(MembersWrite)),
    ("members/role-choices", with(MembersRead)),
    ("members/roles", with(MembersWrite)),
    ("members/sessions-end", with(MembersWrite)),
    ("members/suspend", with(MembersWrite)),
    ("policies/change-settings", with(SettingsWrite)),
    ("policies/conflicts", with(PoliciesRead)),
    ("policies/delete", with(PoliciesWrite)),
    ("policies/editor", with(PoliciesWrite)),
    ("policies/impact", with(PoliciesRead)),
    ("policies/in-force", with(PoliciesRead)),
    ("policies/lift-override", with(PoliciesWrite)),
    ("policies/lint", with(PoliciesRead)),
    ("policies/list", with(PoliciesRead)),
    ("policies/override", with(PoliciesWrite)),
    ("policies/read", with(PoliciesRead)),
    ("policies/replay", with(AuditReadAll)),
    ("policies/save", with(PoliciesWrite)),
    ("policies/settings", with(PoliciesRead)),
    ("policies/simulate", with(PoliciesRead)),
    ("policies/switch", with(PoliciesWrite)),
    ("policies/try", with(PoliciesRead)),
    ("releases/history", with(PoliciesRead)),
    ("releases/list", with(PoliciesRead)),
    ("releases/mode", with(PoliciesRead)),
    ("releases/read", with(PoliciesRead)),
    ("releases/roll-back", with(PoliciesRelease)),
    ("releases/set-mode", with(SettingsWrite)),
    ("releases/simulate", with(PoliciesWrite)),
    // To hand in and to withdraw; releasing, looking over afterwards and emergencies ask for permissions of their own.
    ("releases/step", with(PoliciesWrite)),
    ("roles/change", with(MembersWrite)),
    ("roles/create", with(MembersWrite)),
    ("roles/list", with(MembersRead)),
    ("roles/preview", with(MembersWrite)),
    ("roles/read", with(MembersRead)),
    ("roles/remove", with(MembersWrite)),
    ("session/enrol", Anyone),
    ("session/enrol-start", Anyone),
    ("session/factor", Anyone),
    ("session/landing", SignedIn),
    ("session/search", Member),
    ("session/sign-in", Anyone),
    ("session/sign-out", Anyone),
    ("session/theme", Anyone),
    ("session/viewer", Member),
];

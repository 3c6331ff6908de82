use icondata_lu::{
    LuDoorOpen, LuEye, LuFileCheck, LuFlaskConical, LuFolderSync, LuGitPullRequest, LuGlobe, LuHouse, LuInbox, LuKeyRound, LuListChecks,
    LuLock, LuLogIn, LuPlus, LuScanSearch, LuScrollText, LuShieldCheck, LuSlidersHorizontal, LuUser, LuUserPlus, LuUsers, LuUsersRound,
};
use model::{ApprovalId, KeyId, Permission, views::Viewer};

/// A page that the navigation, the palette or the search can lead to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Destination {
    /// What it is called everywhere.
    pub(crate) title: &'static str,
    /// Where it is.
    pub(crate) href: String,
    /// Its mark.
    pub(crate) icon: icondata_core::Icon,
    /// Other words for it.
    pub(crate) also: &'static str,
    /// Its group in the navigation; `None` keeps it out.
    pub(crate) group: Option<Group>,
}

/// A group of the navigation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Group {
    /// Without a heading.
    Work,
    /// Who and what may call.
    Access,
    /// What happened, provably.
    Evidence,
}

/// What it needs, its group, title, path below the organisation, mark, other words.
type Row = (Permission, Option<Group>, &'static str, &'static str, icondata_core::Icon, &'static str);

/// The pages that the viewer may use. Leaving one out is courtesy; the server asks again.
pub(crate) fn destinations(viewer: &Viewer) -> Vec<Destination> {
    use Group::{Access, Evidence, Work};
    use Permission::{AuditReadAll, HoldsRead, KeysRead, KeysWrite, MembersRead, MembersWrite, PoliciesRead, PoliciesWrite, SettingsWrite};

    let rows: [Row; 24] = [
        (AuditReadAll, Some(Work), "Home", "home", LuHouse, "start overview dashboard"),
        (HoldsRead, Some(Work), "Approvals", "approvals", LuInbox, "queue waiting held human review"),
        (AuditReadAll, Some(Work), "Decisions", "decisions", LuListChecks, "log verdicts calls allowed denied redacted"),
        (PoliciesRead, Some(Work), "Policies", "policies", LuScrollText, "rules governance conditions rego patterns overrides"),
        (PoliciesRead, Some(Work), "Detection", "detection", LuScanSearch, "playground try personal data pii sql injection redact mask"),
        (MembersRead, Some(Access), "Members", "members", LuUsers, "people users invitations roles access"),
        (MembersRead, Some(Access), "Teams", "teams", LuUsersRound, "groups units people roles"),
        (MembersRead, Some(Access), "Roles", "roles", LuShieldCheck, "permissions matrix access rights"),
        (
            MembersRead,
            Some(Access),
            "Directory sync",
            "directory",
            LuFolderSync,
            "scim okta entra provisioning groups deprovision break-glass",
        ),
        (SettingsWrite, Some(Access), "Single sign-on", "sso", LuLogIn, "sso saml oidc openid okta entra azure google provider connection"),
        (SettingsWrite, Some(Access), "Domains", "domains", LuGlobe, "dns txt verify e-mail"),
        (KeysRead, Some(Access), "API keys", "keys", LuKeyRound, "credentials secrets clients"),
        (SettingsWrite, Some(Access), "Security", "settings/security", LuLock, "networks ip allow list sessions second factor mfa idle"),
        (SettingsWrite, Some(Access), "Staff access", "settings/staff-access", LuEye, "operator support consent look grant"),
        (SettingsWrite, Some(Access), "Sign-in log", "sign-ins", LuDoorOpen, "password passkey support code refused failed"),
        (AuditReadAll, Some(Evidence), "Evidence", "evidence", LuFileCheck, "exports ledger checkpoint bundle audit verify"),
        (KeysRead, None, "API key hygiene", "keys/hygiene", LuListChecks, "unused expiring old secrets broad keys"),
        (KeysRead, None, "I found a key", "keys/lookup", LuScanSearch, "leaked secret look up lookup"),
        (KeysWrite, None, "Create API key", "keys/new", LuPlus, "new credential"),
        (MembersWrite, None, "Invite members", "members/invite", LuUserPlus, "new people add user"),
        (PoliciesWrite, None, "Write a policy", "policies/new", LuPlus, "new create rule pattern conditions rego"),
        (PoliciesRead, None, "Policy releases", "policies/releases", LuGitPullRequest, "drafts review second person four eyes roll back"),
        (
            PoliciesRead,
            None,
            "Policy settings",
            "policies/settings",
            LuSlidersHorizontal,
            "profile strict compliance PII_ACTION release mode",
        ),
        (PoliciesRead, None, "Simulate a call", "policies/simulate", LuFlaskConical, "try what if dry run policies"),
    ];
    let mut pages: Vec<_> = rows
        .into_iter()
        .filter(|(needs, ..)| viewer.may(*needs))
        .map(|(_, group, title, path, icon, also)| Destination { title, href: format!("/o/{}/{path}", viewer.org_slug), icon, also, group })
        .collect();
    pages.push(Destination {
        title: "Account",
        href: "/account".to_owned(),
        icon: LuUser,
        also: "profile password second factor sessions recovery",
        group: None,
    });
    pages
}

/// The pages whose name or other words hold every word of `query`.
pub(crate) fn matching(pages: Vec<Destination>, query: &str) -> Vec<Destination> {
    let words: Vec<String> = query.split_whitespace().map(str::to_lowercase).collect();
    let fits = |page: &Destination| {
        let text = format!("{} {}", page.title, page.also).to_lowercase();
        words.iter().all(|word| text.contains(word))
    };
    pages.into_iter().filter(fits).collect()
}

/// Where a pasted id may lead; a bare UUID does not say what it names.
pub(crate) fn by_id(org: &str, text: &str) -> Vec<(&'static str, String)> {
    let text = text.trim();
    if let Some(key) = KeyId::from_client_id(text) {
        return vec![("Open API key", format!("/o/{org}/keys/{key}"))];
    }
    let Ok(id) = text.parse::<ApprovalId>() else { return Vec::new() };
    vec![
        ("Open decision", format!("/o/{org}/decisions/{id}")),
        ("Open approval", format!("/o/{org}/approvals/{id}")),
        ("Open export", format!("/o/{org}/evidence/{id}")),
    ]
}

#[cfg(test)]
mod tests {
    use model::{BuiltInRole, OrgId, PersonId, Tier};

    use super::*;

    fn viewer(role: BuiltInRole) -> Viewer {
        let id = "018f0000-0000-7000-8000-000000000000";
        Viewer {
            person: id.parse::<PersonId>().unwrap(),
            name: "Mara Lindqvist".to_owned(),
            email: "mara@acme.example".to_owned(),
            org: id.parse::<OrgId>().unwrap(),
            org_slug: "acme".to_owned(),
            org_name: "Acme".to_owned(),
            tier: Tier::Community,
            permissions: role.permissions(),
            roles: vec![],
            orgs: vec![],
            waiting_approvals: 0,
        }
    }

    fn titles(role: BuiltInRole, query: &str) -> Vec<&'static str> {
        matching(destinations(&viewer(role)), query).into_iter().map(|d| d.title).collect()
    }

    #[test]
    fn an_approver_sees_approvals_and_what_goes_with_them_only() {
        assert_eq!(
            titles(BuiltInRole::Approver, ""),
            ["Approvals", "Policies", "Detection", "Policy releases", "Policy settings", "Simulate a call", "Account"]
        );
    }

    #[test]
    fn an_owner_sees_everything() {
        assert_eq!(
            titles(BuiltInRole::Owner, ""),
            [
                "Home",
                "Approvals",
                "Decisions",
                "Policies",
                "Detection",
                "Members",
                "Teams",
                "Roles",
                "Directory sync",
                "Single sign-on",
                "Domains",
                "API keys",
                "Security",
                "Staff access",
                "Sign-in log",
                "Evidence",
                "API key hygiene",
                "I found a key",
                "Create API key",
                "Invite members",
                "Write a policy",
                "Policy releases",
                "Policy settings",
                "Simulate a call",
                "Account"
            ]
        );
    }

    #[test]
    fn every_word_has_to_fit() {
        assert_eq!(titles(BuiltInRole::Owner, "api KEY"), ["API keys", "API key hygiene", "Create API key"]);
        assert_eq!(titles(BuiltInRole::Owner, "credential new"), ["Create API key"]);
        assert!(titles(BuiltInRole::Owner, "payroll").is_empty());
    }

    #[test]
    fn pasted_ids_lead_somewhere() {
        assert_eq!(by_id("acme", " 018f0000-0000-7000-8000-000000000000 ").len(), 3);
        assert_eq!(
            by_id("acme", "axk_018f0000000070008000000000000000"),
            [("Open API key", "/o/acme/keys/018f0000-0000-7000-8000-000000000000".to_owned())]
        );
        assert!(by_id("acme", "approvals").is_empty());
    }
}

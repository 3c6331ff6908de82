use serde::{Deserialize, Serialize};

use crate::{OrgId, Permission, PermissionSet, PersonId, Tier};

/// The signed-in person in the organisation that the page is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Viewer {
    /// Who.
    pub person: PersonId,
    /// Shown in the account menu.
    pub name: String,
    /// Shown in the account menu.
    pub email: String,
    /// The organisation in view.
    pub org: OrgId,
    /// Its short name in URLs.
    pub org_slug: String,
    /// Its full name.
    pub org_name: String,
    /// What it has licensed.
    pub tier: Tier,
    /// What the person may do here.
    pub permissions: PermissionSet,
    /// Names of the person's roles here.
    pub roles: Vec<String>,
    /// Every organisation that the person may switch to, this one included.
    pub orgs: Vec<OrgChoice>,
    /// Approvals that wait, for the badge; zero when the person may not see them.
    pub waiting_approvals: u64,
}

impl Viewer {
    /// Whether a link or button makes sense; the server checks again.
    pub const fn may(&self, permission: Permission) -> bool {
        self.permissions.has(permission)
    }

    /// Two letters for the avatar.
    pub fn initials(&self) -> String {
        let letters: String = self.name.split_whitespace().filter_map(|word| word.chars().next()).take(2).collect();
        letters.to_uppercase()
    }
}

/// One entry of the organisation switcher.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrgChoice {
    /// The organisation.
    pub org: OrgId,
    /// Its short name in URLs.
    pub slug: String,
    /// Its full name.
    pub name: String,
}

/// What the browser has to do next while signing in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SignInStep {
    /// E-mail and password.
    Password,
    /// The code of the authenticator, or a recovery code.
    SecondFactor,
    /// A role needs a second factor and none is set up yet.
    EnrolFactor,
    /// Done.
    SignedIn,
}

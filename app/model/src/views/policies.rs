use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use super::PolicyDraft;
use crate::{Action, ReleaseId, Severity, text::words};

words! {
    /// How a policy finds what it looks for.
    KindOfPolicy {
        /// What the detector found.
        Detector = "detector",
        /// A regular expression.
        Pattern = "pattern",
        /// Conditions on the call.
        Conditions = "conditions",
        /// A Rego module.
        Rego = "rego",
    }
}

words! {
    /// Who a policy speaks for.
    TierOfPolicy {
        /// Shipped with the product, for everyone.
        System = "system",
        /// Every workspace of one organisation.
        Organization = "organization",
        /// One workspace.
        Tenant = "tenant",
    }
}

words! {
    /// Where policies stand, for lists.
    StateOfPolicy {
        /// Evaluated.
        Enabled = "enabled",
        /// Not evaluated.
        Disabled = "disabled",
        /// Under an override.
        Overridden = "overridden",
    }
}

words! {
    /// Where in the life of a call a policy speaks.
    SurfaceOfPolicy {
        /// What goes to a model or is asked in advance.
        Request = "request",
        /// What goes into a tool or connector.
        Connector = "connector",
        /// What comes back from a tool.
        Response = "response",
    }
}

/// Which policies a list shows. What is `None` does not filter.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PolicyQuery {
    /// Only with this in the name, description or id.
    pub words: Option<String>,
    /// Only this tier.
    pub tier: Option<TierOfPolicy>,
    /// Only this kind.
    pub kind: Option<KindOfPolicy>,
    /// Only those that ask for this.
    pub action: Option<Action>,
    /// Only in this state.
    pub state: Option<StateOfPolicy>,
    /// Only those that speak there.
    pub surface: Option<SurfaceOfPolicy>,
    /// Rows to skip.
    pub offset: usize,
}

/// One page of policies.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PolicyList {
    /// The rows: the organisation's own first, newest change first, then shipped ones.
    pub items: Vec<PolicyEntry>,
    /// How many fit the query.
    pub fitting: usize,
    /// How many the organisation wrote, whatever the query.
    pub own: usize,
    /// Rows before these.
    pub offset: usize,
    /// Rows to skip for the next page, when there is one.
    pub next: Option<usize>,
}

impl PolicyList {
    /// Rows of a page.
    pub const PAGE: usize = 50;
}

/// One policy in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PolicyEntry {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// What it is for.
    pub description: String,
    /// Who it speaks for.
    pub tier: TierOfPolicy,
    /// How it is written.
    pub kind: KindOfPolicy,
    /// What it is about.
    pub category: String,
    /// How bad a match is.
    pub severity: Severity,
    /// What the policy itself asks for.
    pub own_action: Action,
    /// What it asks for now, by the way that a call came.
    pub asks: Asks,
    /// Whether it is evaluated.
    pub enabled: bool,
    /// Whether an override is in force.
    pub has_override: bool,
    /// A change of it that is not in force yet.
    pub open_release: Option<ReleaseId>,
    /// Where it speaks.
    pub surfaces: Vec<SurfaceOfPolicy>,
    /// Counts its changes from 1.
    pub version: u32,
    /// When it last changed; a shipped one changes with the product.
    #[serde(with = "time::serde::rfc3339::option")]
    pub updated_at: Option<OffsetDateTime>,
}

/// What a policy asks for by the way that a call came.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asks {
    /// Decide, proxy and everything without a way of its own.
    pub general: Ask,
    /// Pre-checks.
    pub gateway: Ask,
    /// Tool checks.
    pub mcp: Ask,
}

/// An action and what decided it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ask {
    /// The action.
    pub action: Action,
    /// `policy`, `override`, `profile NAME`, `organization SETTING` or `server SETTING`.
    pub decided_by: String,
}

/// Everything about one policy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PolicyDetail {
    /// The line of the list.
    pub entry: PolicyEntry,
    /// The workspace that it speaks for, by name.
    pub workspace: Option<String>,
    /// What a detector policy looks for: the words of its kinds.
    pub detects: Vec<String>,
    /// What it says, as the editor shows it; shipped ones too.
    pub draft: PolicyDraft,
    /// Free labels.
    pub tags: Vec<String>,
    /// The override that is in force.
    pub override_in_force: Option<OverrideLine>,
    /// Who made it.
    pub created_by: String,
    /// When it was made; unknown for shipped ones.
    #[serde(with = "time::serde::rfc3339::option")]
    pub created_at: Option<OffsetDateTime>,
}

/// A change of what one policy asks for, without editing it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OverrideLine {
    /// What it asks for instead.
    pub action: Action,
    /// Why.
    pub reason: String,
    /// Who said so.
    pub by: String,
    /// When.
    #[serde(with = "time::serde::rfc3339")]
    pub at: OffsetDateTime,
    /// Until when; for good when `None`.
    #[serde(with = "time::serde::rfc3339::option")]
    pub expires_at: Option<OffsetDateTime>,
}

/// One form that a policy had.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PolicyVersion {
    /// Counts from 1.
    pub version: u32,
    /// `shipped`, `drafted`, `created`, `updated`, `enabled`, `disabled`, `released`, `rolled_back` or `deleted`.
    pub change: String,
    /// Who gave it that form.
    pub by: String,
    /// When.
    #[serde(with = "time::serde::rfc3339")]
    pub at: OffsetDateTime,
}

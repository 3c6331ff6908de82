use detect::Kind;
use model::{Action, Severity, TenantId};
use time::OffsetDateTime;

use crate::{Category, Conditions, Pattern, PolicyId, PolicyTier, Rego, Surfaces};

/// One rule: what it looks for and what it asks for when it is found.
#[derive(Debug, Clone)]
pub struct Policy {
    /// Its name in paths and records.
    pub id: PolicyId,
    /// Its name for people.
    pub name: String,
    /// What it is for.
    pub description: String,
    /// What it is about.
    pub category: Category,
    /// Who it speaks for.
    pub tier: PolicyTier,
    /// The one tenant it speaks for, when its tier is `Tenant`.
    pub tenant: Option<TenantId>,
    /// Where it speaks.
    pub surfaces: Surfaces,
    /// What it looks for.
    pub matcher: Matcher,
    /// How bad a match is.
    pub severity: Severity,
    /// What it asks for.
    pub action: Action,
    /// Whether it is evaluated at all.
    pub enabled: bool,
    /// Among equally strict matches the higher one is named first.
    pub priority: i32,
    /// Counts its edits.
    pub version: u32,
}

/// What a policy looks for.
#[derive(Debug, Clone)]
pub enum Matcher {
    /// Anything of these kinds that the detector found.
    Detector(Vec<Kind>),
    /// A regular expression in the text.
    Pattern(Pattern),
    /// Conditions on the call, all of which hold.
    Conditions(Conditions),
    /// A module with rules.
    Rego(Box<Rego>),
}

impl Matcher {
    /// The matcher in words: `detector:ssn,passport`, or the source of what was written.
    pub fn source(&self) -> String {
        match self {
            Self::Detector(kinds) => format!("detector:{}", kinds.iter().map(|kind| kind.word()).collect::<Vec<_>>().join(",")),
            Self::Pattern(pattern) => pattern.as_str().to_owned(),
            Self::Conditions(conditions) => serde_json::to_string(conditions.specs()).unwrap_or_default(),
            Self::Rego(rego) => rego.source().to_owned(),
        }
    }
}

impl Policy {
    /// Whether it speaks for this tenant. A tenant policy without a tenant speaks for nobody.
    pub fn applies_to(&self, tenant: TenantId) -> bool {
        match self.tier {
            PolicyTier::System | PolicyTier::Organization => true,
            PolicyTier::Tenant => self.tenant == Some(tenant),
        }
    }
}

/// An organisation's change to one policy, without editing it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Override {
    /// The policy that it changes.
    pub policy: PolicyId,
    /// The action that applies instead.
    pub action: Action,
    /// Whether the policy is evaluated; `None` leaves it as it is.
    pub enabled: Option<bool>,
    /// From this instant on it has no effect; `None` means never.
    pub expires_at: Option<OffsetDateTime>,
}

impl Override {
    /// Whether it has an effect at `now`.
    pub fn is_live(&self, now: OffsetDateTime) -> bool {
        self.expires_at.is_none_or(|end| now < end)
    }
}

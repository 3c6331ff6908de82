use model::Tier;
use policy::{Conflict, Matcher, Policy, PolicyKind};
use serde::Serialize;
use store::OrgScope;
use time::OffsetDateTime;

use super::allowance;
use crate::{Error, Governance, Result, policies};

/// Policies that get in each other's way.
#[derive(Debug, Clone, Serialize)]
pub struct ConflictReport {
    /// Each pair.
    pub conflicts: Vec<PolicyConflict>,
    /// How many policies were compared.
    pub total_policies: usize,
    /// How many pairs there are.
    pub conflict_count: usize,
    /// When.
    #[serde(with = "time::serde::rfc3339")]
    pub checked_at: OffsetDateTime,
    /// The organisation's plan.
    pub tier: Tier,
}

/// Two policies that get in each other's way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PolicyConflict {
    /// The one that decides.
    pub policy_a: PolicyRef,
    /// The other one.
    pub policy_b: PolicyRef,
    /// `duplicate`, `contradictory_actions` or `shadowed`.
    pub conflict_type: &'static str,
    /// In words.
    pub description: String,
    /// `high`, `medium` or `low`.
    pub severity: &'static str,
    /// What both look at.
    pub overlapping_field: String,
}

/// One policy of a pair.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PolicyRef {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// `pattern`, `conditions`, `rego` or `detector`.
    #[serde(rename = "type")]
    pub kind: &'static str,
}

/// Compares the policies that the caller may see, or one of them with all others.
pub async fn conflicts(gov: &Governance, scope: &OrgScope, only: Option<&str>) -> Result<ConflictReport> {
    let mut tx = gov.pool().org_tx(scope).await?;
    let (tier, _) = allowance::take(gov, &mut tx, 0).await?;
    let (checked_at, own) = (tx.now(), policies::visible(&mut tx).await?);
    drop(tx);
    let all: Vec<&Policy> = policy::system_policies().iter().chain(&own).collect();
    if only.is_some_and(|id| !all.iter().any(|policy| policy.id.as_str() == id)) {
        return Err(Error::NotFound);
    }
    let found = policy::conflicts(&all);
    let concerns = |one: &Conflict<'_>| only.is_none_or(|id| one.winner.id.as_str() == id || one.loser.id.as_str() == id);
    let conflicts: Vec<PolicyConflict> = found.iter().filter(|one| concerns(one)).map(told).collect();
    Ok(ConflictReport { conflict_count: conflicts.len(), conflicts, total_policies: all.len(), checked_at, tier })
}

fn told(conflict: &Conflict<'_>) -> PolicyConflict {
    PolicyConflict {
        policy_a: named(conflict.winner),
        policy_b: named(conflict.loser),
        conflict_type: conflict.kind.as_str(),
        description: conflict.description(),
        severity: conflict.kind.severity().as_str(),
        overlapping_field: conflict.overlapping_field().to_owned(),
    }
}

fn named(policy: &Policy) -> PolicyRef {
    let kind = match policy.matcher {
        Matcher::Detector(_) => "detector",
        Matcher::Pattern(_) => PolicyKind::Pattern.as_str(),
        Matcher::Conditions(_) => PolicyKind::Conditions.as_str(),
        Matcher::Rego(_) => PolicyKind::Rego.as_str(),
    };
    PolicyRef { id: policy.id.to_string(), name: policy.name.clone(), kind }
}

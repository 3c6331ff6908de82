use model::{Action, Severity};
use policy::{Category, Matcher, Override, Pattern, Policy, PolicyId, PolicyTier, Surfaces};
use store::{
    OrgTx,
    policies::{self, OverrideRow, PolicyRow},
};

use crate::{Error, Result};

/// An organisation's own policies and overrides, ready to compile. A row that cannot be read fails the whole: a set
/// with a hole in it would let pass what the missing policy stops.
pub(crate) async fn load(tx: &mut OrgTx) -> Result<(Vec<Policy>, Vec<Override>)> {
    let own = policies::list(tx).await?.iter().map(own_policy).collect::<Result<_>>()?;
    let overrides = policies::overrides(tx).await?.iter().map(own_override).collect::<Result<_>>()?;
    Ok((own, overrides))
}

fn own_policy(row: &PolicyRow) -> Result<Policy> {
    let tier = PolicyTier::parse(&row.tier).filter(|tier| *tier != PolicyTier::System).ok_or_else(|| unreadable(&row.policy_id))?;
    Ok(Policy {
        id: id(&row.policy_id)?,
        name: row.name.clone(),
        description: row.description.clone(),
        category: Category::parse(&row.category).map_err(|_| unreadable(&row.policy_id))?,
        tier,
        tenant: row.tenant(),
        surfaces: Surfaces::ALL,
        matcher: Matcher::Pattern(Pattern::parse(&row.pattern).map_err(|_| unreadable(&row.policy_id))?),
        severity: Severity::parse(&row.severity).ok_or_else(|| unreadable(&row.policy_id))?,
        action: action(&row.action, &row.policy_id)?,
        enabled: row.enabled,
        priority: row.priority,
        version: u32::try_from(row.version).map_err(|_| unreadable(&row.policy_id))?,
    })
}

fn own_override(row: &OverrideRow) -> Result<Override> {
    Ok(Override {
        policy: id(&row.policy_id)?,
        action: action(&row.action, &row.policy_id)?,
        enabled: row.enabled,
        expires_at: row.expires_at,
    })
}

fn id(text: &str) -> Result<PolicyId> {
    PolicyId::parse(text).map_err(|_| unreadable(text))
}

fn action(word: &str, policy: &str) -> Result<Action> {
    Action::parse(word).ok_or_else(|| unreadable(policy))
}

fn unreadable(policy: &str) -> Error {
    Error::broken(format!("the stored policy {policy:?} cannot be read"))
}

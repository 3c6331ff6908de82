use model::{Action, Severity};
use policy::{Category, Matcher, Override, Pattern, Policy, PolicyId, PolicyKind, PolicyTier, Rego, Snapshot, Surfaces};
use store::{
    OrgTx,
    policies::{self, OverrideRow, PolicyRow},
};

use crate::{Error, Result, dynamic_policies, rego_policies};

/// An organisation's own policies and overrides, as they are stored.
pub(crate) struct Stored {
    policies: Vec<PolicyRow>,
    overrides: Vec<OverrideRow>,
}

/// Reads everything that a set is made of.
pub(crate) async fn load(tx: &mut OrgTx) -> Result<Stored> {
    Ok(Stored { policies: policies::list(tx).await?, overrides: policies::overrides(tx).await? })
}

impl Stored {
    /// Compiles the set. A row that cannot be read fails the whole: a set with a hole in it would let pass what the missing
    /// policy stops.
    pub(crate) fn compile(&self) -> Result<Snapshot> {
        let own = self.policies.iter().map(own_policy).collect::<Result<_>>()?;
        let overrides = self.overrides.iter().map(own_override).collect::<Result<_>>()?;
        Ok(Snapshot::build(own, overrides))
    }
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
        surfaces: Surfaces::parse(&row.surfaces).map_err(|_| unreadable(&row.policy_id))?,
        matcher: matcher(row).ok_or_else(|| unreadable(&row.policy_id))?,
        severity: Severity::parse(&row.severity).ok_or_else(|| unreadable(&row.policy_id))?,
        action: action(&row.action, &row.policy_id)?,
        enabled: row.enabled,
        priority: row.priority,
        version: u32::try_from(row.version).map_err(|_| unreadable(&row.policy_id))?,
    })
}

fn matcher(row: &PolicyRow) -> Option<Matcher> {
    let document = || row.document.clone().map(|document| document.0);
    Some(match PolicyKind::parse(&row.kind)? {
        PolicyKind::Pattern => Matcher::Pattern(Pattern::parse(&row.pattern).ok()?),
        PolicyKind::Conditions => Matcher::Conditions(dynamic_policies::Document::read(document()?).ok()?.compile().ok()?.conditions),
        PolicyKind::Rego => Matcher::Rego(Box::new(Rego::parse(&rego_policies::Document::read(document()?).ok()?.source).ok()?)),
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

use model::{Action, Principal, ReleaseChange, Severity};
use policy::{Category, Governing, Matcher, Override, Pattern, Policy, PolicyId, PolicyKind, PolicyTier, Rego, Snapshot, Surfaces};
use store::{
    OrgTx, orgs,
    policies::{self, OverrideRow, PolicyRow},
};

use super::{shipped, view::is_visible};
use crate::{Error, Governance, Result, dynamic_policies, governing, rego_policies};

/// An organisation's own policies and overrides, as they are stored.
pub(crate) struct Stored {
    policies: Vec<PolicyRow>,
    overrides: Vec<OverrideRow>,
    governing: Governing,
}

/// Reads everything that a set is made of.
pub(crate) async fn load(gov: &Governance, tx: &mut OrgTx) -> Result<Stored> {
    Ok(Stored {
        policies: policies::list(tx).await?,
        overrides: policies::overrides(tx).await?,
        governing: governing::stored(gov, &orgs::governing(tx).await?)?,
    })
}

impl Stored {
    /// Keeps one policy of the organisation's own, or none when a shipped one is meant, sure to be enabled and to be one that
    /// the caller may see; and its name.
    pub(crate) fn single_out(&mut self, principal: &Principal, policy: &str) -> Result<String> {
        self.overrides.retain(|change| change.policy_id == policy && change.enabled != Some(false));
        self.policies.retain(|row| row.policy_id == policy && is_visible(principal, row.tenant()));
        if let Some(row) = self.policies.first_mut() {
            row.fields.enabled = true;
            return Ok(row.fields.name.clone());
        }
        shipped::find(policy).map(|shipped| shipped.name.clone()).ok_or(Error::NotFound)
    }

    /// Leaves this policy and its overrides alone.
    pub(crate) fn keep_only(&mut self, row: PolicyRow) {
        self.overrides.retain(|change| change.policy_id == row.policy_id);
        self.policies = vec![row];
    }

    /// Puts a policy in the place of its stored form, or takes it out of the set.
    pub(crate) fn swap(&mut self, row: PolicyRow, change: ReleaseChange) {
        if change == ReleaseChange::Remove {
            self.overrides.retain(|stored| stored.policy_id != row.policy_id);
            return self.policies.retain(|stored| stored.policy_id != row.policy_id);
        }
        match self.policies.iter_mut().find(|stored| stored.policy_id == row.policy_id) {
            Some(stored) => *stored = row,
            None => self.policies.push(row),
        }
    }

    /// Compiles the set. A row that cannot be read fails the whole: a set with a hole in it would let pass what the missing
    /// policy stops.
    pub(crate) fn compile(&self) -> Result<Snapshot> {
        let own = self.policies.iter().map(own_policy).collect::<Result<_>>()?;
        let overrides = self.overrides.iter().map(own_override).collect::<Result<_>>()?;
        Ok(Snapshot::build_under(&self.governing, own, overrides))
    }
}

/// Every policy of the organisation's own that this caller may see.
pub(crate) async fn visible(tx: &mut OrgTx) -> Result<Vec<Policy>> {
    let rows = policies::list(tx).await?;
    let principal = tx.scope().principal();
    rows.iter().filter(|row| is_visible(principal, row.tenant())).map(own_policy).collect()
}

/// The policy of a stored row; whatever cannot be evaluated is an error.
pub(crate) fn own_policy(row: &PolicyRow) -> Result<Policy> {
    let tier = PolicyTier::parse(&row.tier).filter(|tier| *tier != PolicyTier::System).ok_or_else(|| unreadable(&row.policy_id))?;
    Ok(Policy {
        id: id(&row.policy_id)?,
        name: row.fields.name.clone(),
        description: row.fields.description.clone(),
        category: Category::parse(&row.fields.category).map_err(|_| unreadable(&row.policy_id))?,
        tier,
        tenant: row.tenant(),
        surfaces: Surfaces::parse(&row.fields.surfaces).map_err(|_| unreadable(&row.policy_id))?,
        matcher: matcher(row).ok_or_else(|| unreadable(&row.policy_id))?,
        severity: Severity::parse(&row.fields.severity).ok_or_else(|| unreadable(&row.policy_id))?,
        action: action(&row.fields.action, &row.policy_id)?,
        enabled: row.fields.enabled,
        priority: row.fields.priority,
        version: u32::try_from(row.version).map_err(|_| unreadable(&row.policy_id))?,
    })
}

fn matcher(row: &PolicyRow) -> Option<Matcher> {
    let document = || row.fields.document.clone();
    Some(match PolicyKind::parse(&row.fields.kind)? {
        PolicyKind::Pattern => Matcher::Pattern(Pattern::parse(&row.fields.pattern).ok()?),
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

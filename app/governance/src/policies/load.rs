use model::{Action, Principal, ReleaseChange, Severity, TenantId};
use policy::{Category, Governing, Matcher, Override, Pattern, Policy, PolicyId, PolicyKind, PolicyTier, Rego, Snapshot, Surfaces};
use store::{
    OrgTx, orgs,
    policies::{self, OverrideRow, PolicyFields, PolicyRow},
};

use super::{shipped, view::is_visible};
use crate::{Error, Governance, Result, dynamic_policies, governing, rego_policies};

/// An organisation's own policies and overrides, as they are stored.
pub(crate) struct Stored {
    policies: Vec<PolicyRow>,
    overrides: Vec<OverrideRow>,
    governing: Governing,
    draft: Option<Policy>,
}

/// Reads everything that a set is made of.
pub(crate) async fn load(gov: &Governance, tx: &mut OrgTx) -> Result<Stored> {
    Ok(Stored {
        policies: policies::list(tx).await?,
        overrides: policies::overrides(tx).await?,
        governing: governing::stored(gov, &orgs::governing(tx).await?)?,
        draft: None,
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

    /// Puts a policy that is not stored in the place of the one with its id, if there is one.
    pub(crate) fn put(&mut self, draft: Policy) {
        self.policies.retain(|row| row.policy_id != draft.id.as_str());
        self.draft = Some(draft);
    }

    /// Compiles the set. A row that cannot be read fails the whole: a set with a hole in it would let pass what the missing
    /// policy stops.
    pub(crate) fn compile(&self) -> Result<Snapshot> {
        let mut own = self.policies.iter().map(own_policy).collect::<Result<Vec<_>>>()?;
        own.extend(self.draft.clone());
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
    let version = u32::try_from(row.version).map_err(|_| unreadable(&row.policy_id))?;
    compiled(&row.policy_id, (tier, row.tenant()), version, &row.fields)
}

/// A policy from fields that were checked, for this tier and workspace.
pub(crate) fn compiled(name: &str, whom: (PolicyTier, Option<TenantId>), version: u32, fields: &PolicyFields) -> Result<Policy> {
    let (tier, tenant) = whom;
    Ok(Policy {
        id: id(name)?,
        name: fields.name.clone(),
        description: fields.description.clone(),
        category: Category::parse(&fields.category).map_err(|_| unreadable(name))?,
        tier,
        tenant,
        surfaces: Surfaces::parse(&fields.surfaces).map_err(|_| unreadable(name))?,
        matcher: matcher(fields).ok_or_else(|| unreadable(name))?,
        severity: Severity::parse(&fields.severity).ok_or_else(|| unreadable(name))?,
        action: action(&fields.action, name)?,
        enabled: fields.enabled,
        priority: fields.priority,
        version,
    })
}

fn matcher(fields: &PolicyFields) -> Option<Matcher> {
    let document = || fields.document.clone();
    Some(match PolicyKind::parse(&fields.kind)? {
        PolicyKind::Pattern => Matcher::Pattern(Pattern::stored(&fields.pattern).ok()?),
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

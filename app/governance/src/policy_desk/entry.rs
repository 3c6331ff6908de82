use model::{
    Action, Severity,
    views::{Ask, Asks, KindOfPolicy, PolicyEntry, SurfaceOfPolicy, TierOfPolicy},
};
use policy::{Governing, Matcher, Policy, PolicyKind, Source, Surfaces, Way};
use store::{
    policies::{OverrideRow, PolicyFields, PolicyRow},
    releases::OpenRelease,
};
use time::OffsetDateTime;

use crate::{Error, Result, policies::is_live};

/// What decides about every policy of an organisation at one moment.
pub(super) struct Deciding<'a> {
    pub(super) governing: &'a Governing,
    pub(super) overrides: &'a [OverrideRow],
    pub(super) open: &'a [OpenRelease],
    pub(super) now: OffsetDateTime,
}

impl Deciding<'_> {
    /// The override that is in force for this policy.
    pub(super) fn override_of(&self, id: &str) -> Option<&OverrideRow> {
        self.overrides.iter().rev().find(|row| row.policy_id == id && is_live(row, self.now))
    }

    /// A shipped policy.
    pub(super) fn shipped(&self, policy: &Policy) -> Result<PolicyEntry> {
        let change = self.override_of(policy.id.as_str());
        Ok(PolicyEntry {
            id: policy.id.to_string(),
            name: policy.name.clone(),
            description: policy.description.clone(),
            tier: TierOfPolicy::System,
            kind: kind_of(&policy.matcher),
            category: policy.category.to_string(),
            severity: policy.severity,
            own_action: policy.action,
            asks: asks(|way| self.governing.resolve(policy, way), change)?,
            enabled: change.and_then(|change| change.enabled).unwrap_or(policy.enabled),
            has_override: change.is_some(),
            open_release: None,
            surfaces: surfaces(policy.surfaces),
            version: policy.version,
            updated_at: None,
        })
    }

    /// A policy of the organisation's own, which profiles and settings do not move.
    pub(super) fn own(&self, row: &PolicyRow) -> Result<PolicyEntry> {
        let change = self.override_of(&row.policy_id);
        let action = Action::parse(&row.fields.action).ok_or_else(|| unreadable(row))?;
        Ok(PolicyEntry {
            id: row.policy_id.clone(),
            name: row.fields.name.clone(),
            description: row.fields.description.clone(),
            tier: TierOfPolicy::parse(&row.tier).ok_or_else(|| unreadable(row))?,
            kind: KindOfPolicy::parse(&row.fields.kind).ok_or_else(|| unreadable(row))?,
            category: row.fields.category.clone(),
            severity: Severity::parse(&row.fields.severity).ok_or_else(|| unreadable(row))?,
            own_action: action,
            asks: asks(|_| (action, Source::Policy), change)?,
            enabled: change.and_then(|change| change.enabled).unwrap_or(row.fields.enabled),
            has_override: change.is_some(),
            open_release: self.open.iter().find(|open| open.policy == row.policy_id).map(|open| open.id),
            surfaces: surfaces(Surfaces::parse(&row.fields.surfaces).map_err(|_| unreadable(row))?),
            version: row.version.unsigned_abs(),
            updated_at: Some(row.updated_at),
        })
    }
}

/// What a policy asks for on each way: an override before everything else.
fn asks(without: impl Fn(Way) -> (Action, Source), change: Option<&OverrideRow>) -> Result<Asks> {
    let over = match change {
        Some(change) => Some(Action::parse(&change.action).ok_or_else(|| Error::broken("an override asks for an unknown action"))?),
        None => None,
    };
    let ask = |way| {
        let (action, source) = over.map_or_else(|| without(way), |action| (action, Source::Override));
        Ask { action, decided_by: source.to_string() }
    };
    Ok(Asks { general: ask(Way::General), gateway: ask(Way::Gateway), mcp: ask(Way::Mcp) })
}

/// How a policy finds what it looks for.
pub(super) fn kind_of(matcher: &Matcher) -> KindOfPolicy {
    match matcher {
        Matcher::Detector(_) => KindOfPolicy::Detector,
        Matcher::Pattern(_) => KindOfPolicy::Pattern,
        Matcher::Conditions(_) => KindOfPolicy::Conditions,
        Matcher::Rego(_) => KindOfPolicy::Rego,
    }
}

fn surfaces(surfaces: Surfaces) -> Vec<SurfaceOfPolicy> {
    surfaces.words().into_iter().filter_map(SurfaceOfPolicy::parse).collect()
}

/// The kind of a stored policy.
pub(super) fn written_as(fields: &PolicyFields) -> Result<PolicyKind> {
    PolicyKind::parse(&fields.kind).ok_or_else(|| Error::broken(format!("the stored policy {:?} cannot be read", fields.name)))
}

fn unreadable(row: &PolicyRow) -> Error {
    Error::broken(format!("the stored policy {:?} cannot be read", row.policy_id))
}

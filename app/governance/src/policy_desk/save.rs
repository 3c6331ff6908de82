use model::views::PolicyDraft;
use store::OrgScope;

use super::{draft::is_beside, drafted::Drafted};
use crate::{
    Error, Governance, Result,
    dynamic_policies::{self, ActionSpec, DynamicPolicyChange, NewDynamicPolicy},
    policies::{self, NewPolicy, PolicyChange},
    rego_policies::{self, NewRegoPolicy, RegoPolicyChange},
};

/// Makes a policy, or changes the one with this id if it still has this version; answers its id. What a form does not show of
/// a policy stays.
pub async fn save(gov: &Governance, scope: &OrgScope, at: Option<(&str, u32)>, draft: &PolicyDraft) -> Result<String> {
    if let Some((id, version)) = at {
        expect_unchanged(gov, scope, id, version).await?;
    }
    let id = at.map(|(id, _)| id);
    match (Drafted::of(draft)?, id) {
        (Drafted::Pattern(new), None) => Ok(policies::create(gov, scope, new).await?.id),
        (Drafted::Pattern(new), Some(id)) => Ok(policies::update(gov, scope, id, pattern_change(new)).await?.id),
        (Drafted::Conditions(new), None) => Ok(dynamic_policies::create(gov, scope, new).await?.id),
        (Drafted::Conditions(new), Some(id)) => {
            let before = dynamic_policies::get(gov, scope, id).await?;
            let change = conditions_change(new, &before.actions);
            Ok(dynamic_policies::update(gov, scope, id, change).await?.id)
        }
        (Drafted::Rego(new), None) => Ok(rego_policies::create(gov, scope, new).await?.id),
        (Drafted::Rego(new), Some(id)) => Ok(rego_policies::update(gov, scope, id, rego_change(new)).await?.id),
    }
}

/// A form that was filled before somebody else's change would undo it.
async fn expect_unchanged(gov: &Governance, scope: &OrgScope, id: &str, version: u32) -> Result<()> {
    let versions = policies::versions(gov, scope, id).await?;
    match versions.first() {
        Some(newest) if newest.version.unsigned_abs() != version => {
            let by = &newest.changed_by;
            Err(Error::Conflict(format!("{by} has changed this policy meanwhile. Open it in another tab and bring your changes over.")))
        }
        Some(_) | None => Ok(()),
    }
}

fn pattern_change(new: NewPolicy) -> PolicyChange {
    PolicyChange {
        name: Some(new.name),
        description: new.description,
        category: Some(new.category),
        pattern: Some(new.pattern),
        severity: new.severity,
        enabled: new.enabled,
        action: new.action,
        critical: new.critical,
        test_cases: new.test_cases,
        ..PolicyChange::default()
    }
}

/// Actions that stood beside the one that decides still do.
fn conditions_change(new: NewDynamicPolicy, before: &[ActionSpec]) -> DynamicPolicyChange {
    let mut actions = new.actions.unwrap_or_default();
    let decides = actions.first().is_some_and(|action| !is_beside(action));
    if decides {
        actions.extend(before.iter().filter(|action| is_beside(action)).cloned());
    }
    DynamicPolicyChange {
        name: Some(new.name),
        description: new.description,
        category: new.category,
        conditions: new.conditions,
        actions: Some(actions),
        surfaces: new.surfaces,
        enabled: new.enabled,
        critical: new.critical,
        test_cases: new.test_cases,
        ..DynamicPolicyChange::default()
    }
}

fn rego_change(new: NewRegoPolicy) -> RegoPolicyChange {
    RegoPolicyChange {
        name: Some(new.name),
        description: new.description,
        category: new.category,
        source: Some(new.source),
        tests: new.tests,
        action: new.action,
        severity: new.severity,
        surfaces: new.surfaces,
        enabled: new.enabled,
        critical: new.critical,
        ..RegoPolicyChange::default()
    }
}

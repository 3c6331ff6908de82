use model::ReleaseId;
use serde::Serialize;
use store::OrgScope;

use super::plan::{Plan, Planned, PlannedChange};
use crate::{
    Governance, Result,
    policies::{For, Removed, add, delete, edit},
};

/// What became of one line of a plan.
#[derive(Debug, Clone, Serialize)]
pub struct Applied {
    /// What happened.
    pub change: Planned,
    /// The policy's name.
    pub name: String,
    /// Its id.
    pub id: String,
    /// The draft that waits for release, where changes are reviewed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub release: Option<ReleaseId>,
}

/// Does what a plan says, policy by policy, each with its own record, through the doors that every write takes. What stands in front
/// of a refusal is done.
pub async fn apply(gov: &Governance, scope: &OrgScope, plan: Plan) -> Result<Vec<Applied>> {
    let mut applied = Vec::new();
    for change in plan.changes.into_iter().filter(|change| change.change != Planned::Keep) {
        applied.push(one(gov, scope, change).await?);
    }
    Ok(applied)
}

async fn one(gov: &Governance, scope: &OrgScope, planned: PlannedChange) -> Result<Applied> {
    let PlannedChange { change, name, id, kind, tenant, fields, .. } = planned;
    let Some(id) = id else {
        let tier = if tenant.is_some() { "tenant" } else { "organization" };
        let made = add(gov, scope, For { tier: Some(tier), organization: None, tenant }, &fields).await?;
        let release = made.around.release_of(&made.row.policy_id).map(|open| open.id);
        return Ok(Applied { change, name, id: made.row.policy_id, release });
    };
    let release = if change == Planned::Remove {
        match delete(gov, scope, &id, kind).await? {
            Removed::Gone => None,
            Removed::Drafted(release) => Some(release),
        }
    } else {
        let written = edit(gov, scope, &id, kind, |_| Ok(fields)).await?;
        written.around.release_of(&id).map(|open| open.id)
    };
    Ok(Applied { change, name, id, release })
}

use std::collections::BTreeSet;

use model::{Invalid, TenantId, views::VersionDiff};
use policy::PolicyKind;
use serde::Serialize;
use store::{
    OrgScope, OrgTx, orgs,
    policies::{self, PolicyFields, PolicyRow},
    releases,
};

use super::PolicyFile;
use crate::{Error, Governance, Result, policies::between};

/// Whether policies without a file are removed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Prune {
    /// They stay.
    No,
    /// They are removed.
    Yes,
}

/// What an import would do to one policy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Planned {
    /// Make it.
    Create,
    /// Change it.
    Update,
    /// Take it out of force.
    Remove,
    /// Nothing.
    Keep,
}

/// One line of a plan.
#[derive(Debug, Clone, Serialize)]
pub struct PlannedChange {
    /// What would happen.
    pub change: Planned,
    /// The policy's name.
    pub name: String,
    /// Its id, when it exists.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// What differs.
    pub diff: VersionDiff,
    #[serde(skip)]
    pub(super) kind: PolicyKind,
    #[serde(skip)]
    pub(super) tenant: Option<TenantId>,
    #[serde(skip)]
    pub(super) fields: PolicyFields,
}

/// What an import would do.
#[derive(Debug, Clone, Serialize)]
pub struct Plan {
    /// Each policy, in the order of the files; removals last.
    pub changes: Vec<PlannedChange>,
}

impl Plan {
    /// Whether there is nothing to do.
    pub fn is_empty(&self) -> bool {
        self.changes.iter().all(|change| change.change == Planned::Keep)
    }
}

/// Says what an import of these files would do. A file speaks for the policy with its id, and where there is none, for the one with its
/// name in its workspace. Nothing is written; every file is checked as a write would be.
pub async fn plan(gov: &Governance, scope: &OrgScope, files: &[PolicyFile], prune: Prune) -> Result<Plan> {
    let mut tx = gov.pool().org_tx(scope).await?;
    let rows = with_drafts(&mut tx).await?;
    let workspaces = orgs::tenants(&mut tx).await?;
    let mut seen = BTreeSet::new();
    let mut changes = Vec::with_capacity(files.len());
    for file in files {
        let (kind, fields) = file.fields().map_err(|error| in_file(file, error))?;
        let tenant = tenant_of(file, &workspaces)?;
        let found = find(&rows, file, tenant)?;
        if found.is_some_and(|row| !seen.insert(row.policy_id.clone())) {
            return Err(in_file(file, Invalid::new("name", "stands for a policy that another file stands for").into()));
        }
        changes.push(planned(file, found, kind, tenant, fields)?);
    }
    if prune == Prune::Yes {
        changes.extend(rows.iter().filter(|row| !seen.contains(&row.policy_id)).map(removal).collect::<Result<Vec<_>>>()?);
    }
    Ok(Plan { changes })
}

/// Policies as the next write finds them: with the fields of their open drafts.
async fn with_drafts(tx: &mut OrgTx) -> Result<Vec<PolicyRow>> {
    let mut rows = policies::list(tx).await?;
    for row in &mut rows {
        if let Some(draft) = releases::find_open(tx, &row.policy_id).await? {
            row.fields = draft.fields().clone();
        }
    }
    Ok(rows)
}

fn planned(
    file: &PolicyFile,
    found: Option<&PolicyRow>,
    kind: PolicyKind,
    tenant: Option<TenantId>,
    fields: PolicyFields,
) -> Result<PlannedChange> {
    let Some(row) = found else {
        let diff = between(None, Some(&fields));
        return Ok(PlannedChange { change: Planned::Create, name: file.name.clone(), id: None, diff, kind, tenant, fields });
    };
    if row.fields.kind != kind.as_str() || row.tenant() != tenant {
        let why = format!("cannot change: {} is of the kind {} and of another workspace or tier", row.policy_id, row.fields.kind);
        return Err(in_file(file, Invalid::new("kind", why).into()));
    }
    let change = if row.fields == fields { Planned::Keep } else { Planned::Update };
    let diff = between(Some(&row.fields), Some(&fields));
    Ok(PlannedChange { change, name: file.name.clone(), id: Some(row.policy_id.clone()), diff, kind, tenant, fields })
}

fn removal(row: &PolicyRow) -> Result<PlannedChange> {
    let kind = PolicyKind::parse(&row.fields.kind).ok_or_else(|| Error::broken("a stored kind of policy is unknown"))?;
    Ok(PlannedChange {
        change: Planned::Remove,
        name: row.fields.name.clone(),
        id: Some(row.policy_id.clone()),
        diff: between(Some(&row.fields), None),
        kind,
        tenant: row.tenant(),
        fields: row.fields.clone(),
    })
}

fn tenant_of(file: &PolicyFile, workspaces: &[(TenantId, String)]) -> Result<Option<TenantId>> {
    let refused = |field, why: &str| Err(in_file(file, Invalid::new(field, why).into()));
    match (file.tier.as_str(), &file.workspace) {
        ("organization", None) => Ok(None),
        ("organization", Some(_)) => refused("workspace", "does not belong to a policy of the tier organization"),
        ("tenant", Some(name)) => match workspaces.iter().find(|(_, known)| known == name) {
            Some((tenant, _)) => Ok(Some(*tenant)),
            None => refused("workspace", "is no workspace of this organisation"),
        },
        ("tenant", None) => refused("workspace", "is required for a policy of the tier tenant"),
        _ => refused("tier", "must be organization or tenant"),
    }
}

fn find<'r>(rows: &'r [PolicyRow], file: &PolicyFile, tenant: Option<TenantId>) -> Result<Option<&'r PolicyRow>> {
    if let Some(row) = rows.iter().find(|row| file.id.as_deref() == Some(row.policy_id.as_str())) {
        return Ok(Some(row));
    }
    let mut named = rows.iter().filter(|row| row.fields.name == file.name.trim() && row.tenant() == tenant);
    let first = named.next();
    if named.next().is_some() {
        return Err(in_file(file, Invalid::new("name", "is that of several policies; give the file the id of one").into()));
    }
    Ok(first)
}

/// The refusal with the file's policy in it.
fn in_file(file: &PolicyFile, error: Error) -> Error {
    if let Error::Invalid(invalid) = error {
        return Error::Invalid(Invalid::new(invalid.field, format!("{} (in the policy {:?})", invalid.problem, file.name)));
    }
    error
}

use std::collections::{BTreeSet, HashMap};

use model::{ReleaseChange, TenantId};
use store::{OrgScope, orgs, policies, releases};

use super::PolicyFile;
use crate::{Governance, Result};

/// Every policy of the organisation's own as it is in force, by name and id. One that was never in force is not among them.
pub async fn export(gov: &Governance, scope: &OrgScope) -> Result<Vec<PolicyFile>> {
    let mut tx = gov.pool().org_tx(scope).await?;
    let workspaces: HashMap<TenantId, String> = orgs::tenants(&mut tx).await?.into_iter().collect();
    let open = releases::open(&mut tx).await?;
    let drafts: BTreeSet<&str> = open.iter().filter(|open| open.change == ReleaseChange::Create).map(|open| open.policy.as_str()).collect();
    let rows = policies::list(&mut tx).await?;
    let in_force = rows.iter().filter(|row| !drafts.contains(row.policy_id.as_str()));
    let workspace = |tenant: Option<TenantId>| tenant.and_then(|tenant| workspaces.get(&tenant).cloned());
    let mut files = in_force
        .map(|row| PolicyFile::of(&row.policy_id, &row.tier, workspace(row.tenant()), &row.fields))
        .collect::<Result<Vec<PolicyFile>>>()?;
    files.sort_by(|a, b| (&a.name, &a.id).cmp(&(&b.name, &b.id)));
    Ok(files)
}

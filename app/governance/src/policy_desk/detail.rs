use model::{
    Action, ReleaseChange, TenantId,
    views::{OverrideLine, PolicyDetail, PolicyDraft},
};
use policy::{Matcher, Policy};
use store::{
    OrgScope, OrgTx, orgs,
    policies::{self as stored, OverrideRow, PolicyRow},
    releases,
};

use super::{draft, entry::Deciding};
use crate::{Error, Governance, Result, governing, policies};

/// Everything about one policy, shipped or the organisation's own.
pub async fn detail(gov: &Governance, scope: &OrgScope, id: &str) -> Result<PolicyDetail> {
    let mut tx = gov.pool().org_tx(scope).await?;
    let overrides = stored::overrides(&mut tx).await?;
    let open = releases::open(&mut tx).await?;
    let governing = governing::stored(gov, &orgs::governing(&mut tx).await?)?;
    let deciding = Deciding { governing: &governing, overrides: &overrides, open: &open, now: tx.now() };
    if let Some(policy) = policies::shipped(id) {
        return shipped(&deciding, policy);
    }
    let row = policies::own_row(&mut tx, id, None).await?;
    let workspace = match row.tenant() {
        Some(tenant) => workspace(&mut tx, tenant).await?,
        None => None,
    };
    own(&deciding, row, workspace)
}

/// What the form of a policy of the organisation's own is filled with: its open draft, where it has one, and the version that is
/// in force.
pub async fn editing(gov: &Governance, scope: &OrgScope, id: &str) -> Result<(PolicyDraft, u32)> {
    if policies::shipped(id).is_some() {
        let why = "System policies ship with the product and cannot be edited. An override changes what one asks for.";
        return Err(Error::Refused(why.to_owned()));
    }
    let mut tx = gov.pool().org_tx(scope).await?;
    let row = policies::own_row(&mut tx, id, None).await?;
    let open = releases::find_open(&mut tx, id).await?;
    let draft = match &open {
        Some(open) if open.change()? != ReleaseChange::Remove => draft::of_fields(&row.tier, open.fields())?,
        Some(_) | None => draft::of_fields(&row.tier, &row.fields)?,
    };
    Ok((draft, row.version.unsigned_abs()))
}

fn shipped(deciding: &Deciding<'_>, policy: &Policy) -> Result<PolicyDetail> {
    let detects = match &policy.matcher {
        Matcher::Detector(kinds) => kinds.iter().map(|kind| kind.word().to_owned()).collect(),
        Matcher::Pattern(_) | Matcher::Conditions(_) | Matcher::Rego(_) => Vec::new(),
    };
    Ok(PolicyDetail {
        entry: deciding.shipped(policy)?,
        workspace: None,
        detects,
        draft: draft::of_shipped(policy),
        tags: Vec::new(),
        override_in_force: deciding.override_of(policy.id.as_str()).map(override_line).transpose()?,
        created_by: "AxonFlow".to_owned(),
        created_at: None,
    })
}

fn own(deciding: &Deciding<'_>, row: PolicyRow, workspace: Option<String>) -> Result<PolicyDetail> {
    Ok(PolicyDetail {
        entry: deciding.own(&row)?,
        workspace,
        detects: Vec::new(),
        draft: draft::of_fields(&row.tier, &row.fields)?,
        override_in_force: deciding.override_of(&row.policy_id).map(override_line).transpose()?,
        tags: row.fields.tags,
        created_by: row.created_by,
        created_at: Some(row.created_at),
    })
}

async fn workspace(tx: &mut OrgTx, id: TenantId) -> Result<Option<String>> {
    Ok(orgs::tenants(tx).await?.into_iter().find_map(|(tenant, name)| (tenant == id).then_some(name)))
}

fn override_line(row: &OverrideRow) -> Result<OverrideLine> {
    Ok(OverrideLine {
        action: Action::parse(&row.action).ok_or_else(|| Error::broken("an override asks for an unknown action"))?,
        reason: row.reason.clone(),
        by: row.created_by.clone(),
        at: row.created_at,
        expires_at: row.expires_at,
    })
}

use model::{DeedKind, Invalid, Principal, TenantId};
use store::{OrgScope, OrgTx, members, orgs, policies};
use uuid::Uuid;

use super::{NewPolicy, PolicyView, change::Change, get::read_own};
use crate::{Error, Governance, Result};

/// More than anyone keeps an overview of; each call is matched against all of them.
const MOST: i64 = 1_000;

/// Makes a policy for the caller's workspace, or for the whole organisation.
pub async fn create(gov: &Governance, scope: &OrgScope, new: NewPolicy) -> Result<PolicyView> {
    let fields = new.fields()?;
    let mut tx = gov.pool().org_tx(scope).await?;
    let acting = members::acting(&mut tx).await?;
    expect_own_org(&mut tx, new.organization_id.as_deref()).await?;
    let tenant = speaks_for(&mut tx, new.tier.as_deref()).await?;
    if policies::count(&mut tx).await? >= MOST {
        return Err(Error::Refused(format!("The organisation has {MOST} policies, which is the limit. Remove one first.")));
    }
    let id = format!("pol_{}", Uuid::now_v7().simple());
    policies::add(&mut tx, &id, tenant, &fields, &acting.name).await?;
    let view = read_own(&mut tx, &id).await?;
    let change = Change { id: &id, version: 1, what: "created", tier: &view.tier, fields: &fields };
    change.commit(tx, &acting, DeedKind::PolicyCreated).await?;
    Ok(view)
}

/// A policy always lands in the caller's organisation; one that names another was meant for somebody else.
async fn expect_own_org(tx: &mut OrgTx, named: Option<&str>) -> Result<()> {
    let Some(named) = named.filter(|named| !named.is_empty()) else { return Ok(()) };
    let org = orgs::this(tx).await?;
    if named == org.slug || named == org.org.to_string() {
        return Ok(());
    }
    Err(Invalid::new("organization_id", "is not the organisation of this credential").into())
}

/// The workspace that a policy of this tier speaks for; `None` for the whole organisation.
async fn speaks_for(tx: &mut OrgTx, tier: Option<&str>) -> Result<Option<TenantId>> {
    match tier.unwrap_or("tenant") {
        "tenant" => own_tenant(tx).await.map(Some),
        "organization" => Ok(None),
        "system" => Err(Error::Refused("System policies ship with the product. Create one with tier tenant or organization.".to_owned())),
        _ => Err(Invalid::new("tier", "must be tenant or organization").into()),
    }
}

/// A key's own workspace; for everybody else the first one.
pub(crate) async fn own_tenant(tx: &mut OrgTx) -> Result<TenantId> {
    if let Principal::ApiKey { tenant, .. } = tx.scope().principal() {
        return Ok(*tenant);
    }
    let first = orgs::tenants(tx).await?.into_iter().next();
    first.map(|(tenant, _)| tenant).ok_or_else(|| Error::broken("the organisation has no workspace"))
}

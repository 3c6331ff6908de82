use model::{DeedKind, Invalid, Principal, TenantId};
use store::{
    OrgScope, OrgTx, members, orgs,
    policies::{self, PolicyFields, PolicyRow},
};
use uuid::Uuid;

use super::{NewPolicy, PolicyView, change::Change, get::own_row};
use crate::{Error, Governance, Result};

/// More than anyone keeps an overview of; each call is matched against all of them.
const MOST: i64 = 1_000;

/// For whom a policy is made, in the words of the wire.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct For<'a> {
    /// `tenant`, which is the default, or `organization`.
    pub(crate) tier: Option<&'a str>,
    /// Must be the caller's own organisation, when given.
    pub(crate) organization: Option<&'a str>,
}

/// Makes a pattern policy for the caller's workspace, or for the whole organisation.
pub async fn create(gov: &Governance, scope: &OrgScope, new: NewPolicy) -> Result<PolicyView> {
    let whom = For { tier: new.tier.as_deref(), organization: new.organization_id.as_deref() };
    let made = add(gov, scope, whom, &new.fields()?).await?;
    Ok(PolicyView::own(made, scope.org()))
}

/// Stores a policy of any kind, whose fields were checked.
pub(crate) async fn add(gov: &Governance, scope: &OrgScope, whom: For<'_>, fields: &PolicyFields) -> Result<PolicyRow> {
    let mut tx = gov.pool().org_tx(scope).await?;
    let acting = members::acting(&mut tx).await?;
    expect_own_org(&mut tx, whom.organization).await?;
    let tenant = speaks_for(&mut tx, whom.tier).await?;
    if policies::count(&mut tx).await? >= MOST {
        return Err(Error::Refused(format!("The organisation has {MOST} policies, which is the limit. Remove one first.")));
    }
    let id = format!("pol_{}", Uuid::now_v7().simple());
    policies::add(&mut tx, &id, tenant, fields, &acting.name).await?;
    let made = own_row(&mut tx, &id, None).await?;
    let change = Change { id: &id, version: 1, what: "created", tier: &made.tier, fields };
    change.commit(tx, &acting, DeedKind::PolicyCreated).await?;
    Ok(made)
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

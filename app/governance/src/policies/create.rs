use model::{DeedKind, Invalid, Principal, ReleaseMode, TenantId};
use store::{
    OrgScope, OrgTx, members, orgs,
    policies::{self, PolicyFields},
};
use uuid::Uuid;

use super::{
    NewPolicy, PolicyView,
    around::{Around, Written},
    change::Change,
    get::own_row,
};
use crate::{Error, Governance, Result, releases};

/// For whom a policy is made, in the words of the wire.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct For<'a> {
    /// `tenant`, which is the default, or `organization`.
    pub(crate) tier: Option<&'a str>,
    /// Must be the caller's own organisation, when given.
    pub(crate) organization: Option<&'a str>,
    /// The workspace of a policy of the tier tenant; the caller's own when not given.
    pub(crate) tenant: Option<TenantId>,
}

/// Makes a pattern policy for the caller's workspace, or for the whole organisation; where changes are reviewed, a draft of it.
pub async fn create(gov: &Governance, scope: &OrgScope, new: NewPolicy) -> Result<PolicyView> {
    let whom = For { tier: new.tier.as_deref(), organization: new.organization_id.as_deref(), tenant: None };
    let made = add(gov, scope, whom, &new.fields()?).await?;
    Ok(PolicyView::own(made.row, &made.around))
}

/// Stores a policy of any kind, whose fields were checked.
pub(crate) async fn add(gov: &Governance, scope: &OrgScope, whom: For<'_>, fields: &PolicyFields) -> Result<Written> {
    let mut tx = gov.pool().org_tx(scope).await?;
    let acting = members::acting(&mut tx).await?;
    expect_own_org(&mut tx, whom.organization).await?;
    let tenant = speaks_for(&mut tx, whom).await?;
    expect_room(&mut tx).await?;
    let id = format!("pol_{}", Uuid::now_v7().simple());
    if orgs::release_mode(&mut tx).await? == ReleaseMode::Reviewed {
        return releases::draft_new(tx, &acting, &id, tenant, fields).await;
    }
    policies::add(&mut tx, &id, tenant, fields, &acting.name).await?;
    let row = own_row(&mut tx, &id, None).await?;
    releases::expect_green(&mut tx, &row).await?;
    let around = Around::load(&mut tx).await?;
    let change = Change { id: &id, version: 1, what: "created", tier: &row.tier, fields };
    change.keep(&mut tx, &acting.name).await?;
    tx.commit(acting.sign(change.deed(DeedKind::PolicyCreated))).await?;
    Ok(Written { row, around })
}

/// The plan has room for one more policy.
pub(crate) async fn expect_room(tx: &mut OrgTx) -> Result<()> {
    let most = orgs::this(tx).await?.tier.own_policies();
    if policies::count(tx).await? < i64::from(most) {
        return Ok(());
    }
    Err(Error::PlanNeeded(format!(
        "The plan includes {most} policies of your own, and there are as many. Remove one, or get a larger plan."
    )))
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
async fn speaks_for(tx: &mut OrgTx, whom: For<'_>) -> Result<Option<TenantId>> {
    match whom.tier.unwrap_or("tenant") {
        "tenant" if whom.tenant.is_some() => Ok(whom.tenant),
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

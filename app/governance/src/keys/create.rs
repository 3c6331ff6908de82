use ledger::Deed;
use model::{DeedKind, Invalid, KeyId, PermissionSet, Principal, ShortText, TenantId, views::IssuedSecret};
use store::{
    OrgScope, OrgTx,
    keys::{self, NewKey},
    members, orgs,
};
use time::{OffsetDateTime, format_description::well_known::Rfc3339};
use uuid::Uuid;

use super::issue::issue;
use crate::{Governance, Result, grants::refuse_beyond};

/// What a new key is to be.
#[derive(Debug, Clone)]
pub struct NewKeyInput {
    /// Its name, once per organisation among live keys.
    pub name: ShortText<80>,
    /// What it may do; the template `sdk` when unsaid.
    pub scopes: Option<PermissionSet>,
    /// When it stops working by itself.
    pub expires_at: Option<OffsetDateTime>,
    /// The workspace that it belongs to; the first one when unsaid.
    pub tenant: Option<TenantId>,
}

/// Issues a key. Nobody may grant what they lack; an operator's command may grant everything.
pub async fn create(gov: &Governance, scope: &OrgScope, granted_by: &PermissionSet, input: NewKeyInput) -> Result<IssuedSecret> {
    let scopes = input.scopes.unwrap_or_else(PermissionSet::sdk);
    check(scope, *granted_by, scopes, input.expires_at, gov.now())?;
    let key = KeyId::from_uuid(Uuid::now_v7());
    let mut tx = gov.pool().org_tx(scope).await?;
    let acting = members::acting(&mut tx).await?;
    let tenant = workspace(&mut tx, input.tenant).await?;
    let new = NewKey {
        key,
        tenant,
        name: input.name.as_str(),
        scopes,
        created_by: scope.principal().person(),
        created_name: &acting.name,
        expires_at: input.expires_at,
    };
    keys::add(&mut tx, &new).await?;
    let issued = issue(gov, &mut tx, key, new.name, new.expires_at).await?;
    let deed = acting.sign(deed(&new));
    tx.commit(deed).await?;
    Ok(issued)
}

fn check(
    scope: &OrgScope,
    granted_by: PermissionSet,
    scopes: PermissionSet,
    expires_at: Option<OffsetDateTime>,
    now: OffsetDateTime,
) -> Result<()> {
    if scopes == PermissionSet::NONE {
        return Err(Invalid::new("scopes", "choose at least one permission").into());
    }
    if expires_at.is_some_and(|end| end <= now) {
        return Err(Invalid::new("expires_at", "must be in the future").into());
    }
    match scope.principal() {
        Principal::Command { .. } => Ok(()),
        Principal::Member { .. } | Principal::ApiKey { .. } | Principal::Directory { .. } | Principal::Job { .. } => {
            refuse_beyond(granted_by, scopes)
        }
    }
}

/// A named workspace must exist; a key that makes keys stays in its own workspace unless told otherwise.
async fn workspace(tx: &mut OrgTx, wanted: Option<TenantId>) -> Result<TenantId> {
    let tenants = orgs::tenants(tx).await?;
    let own = match tx.scope().principal() {
        Principal::ApiKey { tenant, .. } => Some(*tenant),
        Principal::Member { .. } | Principal::Directory { .. } | Principal::Job { .. } | Principal::Command { .. } => None,
    };
    let wanted = wanted.or(own).or_else(|| tenants.first().map(|(tenant, _)| *tenant));
    let found = wanted.filter(|wanted| tenants.iter().any(|(tenant, _)| tenant == wanted));
    Ok(found.ok_or_else(|| Invalid::new("tenant", "is not a workspace of this organisation"))?)
}

/// Never the secret.
fn deed(new: &NewKey<'_>) -> Deed {
    let expires = new.expires_at.and_then(|end| end.format(&Rfc3339).ok());
    Deed::new(DeedKind::KeyCreated, new.key.as_uuid())
        .target(new.key.client_id())
        .fact("name", new.name)
        .fact("scopes", new.scopes.words())
        .fact("tenant", new.tenant.to_string())
        .fact("expires", expires)
}

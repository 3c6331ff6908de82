use ledger::Deed;
use model::{
    ConnectorRight, DeedKind, Invalid, IpRange, KeyEnvironment, KeyId, KeyKind, Permission, PermissionSet, Principal, ShortText, TenantId,
    views::IssuedSecret,
};
use store::{
    OrgScope, OrgTx,
    keys::{self, KeySettings, NewKey},
    members, orgs,
};
use time::{OffsetDateTime, format_description::well_known::Rfc3339};
use uuid::Uuid;

use super::{issue::issue, rotation::RotationInput, rules::refuse_too_long};
use crate::{Governance, Result, grants::refuse_beyond};

/// What a new key is to be.
#[derive(Debug, Clone)]
pub struct NewKeyInput {
    /// Its name, once per organisation among live keys.
    pub name: ShortText<80>,
    /// What it may do; the template `sdk` when unsaid, and for a service identity what tool checks need.
    pub scopes: Option<PermissionSet>,
    /// When it stops working by itself.
    pub expires_at: Option<OffsetDateTime>,
    /// The workspace that it belongs to; the first one when unsaid.
    pub tenant: Option<TenantId>,
    /// What it is used in.
    pub environment: KeyEnvironment,
    /// From where it may be used; empty is from anywhere.
    pub networks: Vec<IpRange>,
    /// Which connectors it may use; some make it a service identity.
    pub connector_rights: Vec<ConnectorRight>,
    /// How often its secret is exchanged.
    pub rotation: Option<RotationInput>,
}

impl NewKeyInput {
    /// A live key with the template's scopes, without an end, from anywhere.
    pub fn new(name: ShortText<80>) -> Self {
        Self {
            name,
            scopes: None,
            expires_at: None,
            tenant: None,
            environment: KeyEnvironment::Live,
            networks: Vec::new(),
            connector_rights: Vec::new(),
            rotation: None,
        }
    }

    fn kind(&self) -> KeyKind {
        if self.connector_rights.is_empty() { KeyKind::Client } else { KeyKind::Service }
    }

    /// What it will be able to do.
    pub fn scopes(&self) -> PermissionSet {
        self.scopes.unwrap_or_else(|| match self.kind() {
            KeyKind::Client => PermissionSet::sdk(),
            KeyKind::Service => [Permission::Govern, Permission::ConnectorsRead].into_iter().collect(),
        })
    }
}

/// Issues a key. Nobody may grant what they lack; an operator's command may grant everything.
pub async fn create(gov: &Governance, scope: &OrgScope, granted_by: &PermissionSet, input: NewKeyInput) -> Result<IssuedSecret> {
    let scopes = input.scopes();
    check(scope, *granted_by, scopes, input.expires_at, gov.now())?;
    let mut tx = gov.pool().org_tx(scope).await?;
    refuse_too_long(&mut tx, input.expires_at).await?;
    let acting = members::acting(&mut tx).await?;
    let new = NewKey {
        key: KeyId::from_uuid(Uuid::now_v7()),
        tenant: workspace(&mut tx, input.tenant).await?,
        name: input.name.as_str(),
        environment: input.environment,
        kind: input.kind(),
        scopes,
        connector_rights: &input.connector_rights,
        networks: &input.networks,
        created_by: scope.principal().person(),
        created_name: &acting.name,
        expires_at: input.expires_at,
    };
    keys::add(&mut tx, &new).await?;
    let issued = issue(gov, &mut tx, (&new).into()).await?;
    if let Some(rotation) = input.rotation {
        let rotation = Some(rotation.starting(tx.now()));
        let settings = KeySettings { networks: new.networks, connector_rights: new.connector_rights, rotation };
        keys::change(&mut tx, new.key, &settings).await?;
    }
    let deed = acting.sign(deed(&new, input.rotation));
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
        Principal::Member { .. }
        | Principal::ApiKey { .. }
        | Principal::Directory { .. }
        | Principal::Guest { .. }
        | Principal::Job { .. } => refuse_beyond(granted_by, scopes),
    }
}

/// A named workspace must exist; a key that makes keys stays in its own workspace unless told otherwise.
async fn workspace(tx: &mut OrgTx, wanted: Option<TenantId>) -> Result<TenantId> {
    let tenants = orgs::tenants(tx).await?;
    let own = match tx.scope().principal() {
        Principal::ApiKey { tenant, .. } => Some(*tenant),
        Principal::Member { .. }
        | Principal::Directory { .. }
        | Principal::Guest { .. }
        | Principal::Job { .. }
        | Principal::Command { .. } => None,
    };
    let wanted = wanted.or(own).or_else(|| tenants.first().map(|(tenant, _)| *tenant));
    let found = wanted.filter(|wanted| tenants.iter().any(|(tenant, _)| tenant == wanted));
    Ok(found.ok_or_else(|| Invalid::new("tenant", "is not a workspace of this organisation"))?)
}

/// Never the secret.
fn deed(new: &NewKey<'_>, rotation: Option<RotationInput>) -> Deed {
    let expires = new.expires_at.and_then(|end| end.format(&Rfc3339).ok());
    Deed::new(DeedKind::KeyCreated, new.key.as_uuid())
        .target(new.key.client_id())
        .fact("name", new.name)
        .fact("environment", new.environment.as_str())
        .fact("kind", new.kind.as_str())
        .fact("scopes", new.scopes.words())
        .fact("connectors", super::texts(new.connector_rights))
        .fact("networks", super::texts(new.networks))
        .fact("rotates_every_days", rotation.map(|rotation| rotation.every_days))
        .fact("tenant", new.tenant.to_string())
        .fact("expires", expires)
}

use ledger::Deed;
use model::{ConnectorRight, DeedKind, Invalid, IpRange, KeyId, KeyKind};
use store::{
    OrgScope,
    keys::{self, KeySettings},
    members,
};

use super::{roll::lock_usable, rotation::RotationInput};
use crate::{Governance, Result};

/// What a key's settings are to be, all of them.
#[derive(Debug, Clone)]
pub struct KeySettingsInput {
    /// From where it may be used; empty is from anywhere.
    pub networks: Vec<IpRange>,
    /// Which connectors it may use; of a service identity.
    pub connector_rights: Vec<ConnectorRight>,
    /// How often its secret is exchanged; none is by hand only.
    pub rotation: Option<RotationInput>,
}

/// Changes from where a key may be used, which connectors a service identity may use, and how often its secret is exchanged.
pub async fn change(gov: &Governance, scope: &OrgScope, key: KeyId, input: &KeySettingsInput) -> Result<()> {
    let mut tx = gov.pool().org_tx(scope).await?;
    let acting = members::acting(&mut tx).await?;
    let record = lock_usable(&mut tx, key).await?;
    match (record.kind, input.connector_rights.is_empty()) {
        (KeyKind::Client, false) => return Err(Invalid::new("connector_rights", "are for service identities; create one").into()),
        (KeyKind::Service, true) => return Err(Invalid::new("connector_rights", "cannot be empty for a service identity").into()),
        (KeyKind::Client, true) | (KeyKind::Service, false) => {}
    }
    let now = tx.now();
    // An unchanged rhythm keeps its date, so that saving something else does not put a rotation off.
    let kept = |wanted: RotationInput| record.rotation.filter(|had| had.every_days == wanted.every_days);
    let rotation = input.rotation.map(|wanted| {
        let fresh = wanted.starting(now);
        kept(wanted).map_or(fresh, |had| keys::Rotation { at: had.at, told_at: had.told_at, ..fresh })
    });
    let settings = KeySettings { networks: &input.networks, connector_rights: &input.connector_rights, rotation };
    keys::change(&mut tx, key, &settings).await?;
    let deed = Deed::new(DeedKind::KeyChanged, key.as_uuid())
        .target(key.client_id())
        .fact("name", record.name)
        .fact("networks", super::texts(&input.networks))
        .fact("networks_before", super::texts(&record.networks))
        .fact("connectors", super::texts(&input.connector_rights))
        .fact("connectors_before", super::texts(&record.connector_rights))
        .fact("rotates_every_days", input.rotation.map(|rotation| rotation.every_days));
    tx.commit(acting.sign(deed)).await?;
    Ok(())
}

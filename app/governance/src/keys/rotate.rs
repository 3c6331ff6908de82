use ledger::Deed;
use model::{DeedKind, EmailAddress, KeyId};
use store::{
    OrgScope, OrgTx, entry,
    keys::{self, KeyRecord, Rotation},
    members, orgs,
};
use time::{Duration, OffsetDateTime, format_description::well_known::Rfc3339};

use super::rotation::next_after;
use crate::{
    Governance, Result,
    letters::{self, Letter},
};

/// So long before a rotation whoever answers for the key is told.
const TOLD_BEFORE: Duration = Duration::days(7);

/// Tells of rotations that are near, and begins those that are due; says how many there were. Nobody can be handed a secret by
/// letter, so a rotation gives the secrets that there are an end; the next one is made by whoever comes for it.
pub(crate) async fn rotate_due(gov: &Governance) -> Result<usize> {
    let now = gov.now();
    let mut done = 0;
    let mut failed = None;
    for (scope, key) in entry::keys_to_rotate(gov.pool(), now, now + TOLD_BEFORE, 200).await? {
        match rotate(gov, &scope, key).await {
            Ok(moved) => done += usize::from(moved),
            Err(error) => failed = Some(error),
        }
    }
    failed.map_or(Ok(done), Err)
}

async fn rotate(gov: &Governance, scope: &OrgScope, key: KeyId) -> Result<bool> {
    let mut tx = gov.pool().org_tx(scope).await?;
    if !keys::lock_live(&mut tx, key).await? {
        return Ok(false);
    }
    let Some(record) = keys::find(&mut tx, key).await? else { return Ok(false) };
    let Some(rotation) = record.rotation else { return Ok(false) };
    let deed = if rotation.at <= tx.now() {
        begin(&mut tx, &record, &rotation).await?
    } else if rotation.told_at.is_none() {
        announce(&mut tx, &record, &rotation).await?
    } else {
        return Ok(false);
    };
    tx.commit(deed.target(key.client_id()).fact("name", record.name)).await?;
    Ok(true)
}

async fn begin(tx: &mut OrgTx, record: &KeyRecord, rotation: &Rotation) -> Result<Deed> {
    let until = tx.now() + Duration::seconds(i64::from(rotation.overlap_seconds));
    keys::end_secrets(tx, record.key, until).await?;
    let next = next_after(rotation, tx.now());
    keys::begin_rotation(tx, record.key, next).await?;
    let org = orgs::this(tx).await?;
    let letter = Letter::KeyRotationBegun { org: org.name, slug: org.slug, key: record.key, name: record.name.clone(), until };
    tell(tx, record, &letter).await?;
    Ok(Deed::new(DeedKind::KeyRotationBegun, record.key.as_uuid()).fact("secrets_until", text(until)).fact("next_rotation", text(next)))
}

async fn announce(tx: &mut OrgTx, record: &KeyRecord, rotation: &Rotation) -> Result<Deed> {
    keys::announce_rotation(tx, record.key).await?;
    let org = orgs::this(tx).await?;
    let letter = Letter::KeyRotationNear { org: org.name, slug: org.slug, key: record.key, name: record.name.clone(), at: rotation.at };
    tell(tx, record, &letter).await?;
    Ok(Deed::new(DeedKind::KeyRotationAnnounced, record.key.as_uuid()).fact("rotation", text(rotation.at)))
}

/// Whoever answers for the key is told; where nobody does, the owners of the organisation are.
async fn tell(tx: &mut OrgTx, record: &KeyRecord, letter: &Letter) -> Result<()> {
    let keeper = match record.owner {
        Some(owner) => members::find(tx, owner).await?.map(|member| member.email),
        None => None,
    };
    let to = match keeper {
        Some(email) => vec![email],
        None => members::owners(tx).await?.into_iter().map(|(_, email)| email).collect(),
    };
    for email in to {
        letters::to_address(tx, &EmailAddress::parse(&email)?, Some(record.key.as_uuid()), letter).await?;
    }
    Ok(())
}

fn text(at: OffsetDateTime) -> Option<String> {
    at.format(&Rfc3339).ok()
}

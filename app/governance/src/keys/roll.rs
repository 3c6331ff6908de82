use ledger::Deed;
use model::{DeedKind, Invalid, KeyId, views::IssuedSecret};
use store::{
    OrgScope, OrgTx,
    keys::{self, KeyRecord},
    members,
};
use time::{Duration, OffsetDateTime, format_description::well_known::Rfc3339};

use super::{issue::issue, rotation::next_after};
use crate::{
    Error, Governance, Result,
    grants::{Actor, refuse_beyond},
};

/// Thirty days: longer than any roll-out, shorter than forgetting about it.
const LONGEST_OVERLAP_SECONDS: u32 = 30 * 86_400;

/// Gives a key a new secret under the same client id; older secrets work until the overlap ends. A rotation by schedule counts
/// from now on anew.
pub async fn roll(gov: &Governance, scope: &OrgScope, key: KeyId, overlap_seconds: u32) -> Result<IssuedSecret> {
    if overlap_seconds > LONGEST_OVERLAP_SECONDS {
        return Err(Invalid::new("overlap", "is longer than 30 days").into());
    }
    let mut tx = gov.pool().org_tx(scope).await?;
    let acting = members::acting(&mut tx).await?;
    let record = lock_usable(&mut tx, key).await?;
    refuse_beyond(Actor::in_tx(&mut tx).await?.rights, record.scopes)?;
    let works_until = tx.now() + Duration::seconds(i64::from(overlap_seconds));
    keys::end_secrets(&mut tx, key, works_until).await?;
    let issued = issue(gov, &mut tx, (&record).into()).await?;
    if let Some(rotation) = &record.rotation {
        let next = next_after(rotation, tx.now());
        keys::begin_rotation(&mut tx, key, next).await?;
    }
    let deed = acting.sign(deed(&record, overlap_seconds, works_until));
    tx.commit(deed).await?;
    Ok(issued)
}

/// The key, locked; one that was ended or has run out cannot be brought back by a new secret.
pub(super) async fn lock_usable(tx: &mut OrgTx, key: KeyId) -> Result<KeyRecord> {
    let is_live = keys::lock_live(tx, key).await?;
    let record = keys::find(tx, key).await?.ok_or(Error::NotFound)?;
    if !is_live {
        return Err(Error::Conflict("This key was revoked. Create a new one.".to_owned()));
    }
    if record.expires_at.is_some_and(|end| end <= tx.now()) {
        return Err(Error::Conflict("This key has expired. Create a new one.".to_owned()));
    }
    Ok(record)
}

fn deed(record: &KeyRecord, overlap_seconds: u32, works_until: OffsetDateTime) -> Deed {
    Deed::new(DeedKind::KeyRolled, record.key.as_uuid())
        .target(record.key.client_id())
        .fact("name", record.name.as_str())
        .fact("overlap_seconds", overlap_seconds)
        .fact("old_secrets_until", works_until.format(&Rfc3339).ok())
}

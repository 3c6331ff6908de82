use model::views::{KeyLine, KeyState, RotationLine};
use store::{
    OrgScope,
    keys::{self, KeyRecord, Rotation},
};
use time::OffsetDateTime;

use crate::{Governance, Result};

/// Every key, live ones first; never a secret.
pub async fn list(gov: &Governance, scope: &OrgScope) -> Result<Vec<KeyLine>> {
    let mut tx = gov.pool().org_tx(scope).await?;
    let now = tx.now();
    let records = keys::list(&mut tx).await?;
    Ok(records.into_iter().map(|record| line(record, now)).collect())
}

pub(super) fn line(record: KeyRecord, now: OffsetDateTime) -> KeyLine {
    KeyLine {
        id: record.key,
        client_id: record.key.client_id(),
        state: state(&record, now),
        name: record.name,
        environment: record.environment,
        kind: record.kind,
        scopes: record.scopes,
        connector_rights: record.connector_rights,
        networks: record.networks,
        rotation: record.rotation.as_ref().map(rotation_line),
        tenant_name: record.tenant_name,
        created_by: record.created_name,
        created_at: record.created_at,
        expires_at: record.expires_at,
        last_used_at: record.last_used_at,
        overlap_until: record.overlap_until,
        secret_tail: record.tail,
        secret_at: record.secret_at,
        secret_until: record.newest_until,
    }
}

fn rotation_line(rotation: &Rotation) -> RotationLine {
    RotationLine {
        every_days: rotation.every_days.unsigned_abs(),
        overlap_seconds: rotation.overlap_seconds.unsigned_abs(),
        next_at: rotation.at,
    }
}

fn state(record: &KeyRecord, now: OffsetDateTime) -> KeyState {
    if record.revoked_at.is_some() {
        KeyState::Revoked
    } else if record.expires_at.is_some_and(|end| end <= now) {
        KeyState::Expired
    } else if record.newest_until.is_some() {
        KeyState::Due
    } else if record.overlap_until.is_some_and(|end| end > now) {
        KeyState::Rolling
    } else {
        KeyState::Active
    }
}

#[cfg(test)]
pub(super) mod tests {
    use model::{Id, KeyEnvironment, KeyKind, PermissionSet};
    use time::Duration;
    use uuid::Uuid;

    use super::*;

    /// A key without anything special.
    pub(crate) fn plain(now: OffsetDateTime) -> KeyRecord {
        KeyRecord {
            key: Id::from_uuid(Uuid::nil()),
            name: "plain".to_owned(),
            tenant: Id::from_uuid(Uuid::nil()),
            tenant_name: "default".to_owned(),
            environment: KeyEnvironment::Live,
            kind: KeyKind::Client,
            scopes: PermissionSet::sdk(),
            connector_rights: Vec::new(),
            networks: Vec::new(),
            rotation: None,
            created_by: None,
            owner: None,
            created_name: "test".to_owned(),
            created_at: now,
            expires_at: None,
            revoked_at: None,
            last_used_at: None,
            tail: "tail".to_owned(),
            secret_at: now,
            newest_until: None,
            overlap_until: None,
        }
    }

    #[test]
    fn the_worst_state_is_shown() {
        let now = OffsetDateTime::UNIX_EPOCH;
        let (past, future) = (Some(now - Duration::HOUR), Some(now + Duration::HOUR));
        let of = |revoked_at, expires_at, newest_until, overlap_until| {
            state(&KeyRecord { revoked_at, expires_at, newest_until, overlap_until, ..plain(now) }, now)
        };

        assert_eq!(of(None, None, None, None), KeyState::Active);
        assert_eq!(of(None, future, None, future), KeyState::Rolling);
        assert_eq!(of(None, future, future, future), KeyState::Due);
        assert_eq!(of(None, Some(now), future, future), KeyState::Expired, "the end itself is past");
        assert_eq!(of(past, past, future, future), KeyState::Revoked);
    }
}

use model::views::{KeyLine, KeyState};
use store::{
    OrgScope,
    keys::{self, KeyRecord},
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

fn line(record: KeyRecord, now: OffsetDateTime) -> KeyLine {
    KeyLine {
        id: record.key,
        client_id: record.key.client_id(),
        state: state(record.revoked_at, record.expires_at, record.overlap_until, now),
        name: record.name,
        scopes: record.scopes,
        tenant_name: record.tenant_name,
        created_by: record.created_name,
        created_at: record.created_at,
        expires_at: record.expires_at,
        last_used_at: record.last_used_at,
        overlap_until: record.overlap_until,
        secret_tail: record.tail,
    }
}

fn state(
    revoked_at: Option<OffsetDateTime>,
    expires_at: Option<OffsetDateTime>,
    overlap_until: Option<OffsetDateTime>,
    now: OffsetDateTime,
) -> KeyState {
    if revoked_at.is_some() {
        KeyState::Revoked
    } else if expires_at.is_some_and(|end| end <= now) {
        KeyState::Expired
    } else if overlap_until.is_some_and(|end| end > now) {
        KeyState::Rolling
    } else {
        KeyState::Active
    }
}

#[cfg(test)]
mod tests {
    use time::Duration;

    use super::*;

    #[test]
    fn the_worst_state_is_shown() {
        let now = OffsetDateTime::UNIX_EPOCH;
        let (past, future) = (Some(now - Duration::HOUR), Some(now + Duration::HOUR));

        assert_eq!(state(None, None, None, now), KeyState::Active);
        assert_eq!(state(None, future, future, now), KeyState::Rolling);
        assert_eq!(state(None, Some(now), future, now), KeyState::Expired, "the end itself is past");
        assert_eq!(state(past, past, future, now), KeyState::Revoked);
    }
}

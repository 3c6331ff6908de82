use model::{
    KeyId,
    views::{KeyDetail, SecretLine, UseLine},
};
use store::{
    OrgScope,
    keys::{self, SecretRecord, UseRecord},
};
use time::{Duration, OffsetDateTime};

use super::list::line;
use crate::{Error, Governance, Result, auth};

/// A secret that ended so long ago is history, which the ledger has.
const SHOWN_AFTER_END: Duration = Duration::days(30);

/// One key with its secrets and from where they are used. What this process saw of it is in; other processes write down what
/// they saw every two seconds.
pub async fn detail(gov: &Governance, scope: &OrgScope, key: KeyId) -> Result<KeyDetail> {
    auth::write_uses(gov).await?;
    let mut tx = gov.pool().org_tx(scope).await?;
    let now = tx.now();
    let record = keys::find(&mut tx, key).await?.ok_or(Error::NotFound)?;
    let secrets = keys::secrets(&mut tx, key).await?;
    let uses = keys::uses(&mut tx, key).await?;
    Ok(KeyDetail { line: line(record, now), secrets: secret_lines(&secrets, &uses, now), at: now })
}

fn secret_lines(secrets: &[SecretRecord], uses: &[UseRecord], now: OffsetDateTime) -> Vec<SecretLine> {
    let is_shown = |secret: &SecretRecord| secret.works_until.is_none_or(|end| end > now - SHOWN_AFTER_END);
    let numbered = secrets.iter().enumerate().filter(|(index, secret)| *index == 0 || is_shown(secret));
    let lines = numbered.map(|(index, secret)| SecretLine {
        tail: secret.tail.clone(),
        is_newest: index == 0,
        works: secret.works_until.is_none_or(|end| end > now),
        created_at: secret.created_at,
        works_until: secret.works_until,
        uses: uses.iter().filter(|one| one.digest == secret.digest).map(use_line).collect(),
    });
    lines.collect()
}

fn use_line(one: &UseRecord) -> UseLine {
    UseLine {
        address: one.address.clone(),
        client: one.client.clone(),
        first_at: one.first_at,
        last_at: one.last_at,
        calls: one.calls.unsigned_abs(),
    }
}

use model::{Id, KeyId};
use sqlx::FromRow;
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

use crate::{Error, Housekeeping, OrgTx, Result, row::org_rows};

/// An address that did not use a secret for so long is forgotten.
const KEPT: Duration = Duration::days(90);

/// What happened with one secret of a key from one address since it was written down last.
#[derive(Debug, Clone)]
pub struct KeyUse {
    /// Digest of the secret.
    pub digest: [u8; 32],
    /// From where, as text.
    pub address: String,
    /// What the program calls itself.
    pub client: String,
    /// The last time.
    pub last_at: OffsetDateTime,
    /// How often.
    pub calls: i64,
}

/// What is stored about the use of one secret from one address.
#[derive(Debug, Clone)]
pub struct UseRecord {
    /// Digest of the secret.
    pub digest: [u8; 32],
    /// From where.
    pub address: String,
    /// What the program called itself last.
    pub client: String,
    /// The first time.
    pub first_at: OffsetDateTime,
    /// The last time.
    pub last_at: OffsetDateTime,
    /// How often in all.
    pub calls: i64,
}

#[derive(FromRow)]
struct Row {
    org_id: Uuid,
    digest: Vec<u8>,
    address: String,
    client: String,
    first_used_at: OffsetDateTime,
    last_used_at: OffsetDateTime,
    calls: i64,
}

org_rows!(Row, AddressRow);

/// Writes down how a key was used, and forgets addresses that did not use it for long; upkeep, no deed.
pub async fn note_uses(tx: &mut OrgTx, key: KeyId, uses: &[KeyUse]) -> Result<()> {
    let org = tx.org().as_uuid();
    let upsert = "insert into public.api_key_uses as u (org_id, key_id, digest, address, client, first_used_at, last_used_at, calls)
                  values ($1, $2, $3, $4, $5, $6, $6, $7)
                  on conflict (org_id, key_id, digest, address) do update set client = excluded.client,
                    last_used_at = greatest(u.last_used_at, excluded.last_used_at), calls = u.calls + excluded.calls";
    for one in uses {
        let query = sqlx::query(upsert).bind(org).bind(key.as_uuid()).bind(one.digest.as_slice()).bind(&one.address);
        tx.keep_up(Housekeeping::KeyUsed, query.bind(&one.client).bind(one.last_at).bind(one.calls)).await?;
    }
    let Some(last) = uses.iter().map(|one| one.last_at).max() else { return Ok(()) };
    let touch = "update public.api_keys set last_used_at = greatest(last_used_at, $3) where org_id = $1 and key_id = $2";
    tx.keep_up(Housekeeping::KeyUsed, sqlx::query(touch).bind(org).bind(key.as_uuid()).bind(last)).await?;
    let forget = "delete from public.api_key_uses where org_id = $1 and key_id = $2 and last_used_at < $3";
    tx.keep_up(Housekeeping::KeyUsed, sqlx::query(forget).bind(org).bind(key.as_uuid()).bind(last - KEPT)).await?;
    Ok(())
}

#[derive(FromRow)]
struct AddressRow {
    org_id: Uuid,
    key_id: Uuid,
    address: String,
}

/// From where each live service identity was used in the last week.
pub async fn recent_addresses(tx: &mut OrgTx) -> Result<Vec<(KeyId, String)>> {
    let since = tx.now() - Duration::WEEK;
    let select = "select distinct u.org_id, u.key_id, u.address from public.api_key_uses u
                  join public.api_keys k on k.org_id = u.org_id and k.key_id = u.key_id and k.kind = 'service' and k.revoked_at is null
                  where u.last_used_at > $1 limit 10000";
    let rows: Vec<AddressRow> = tx.all(sqlx::query_as(select).bind(since)).await?;
    Ok(rows.into_iter().map(|row| (Id::from_uuid(row.key_id), row.address)).collect())
}

/// From where the secrets of a key were used, the latest first.
pub async fn uses(tx: &mut OrgTx, key: KeyId) -> Result<Vec<UseRecord>> {
    let org = tx.org().as_uuid();
    let select = "select org_id, digest, address, client, first_used_at, last_used_at, calls from public.api_key_uses
                  where org_id = $1 and key_id = $2 order by last_used_at desc, address limit 500";
    let rows: Vec<Row> = tx.all(sqlx::query_as(select).bind(org).bind(key.as_uuid())).await?;
    let read = |row: Row| {
        Ok(UseRecord {
            digest: row.digest.try_into().map_err(|_| Error::Corrupt("secret digest"))?,
            address: row.address,
            client: row.client,
            first_at: row.first_used_at,
            last_at: row.last_used_at,
            calls: row.calls,
        })
    };
    rows.into_iter().map(read).collect()
}

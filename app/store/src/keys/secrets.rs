use model::{Id, KeyId};
use sqlx::FromRow;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::{
    Error, OrgTx, Result,
    row::{expect_one, org_rows},
};

/// What is stored about one secret of a key.
#[derive(Debug, Clone)]
pub struct SecretRecord {
    /// SHA-256 of its text.
    pub digest: [u8; 32],
    /// Its last characters.
    pub tail: String,
    /// When it was made.
    pub created_at: OffsetDateTime,
    /// Until when it works, when it has an end.
    pub works_until: Option<OffsetDateTime>,
}

#[derive(FromRow)]
struct Row {
    org_id: Uuid,
    digest: Vec<u8>,
    tail: String,
    created_at: OffsetDateTime,
    works_until: Option<OffsetDateTime>,
}

org_rows!(Row);

/// The secrets of a key, newest first.
pub async fn secrets(tx: &mut OrgTx, key: KeyId) -> Result<Vec<SecretRecord>> {
    let org = tx.org().as_uuid();
    let select = "select org_id, digest, tail, created_at, works_until from public.api_key_secrets
                  where org_id = $1 and key_id = $2 order by created_at desc, digest limit 50";
    let rows: Vec<Row> = tx.all(sqlx::query_as(select).bind(org).bind(key.as_uuid())).await?;
    let read = |row: Row| {
        let digest = row.digest.try_into().map_err(|_| Error::Corrupt("secret digest"))?;
        Ok(SecretRecord { digest, tail: row.tail, created_at: row.created_at, works_until: row.works_until })
    };
    rows.into_iter().map(read).collect()
}

/// Adds a secret's digest to a key, and remembers who issued it and so has seen it.
pub async fn add_secret(tx: &mut OrgTx, key: KeyId, digest: &[u8; 32], tail: &str) -> Result<()> {
    let (org, now) = (tx.org().as_uuid(), tx.now());
    let issuer = tx.scope().principal().person().map(Id::as_uuid);
    tx.run(
        sqlx::query(
            "insert into public.api_key_secrets (org_id, key_id, digest, tail, issued_by, created_at) values ($1, $2, $3, $4, $5, $6)",
        )
        .bind(org)
        .bind(key.as_uuid())
        .bind(digest.as_slice())
        .bind(tail)
        .bind(issuer)
        .bind(now),
    )
    .await
    .and_then(expect_one)
}

/// Gives every secret that has no earlier end this one.
pub async fn end_secrets(tx: &mut OrgTx, key: KeyId, works_until: OffsetDateTime) -> Result<u64> {
    let org = tx.org().as_uuid();
    tx.run(
        sqlx::query(
            "update public.api_key_secrets set works_until = $3
             where org_id = $1 and key_id = $2 and (works_until is null or works_until > $3)",
        )
        .bind(org)
        .bind(key.as_uuid())
        .bind(works_until),
    )
    .await
}

/// Ends every secret but the newest now; says how many there were that still worked.
pub async fn end_older_secrets(tx: &mut OrgTx, key: KeyId) -> Result<u64> {
    let (org, now) = (tx.org().as_uuid(), tx.now());
    let update = "update public.api_key_secrets set works_until = $3
                  where org_id = $1 and key_id = $2 and (works_until is null or works_until > $3)
                    and digest <> (select s.digest from public.api_key_secrets s where s.org_id = $1 and s.key_id = $2
                                   order by s.created_at desc, s.digest limit 1)";
    tx.run(sqlx::query(update).bind(org).bind(key.as_uuid()).bind(now)).await
}

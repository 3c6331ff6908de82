//! Tokens by which a directory proves who it is.

use model::{DirectoryTokenId, Id};
use sqlx::FromRow;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::{
    Housekeeping, OrgTx, Result,
    row::{expect_one, org_rows},
};

/// A token without its secret.
#[derive(Debug, Clone, FromRow)]
pub struct TokenRow {
    org_id: Uuid,
    token_id: Uuid,
    /// Its name.
    pub name: String,
    /// Its last characters, by which people tell tokens apart.
    pub tail: String,
    /// Who made it.
    pub created_by: String,
    /// When.
    pub created_at: OffsetDateTime,
    /// When it ends by itself.
    pub expires_at: OffsetDateTime,
    /// When it was ended.
    pub revoked_at: Option<OffsetDateTime>,
    /// When it was last used, to the minute.
    pub last_used_at: Option<OffsetDateTime>,
}

org_rows!(TokenRow);

impl TokenRow {
    /// Its id.
    pub fn token(&self) -> DirectoryTokenId {
        Id::from_uuid(self.token_id)
    }
}

/// A token to insert.
#[derive(Debug, Clone, Copy)]
pub struct NewToken<'a> {
    /// Its id.
    pub token: DirectoryTokenId,
    /// Its name.
    pub name: &'a str,
    /// SHA-256 of its text.
    pub digest: &'a [u8; 32],
    /// Its last characters.
    pub tail: &'a str,
    /// Who makes it.
    pub created_by: &'a str,
    /// When it ends by itself.
    pub expires_at: OffsetDateTime,
}

const SELECT: &str = "select org_id, token_id, name, tail, created_by, created_at, expires_at, revoked_at, last_used_at
   from public.directory_tokens";

/// Every token, newest first.
pub async fn list(tx: &mut OrgTx) -> Result<Vec<TokenRow>> {
    let text = format!("{SELECT} order by created_at desc, token_id limit 200");
    tx.all(sqlx::query_as(sqlx::AssertSqlSafe(text))).await
}

/// One token.
pub async fn find(tx: &mut OrgTx, token: DirectoryTokenId) -> Result<Option<TokenRow>> {
    let text = format!("{SELECT} where org_id = $1 and token_id = $2");
    let org = tx.org().as_uuid();
    tx.maybe(sqlx::query_as(sqlx::AssertSqlSafe(text)).bind(org).bind(token.as_uuid())).await
}

/// Inserts a token, unless two live ones are there already: then nothing is changed and the answer is false.
pub async fn add(tx: &mut OrgTx, new: NewToken<'_>) -> Result<bool> {
    let (org, now) = (tx.org().as_uuid(), tx.now());
    let added = tx
        .run(
            sqlx::query(
                "insert into public.directory_tokens (org_id, token_id, name, digest, tail, created_by, created_at, expires_at)
                 select $1, $2, $3, $4, $5, $6, $7, $8
                 where (select count(*) from public.directory_tokens where org_id = $1 and revoked_at is null and expires_at > $7) < 2",
            )
            .bind(org)
            .bind(new.token.as_uuid())
            .bind(new.name)
            .bind(new.digest.as_slice())
            .bind(new.tail)
            .bind(new.created_by)
            .bind(now)
            .bind(new.expires_at),
        )
        .await?;
    Ok(added == 1)
}

/// Whether a directory can call: whether a token lives.
pub async fn any_lives(tx: &mut OrgTx) -> Result<bool> {
    let (org, now) = (tx.org().as_uuid(), tx.now());
    let text = "select exists (select from public.directory_tokens where org_id = $1 and revoked_at is null and expires_at > $2)";
    Ok(sqlx::query_scalar(text).bind(org).bind(now).fetch_one(tx.conn()).await?)
}

/// Ends a token; false when it is not live.
pub async fn revoke(tx: &mut OrgTx, token: DirectoryTokenId) -> Result<bool> {
    let (org, now) = (tx.org().as_uuid(), tx.now());
    let query =
        sqlx::query("update public.directory_tokens set revoked_at = $3 where org_id = $1 and token_id = $2 and revoked_at is null");
    Ok(tx.run(query.bind(org).bind(token.as_uuid()).bind(now)).await? == 1)
}

/// Notes that a token was used now.
pub async fn touch(tx: &mut OrgTx, token: DirectoryTokenId) -> Result<()> {
    let (org, now) = (tx.org().as_uuid(), tx.now());
    let query = sqlx::query("update public.directory_tokens set last_used_at = $3 where org_id = $1 and token_id = $2");
    tx.keep_up(Housekeeping::DirectoryCallNoted, query.bind(org).bind(token.as_uuid()).bind(now)).await.and_then(expect_one)
}

use model::{DirectoryTokenId, Id, OrgId, Principal, Tier};
use sqlx::FromRow;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::{Error, OrgScope, RequestPool, Result};

/// What is stored about a directory's token, as authentication needs it.
#[derive(Debug, Clone)]
pub struct DirectoryTokenRow {
    /// The token.
    pub token: DirectoryTokenId,
    /// Its organisation.
    pub org: OrgId,
    /// Its name.
    pub name: String,
    /// The organisation's tier.
    pub tier: Tier,
    /// When it ends by itself.
    pub expires_at: OffsetDateTime,
    /// When it was ended.
    pub revoked_at: Option<OffsetDateTime>,
    /// When it was last used, to the minute.
    pub last_used_at: Option<OffsetDateTime>,
}

impl DirectoryTokenRow {
    /// The scope of a request that carried this token.
    pub fn scope(&self) -> OrgScope {
        OrgScope::new(self.org, Principal::Directory { token: self.token })
    }
}

#[derive(FromRow)]
struct Row {
    org_id: Uuid,
    token_id: Uuid,
    name: String,
    tier: String,
    expires_at: OffsetDateTime,
    revoked_at: Option<OffsetDateTime>,
    last_used_at: Option<OffsetDateTime>,
}

/// Looks a token up by SHA-256 of its text, which has 256 random bits: finding the row proves that the caller has the token.
pub async fn find_directory_token(pool: &RequestPool, digest: &[u8; 32]) -> Result<Option<DirectoryTokenRow>> {
    let query = sqlx::query_as("select * from entry.find_directory_token($1)").bind(digest.as_slice());
    let row: Option<Row> = query.fetch_optional(pool.raw()).await?;
    row.map(|row| {
        Ok(DirectoryTokenRow {
            token: Id::from_uuid(row.token_id),
            org: Id::from_uuid(row.org_id),
            name: row.name,
            tier: Tier::parse(&row.tier).ok_or(Error::Corrupt("tier"))?,
            expires_at: row.expires_at,
            revoked_at: row.revoked_at,
            last_used_at: row.last_used_at,
        })
    })
    .transpose()
}

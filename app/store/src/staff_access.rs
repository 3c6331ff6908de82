//! Access of operators to the organisation: asked for by them, decided here, over by itself.

use sqlx::FromRow;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::{
    OrgTx, Result,
    row::{expect_one, org_rows},
};

/// What an operator asked an organisation for, as both of them see it.
#[derive(Debug, Clone, FromRow)]
pub struct StaffAccess {
    /// Its id.
    pub access_id: Uuid,
    /// The operator's address.
    pub operator: String,
    /// Why.
    pub reason: String,
    /// For how long.
    pub minutes: i32,
    /// When it was asked.
    pub asked_at: OffsetDateTime,
    /// `asked`, `granted`, `refused` or `ended`.
    pub status: String,
    /// When the organisation decided.
    pub decided_at: Option<OffsetDateTime>,
    /// When it is over.
    pub ends_at: Option<OffsetDateTime>,
}

/// The same with what only the organisation knows.
#[derive(Debug, Clone, FromRow)]
pub struct StaffAccessRow {
    org_id: Uuid,
    /// What was asked for.
    #[sqlx(flatten)]
    pub access: StaffAccess,
    /// Who decided, in words.
    pub decided_name: Option<String>,
}

org_rows!(StaffAccessRow);

const SELECT: &str = "select org_id, access_id, operator, reason, minutes, asked_at, status, decided_name, decided_at, ends_at
                      from public.staff_access where org_id = $1";

/// The newest ones.
pub async fn list(tx: &mut OrgTx, most: i64) -> Result<Vec<StaffAccessRow>> {
    let org = tx.org().as_uuid();
    let select = format!("{SELECT} order by asked_at desc limit $2");
    tx.all(sqlx::query_as(sqlx::AssertSqlSafe(select)).bind(org).bind(most)).await
}

/// One, so that nobody else decides it meanwhile.
pub async fn lock(tx: &mut OrgTx, access: Uuid) -> Result<Option<StaffAccessRow>> {
    let org = tx.org().as_uuid();
    let select = format!("{SELECT} and access_id = $2 for update");
    tx.maybe(sqlx::query_as(sqlx::AssertSqlSafe(select)).bind(org).bind(access)).await
}

/// Writes what was decided; `ends_at` is when a granted one is over.
pub async fn decide(tx: &mut OrgTx, access: Uuid, status: &str, by: &str, ends_at: Option<OffsetDateTime>) -> Result<()> {
    let (org, now) = (tx.org().as_uuid(), tx.now());
    let update =
        "update public.staff_access set status = $3, decided_name = $4, decided_at = $5, ends_at = $6 where org_id = $1 and access_id = $2";
    tx.run(sqlx::query(update).bind(org).bind(access).bind(status).bind(by).bind(now).bind(ends_at)).await.and_then(expect_one)
}

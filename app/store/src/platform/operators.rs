use model::{Id, PersonId};
use sqlx::{FromRow, PgConnection};
use time::OffsetDateTime;
use uuid::Uuid;

use crate::{PlatformPool, Result};

/// An operator, for the command that lists them.
#[derive(Debug, Clone, FromRow)]
pub struct OperatorRow {
    person_id: Uuid,
    /// The address to sign in with.
    pub email: String,
    /// Since when.
    pub added_at: OffsetDateTime,
    /// Since when no longer.
    pub disabled_at: Option<OffsetDateTime>,
}

impl OperatorRow {
    /// Who.
    pub const fn person(&self) -> PersonId {
        Id::from_uuid(self.person_id)
    }
}

/// Who acts at the command line, in the operators' audit.
pub(super) const COMMAND_LINE: &str = "command line";

/// Makes a person an operator, or lets one back in.
pub async fn add_operator(pool: &PlatformPool, person: PersonId) -> Result<()> {
    let now = pool.clock().now();
    let mut tx = pool.begin().await?;
    sqlx::query(
        "insert into auth.operators (person_id, added_at) values ($1, $2) on conflict (person_id) do update set disabled_at = null",
    )
    .bind(person.as_uuid())
    .bind(now)
    .execute(&mut *tx)
    .await?;
    let about = serde_json::json!({ "person": person });
    note(&mut tx, now, COMMAND_LINE, "operator_added", Uuid::nil(), &about).await?;
    Ok(tx.commit().await?)
}

/// Keeps an operator out and ends their sessions; false when there is none of this address.
pub async fn disable_operator(pool: &PlatformPool, email: &str) -> Result<bool> {
    let now = pool.clock().now();
    let mut tx = pool.begin().await?;
    let person: Option<Uuid> = sqlx::query_scalar(
        "update auth.operators o set disabled_at = $2 from auth.persons p
         where p.person_id = o.person_id and p.email = $1 and o.disabled_at is null returning o.person_id",
    )
    .bind(email)
    .bind(now)
    .fetch_optional(&mut *tx)
    .await?;
    let Some(person) = person else { return Ok(false) };
    sqlx::query("delete from auth.operator_sessions where person_id = $1").bind(person).execute(&mut *tx).await?;
    note(&mut tx, now, COMMAND_LINE, "operator_disabled", Uuid::nil(), &serde_json::json!({ "person": person })).await?;
    tx.commit().await?;
    Ok(true)
}

/// Everybody who is or was one.
pub async fn list_operators(pool: &PlatformPool) -> Result<Vec<OperatorRow>> {
    let select = "select o.person_id, p.email, o.added_at, o.disabled_at from auth.operators o
                  join auth.persons p on p.person_id = o.person_id order by p.email";
    Ok(sqlx::query_as(select).fetch_all(pool.raw()).await?)
}

/// Keeps the digest of the key of the operators' API, and no other; without one nobody passes as that key.
pub async fn keep_admin_key(pool: &PlatformPool, digest: Option<&[u8; 32]>) -> Result<()> {
    let mut tx = pool.begin().await?;
    let digest = digest.map(<[u8; 32]>::as_slice);
    sqlx::query("delete from auth.operator_keys where $1::bytea is null or digest <> $1").bind(digest).execute(&mut *tx).await?;
    sqlx::query(
        "insert into auth.operator_keys (digest, created_at) select $1, $2 where $1::bytea is not null on conflict (digest) do nothing",
    )
    .bind(digest)
    .bind(pool.clock().now())
    .execute(&mut *tx)
    .await?;
    Ok(tx.commit().await?)
}

/// Adds a line to the operators' audit.
pub(super) async fn note(
    conn: &mut PgConnection,
    at: OffsetDateTime,
    operator: &str,
    act: &str,
    org: Uuid,
    details: &serde_json::Value,
) -> Result<()> {
    sqlx::query("insert into auth.operator_deeds (deed_id, at, operator, act, org_id, details) values ($1, $2, $3, $4, $5, $6)")
        .bind(Uuid::now_v7())
        .bind(at)
        .bind(operator)
        .bind(act)
        .bind(org)
        .bind(details)
        .execute(conn)
        .await?;
    Ok(())
}

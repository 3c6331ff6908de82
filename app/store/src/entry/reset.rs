use model::{Id, PersonId};
use time::OffsetDateTime;
use uuid::Uuid;

use crate::{EntryTx, RequestPool, Result};

/// Notes that somebody asked for a new password.
pub async fn ask_reset(tx: &mut EntryTx, reset: Uuid, person: PersonId, now: OffsetDateTime, until: OffsetDateTime) -> Result<()> {
    sqlx::query("select entry.reset_ask($1, $2, $3, $4)")
        .bind(reset)
        .bind(person.as_uuid())
        .bind(now)
        .bind(until)
        .execute(tx.conn())
        .await?;
    Ok(())
}

/// Whose reset it is, while it is good.
pub async fn find_reset(pool: &RequestPool, reset: Uuid, now: OffsetDateTime) -> Result<Option<PersonId>> {
    let person: Option<Uuid> =
        sqlx::query_scalar("select person_id from entry.reset_person($1, $2)").bind(reset).bind(now).fetch_optional(pool.raw()).await?;
    Ok(person.map(Id::from_uuid))
}

/// Spends a reset: the new password counts, and every session of the person ends. `None` when it was spent before.
pub async fn spend_reset(tx: &mut EntryTx, reset: Uuid, phc: &str, now: OffsetDateTime) -> Result<Option<PersonId>> {
    let person: Option<Uuid> =
        sqlx::query_scalar("select entry.reset_spend($1, $2, $3)").bind(reset).bind(phc).bind(now).fetch_one(tx.conn()).await?;
    Ok(person.map(Id::from_uuid))
}

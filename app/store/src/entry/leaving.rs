//! Entry functions in the middle of an organisation's transaction: what they change commits with its deed.

use model::{EmailAddress, Id, PersonId};
use uuid::Uuid;

use crate::{OrgTx, Result};

/// Ends every session of a person; says how many.
pub async fn end_sessions_within(tx: &mut OrgTx, person: PersonId) -> Result<i32> {
    let conn = tx.step_out().await?;
    let ended = sqlx::query_scalar("select entry.session_end($1, null, null)").bind(person.as_uuid()).fetch_one(conn).await?;
    tx.step_in().await?;
    Ok(ended)
}

/// Ends the sessions that came by a provider's sessions of one person: all, or those of these indexes. Both are digests, as the
/// sessions carry them. Says how many.
pub async fn end_sessions_by_provider(tx: &mut OrgTx, subject: &str, indexes: Option<&[String]>) -> Result<i32> {
    let conn = tx.step_out().await?;
    let ended = sqlx::query_scalar("select entry.session_end_by_provider($1, $2)").bind(subject).bind(indexes).fetch_one(conn).await?;
    tx.step_in().await?;
    Ok(ended)
}

/// Who signs in with this address.
pub async fn find_person_within(tx: &mut OrgTx, email: &EmailAddress) -> Result<Option<PersonId>> {
    let conn = tx.step_out().await?;
    let found: Option<Uuid> =
        sqlx::query_scalar("select person_id from entry.find_person($1)").bind(email.as_str()).fetch_optional(conn).await?;
    tx.step_in().await?;
    Ok(found.map(Id::from_uuid))
}

/// Makes a person without a password; false when the address is known.
pub async fn add_person_of_directory(tx: &mut OrgTx, person: PersonId, email: &EmailAddress, name: &str) -> Result<bool> {
    let now = tx.now();
    let conn = tx.step_out().await?;
    let is_new = sqlx::query_scalar("select entry.sso_person_add($1, $2, $3, $4)")
        .bind(person.as_uuid())
        .bind(email.as_str())
        .bind(name)
        .bind(now)
        .fetch_one(conn)
        .await?;
    tx.step_in().await?;
    Ok(is_new)
}

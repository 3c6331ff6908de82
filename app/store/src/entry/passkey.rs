use model::{Id, PasskeyId, PersonId};
use serde_json::Value;
use sqlx::FromRow;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::{EntryTx, RequestPool, Result};

/// A passkey, as it is stored.
#[derive(Debug, Clone, FromRow)]
pub struct PasskeyRow {
    passkey_id: Uuid,
    /// What the person calls it.
    pub name: String,
    /// Its public key and what the authenticator said about itself.
    pub material: Value,
    /// When it was added.
    pub created_at: OffsetDateTime,
    /// When it was last used.
    pub last_used_at: Option<OffsetDateTime>,
}

impl PasskeyRow {
    /// Which.
    pub const fn id(&self) -> PasskeyId {
        Id::from_uuid(self.passkey_id)
    }
}

/// A passkey to add.
#[derive(Debug, Clone, Copy)]
pub struct NewPasskey<'a> {
    /// Its name among us.
    pub id: PasskeyId,
    /// Whose.
    pub person: PersonId,
    /// Its name with the authenticator.
    pub credential: &'a [u8],
    /// What the person calls it.
    pub name: &'a str,
    /// Its public key and what the authenticator said about itself.
    pub material: &'a Value,
}

/// The passkeys of a person, oldest first.
pub async fn passkeys_of(pool: &RequestPool, person: PersonId) -> Result<Vec<PasskeyRow>> {
    Ok(sqlx::query_as("select * from entry.passkeys($1)").bind(person.as_uuid()).fetch_all(pool.raw()).await?)
}

/// Adds a passkey; false when somebody has it already.
pub async fn add_passkey(tx: &mut EntryTx, new: NewPasskey<'_>, now: OffsetDateTime) -> Result<bool> {
    Ok(sqlx::query_scalar("select entry.passkey_add($1, $2, $3, $4, $5, $6)")
        .bind(new.id.as_uuid())
        .bind(new.person.as_uuid())
        .bind(new.credential)
        .bind(new.name)
        .bind(new.material)
        .bind(now)
        .fetch_one(tx.conn())
        .await?)
}

/// Notes that a passkey was used, and what it counts; false when it was removed meanwhile.
pub async fn note_passkey_used(pool: &RequestPool, passkey: PasskeyId, material: &Value, now: OffsetDateTime) -> Result<bool> {
    Ok(sqlx::query_scalar("select entry.passkey_used($1, $2, $3)")
        .bind(passkey.as_uuid())
        .bind(material)
        .bind(now)
        .fetch_one(pool.raw())
        .await?)
}

/// Removes a passkey; false when it is not there, or when `one_stays` and no other factor would be left.
pub async fn remove_passkey(tx: &mut EntryTx, person: PersonId, passkey: PasskeyId, one_stays: bool) -> Result<bool> {
    Ok(sqlx::query_scalar("select entry.passkey_remove($1, $2, $3)")
        .bind(passkey.as_uuid())
        .bind(person.as_uuid())
        .bind(one_stays)
        .fetch_one(tx.conn())
        .await?)
}

//! Every stored value that the vault sealed, for the command that moves them to another key. Each replacement names the
//! value that it replaces, so one that was changed meanwhile stays as it is.

use ledger::Deed;
use model::{ApprovalId, DeedKind, Id, OrgId, PersonId};
use uuid::Uuid;

use super::provision::record;
use crate::{PlatformPool, Result};

/// The sealed call of a hold.
#[derive(Debug, Clone)]
pub struct SealedCall {
    /// Whose.
    pub org: OrgId,
    /// Of which hold.
    pub approval: ApprovalId,
    /// What is stored.
    pub sealed: Vec<u8>,
}

/// A sealed call with what replaces it.
#[derive(Debug, Clone)]
pub struct MovedCall {
    /// Of which hold.
    pub approval: ApprovalId,
    /// What was read.
    pub old: Vec<u8>,
    /// What takes its place.
    pub new: Vec<u8>,
}

/// Sealed calls of every organisation, one organisation after the other; those that come after `after`.
pub async fn sealed_calls(pool: &PlatformPool, after: Option<(OrgId, ApprovalId)>, most: i64) -> Result<Vec<SealedCall>> {
    let rows: Vec<(Uuid, Uuid, Vec<u8>)> = sqlx::query_as(
        "select org_id, approval_id, call_sealed from public.approvals
         where call_sealed is not null and ($1::uuid is null or (org_id, approval_id) > ($1, $2))
         order by org_id, approval_id limit $3",
    )
    .bind(after.map(|(org, _)| org.as_uuid()))
    .bind(after.map(|(_, approval)| approval.as_uuid()))
    .bind(most)
    .fetch_all(pool.raw())
    .await?;
    let row = |(org, approval, sealed)| SealedCall { org: Id::from_uuid(org), approval: Id::from_uuid(approval), sealed };
    Ok(rows.into_iter().map(row).collect())
}

/// Replaces sealed calls of one organisation, with one record in it; says how many were still as they were read.
pub async fn replace_sealed_calls(pool: &PlatformPool, org: OrgId, moved: &[MovedCall]) -> Result<u64> {
    let mut tx = pool.begin().await?;
    let mut replaced = 0;
    for call in moved {
        let done = sqlx::query("update public.approvals set call_sealed = $4 where org_id = $1 and approval_id = $2 and call_sealed = $3")
            .bind(org.as_uuid())
            .bind(call.approval.as_uuid())
            .bind(&call.old)
            .bind(&call.new)
            .execute(&mut *tx)
            .await?;
        replaced += done.rows_affected();
    }
    if replaced > 0 {
        let deed = Deed::new(DeedKind::SecretsRewrapped, org.as_uuid()).fact("values", "held calls").fact("count", replaced);
        record(&mut tx, &pool.command_scope(org, "vault rewrap"), pool.clock().now(), &deed).await?;
    }
    tx.commit().await?;
    Ok(replaced)
}

/// Sealed authenticator seeds, of persons that come after `after`.
pub async fn sealed_seeds(pool: &PlatformPool, after: Option<PersonId>, most: i64) -> Result<Vec<(PersonId, Vec<u8>)>> {
    let rows: Vec<(Uuid, Vec<u8>)> = sqlx::query_as(
        "select person_id, totp_sealed from auth.persons
         where totp_sealed is not null and ($1::uuid is null or person_id > $1) order by person_id limit $2",
    )
    .bind(after.map(Id::as_uuid))
    .bind(most)
    .fetch_all(pool.raw())
    .await?;
    Ok(rows.into_iter().map(|(person, sealed)| (Id::from_uuid(person), sealed)).collect())
}

/// Replaces a sealed seed; false when it was changed meanwhile.
pub async fn replace_sealed_seed(pool: &PlatformPool, person: PersonId, old: &[u8], new: &[u8]) -> Result<bool> {
    let done = sqlx::query("update auth.persons set totp_sealed = $3 where person_id = $1 and totp_sealed = $2")
        .bind(person.as_uuid())
        .bind(old)
        .bind(new)
        .execute(pool.raw())
        .await?;
    Ok(done.rows_affected() == 1)
}

/// The sealed private halves of the platform's signing keys, by key id.
pub async fn sealed_signing_keys(pool: &PlatformPool) -> Result<Vec<(String, Vec<u8>)>> {
    Ok(sqlx::query_as("select kid, sealed_private from auth.signing_keys order by kid").fetch_all(pool.raw()).await?)
}

/// Replaces a sealed private half; false when it was changed meanwhile.
pub async fn replace_sealed_signing_key(pool: &PlatformPool, kid: &str, old: &[u8], new: &[u8]) -> Result<bool> {
    let done = sqlx::query("update auth.signing_keys set sealed_private = $3 where kid = $1 and sealed_private = $2")
        .bind(kid)
        .bind(old)
        .bind(new)
        .execute(pool.raw())
        .await?;
    Ok(done.rows_affected() == 1)
}

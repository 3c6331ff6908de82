use model::{Id, KeyId, PersonId};
use sqlx::FromRow;
use uuid::Uuid;

use crate::{
    OrgTx, Result,
    row::{expect_one, org_rows},
};

#[derive(FromRow)]
struct Row {
    org_id: Uuid,
    key_id: Uuid,
}

org_rows!(Row);

/// Persons who made a key or one of its secrets: they have held what it signs in with.
pub async fn holders(tx: &mut OrgTx, key: KeyId) -> Result<Vec<PersonId>> {
    let org = tx.org().as_uuid();
    let found: Vec<Uuid> = sqlx::query_scalar(
        "select created_by from public.api_keys where org_id = $1 and key_id = $2 and created_by is not null
         union select issued_by from public.api_key_secrets where org_id = $1 and key_id = $2 and issued_by is not null",
    )
    .bind(org)
    .bind(key.as_uuid())
    .fetch_all(tx.conn())
    .await?;
    Ok(found.into_iter().map(Id::from_uuid).collect())
}

/// Live keys that a person answers for, oldest first, locked.
pub async fn lock_owned_by(tx: &mut OrgTx, person: PersonId) -> Result<Vec<KeyId>> {
    let org = tx.org().as_uuid();
    let rows: Vec<Row> = tx
        .all(
            sqlx::query_as(
                "select org_id, key_id from public.api_keys where org_id = $1 and owner_id = $2 and revoked_at is null
                 order by created_at, key_id for update",
            )
            .bind(org)
            .bind(person.as_uuid()),
        )
        .await?;
    Ok(rows.into_iter().map(|row| Id::from_uuid(row.key_id)).collect())
}

/// Makes another person answer for a key.
pub async fn hand_over(tx: &mut OrgTx, key: KeyId, to: PersonId) -> Result<()> {
    let org = tx.org().as_uuid();
    tx.run(
        sqlx::query("update public.api_keys set owner_id = $3 where org_id = $1 and key_id = $2")
            .bind(org)
            .bind(key.as_uuid())
            .bind(to.as_uuid()),
    )
    .await
    .and_then(expect_one)
}

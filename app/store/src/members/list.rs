use model::{Id, PersonId};
use sqlx::FromRow;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::{OrgTx, Result, row::org_rows};

/// A member in the list.
#[derive(Debug, Clone)]
pub struct MemberRecord {
    /// Who.
    pub person: PersonId,
    /// Their name.
    pub name: String,
    /// Their address.
    pub email: String,
    /// Since when they may not enter.
    pub suspended_at: Option<OffsetDateTime>,
}

#[derive(FromRow)]
struct Row {
    org_id: Uuid,
    person_id: Uuid,
    display_name: String,
    email: String,
    suspended_at: Option<OffsetDateTime>,
}

org_rows!(Row);

/// Everybody who was not removed, by name.
pub async fn list(tx: &mut OrgTx) -> Result<Vec<MemberRecord>> {
    let select = "select org_id, person_id, display_name, email, suspended_at from public.members
                  where removed_at is null order by lower(display_name), email limit 2000";
    let rows: Vec<Row> = tx.all(sqlx::query_as(select)).await?;
    let read = |row: Row| MemberRecord {
        person: Id::from_uuid(row.person_id),
        name: row.display_name,
        email: row.email,
        suspended_at: row.suspended_at,
    };
    Ok(rows.into_iter().map(read).collect())
}

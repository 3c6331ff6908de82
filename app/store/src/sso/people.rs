use model::{ConnectionId, EmailAddress, Id, PersonId};
use sqlx::FromRow;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::{
    OrgTx, Result,
    row::{expect_one, org_rows},
};

/// Whom a connection means.
#[derive(Debug, Clone, FromRow)]
pub struct Linked {
    org_id: Uuid,
    person_id: Uuid,
    /// What the connection calls them.
    pub subject: String,
}

impl Linked {
    /// The person.
    pub const fn person(&self) -> PersonId {
        Id::from_uuid(self.person_id)
    }
}

#[derive(Debug, FromRow)]
struct MemberRow {
    org_id: Uuid,
    suspended_at: Option<OffsetDateTime>,
    removed_at: Option<OffsetDateTime>,
}

org_rows!(Linked, MemberRow);

/// The person of a subject, and the subject of a person: at most one each way, so at most two rows.
pub async fn linked(tx: &mut OrgTx, connection: ConnectionId, subject: &str, person: Option<PersonId>) -> Result<Vec<Linked>> {
    let org = tx.org().as_uuid();
    tx.all(
        sqlx::query_as(
            "select org_id, person_id, subject from public.sso_identities
             where org_id = $1 and connection_id = $2 and (subject = $3 or person_id = $4)",
        )
        .bind(org)
        .bind(connection.as_uuid())
        .bind(subject)
        .bind(person.map(Id::as_uuid)),
    )
    .await
}

/// Links a subject to a person.
pub async fn link(tx: &mut OrgTx, connection: ConnectionId, subject: &str, person: PersonId) -> Result<()> {
    let (org, now) = (tx.org().as_uuid(), tx.now());
    let text = "insert into public.sso_identities (org_id, connection_id, subject, person_id, linked_at) values ($1, $2, $3, $4, $5)";
    let query = sqlx::query(text).bind(org).bind(connection.as_uuid()).bind(subject).bind(person.as_uuid()).bind(now);
    tx.run(query).await.and_then(expect_one)
}

/// Whether a person is a member and may come in: `None` for who never was one, false for one who is suspended or has left.
pub async fn membership(tx: &mut OrgTx, person: PersonId) -> Result<Option<bool>> {
    let org = tx.org().as_uuid();
    let text = "select org_id, suspended_at, removed_at from public.members where org_id = $1 and person_id = $2";
    let row: Option<MemberRow> = tx.maybe(sqlx::query_as(text).bind(org).bind(person.as_uuid())).await?;
    Ok(row.map(|row| row.suspended_at.is_none() && row.removed_at.is_none()))
}

/// Makes a person a member with one of the built-in roles.
pub async fn add_member(tx: &mut OrgTx, person: PersonId, email: &EmailAddress, name: &str, role: &str) -> Result<()> {
    let (org, now) = (tx.org().as_uuid(), tx.now());
    let member = "insert into public.members (org_id, person_id, email, display_name, joined_at) values ($1, $2, $3, $4, $5)";
    let query = sqlx::query(member).bind(org).bind(person.as_uuid()).bind(email.as_str()).bind(name).bind(now);
    tx.run(query).await.and_then(expect_one)?;
    let granted = "insert into public.user_roles (org_id, person_id, role_id, source, granted_by, granted_at)
         select r.org_id, $2, r.role_id, 'sso', 'single sign-on', $4 from public.roles r where r.org_id = $1 and r.name = $3 and r.built_in";
    tx.run(sqlx::query(granted).bind(org).bind(person.as_uuid()).bind(role).bind(now)).await.and_then(expect_one)
}

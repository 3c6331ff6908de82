use model::{PersonId, RoleId, RoleSource};
use time::OffsetDateTime;

use crate::{OrgTx, Result, row::expect_one};

/// A role to give to a member.
#[derive(Debug, Clone)]
pub struct NewAssignment<'a> {
    /// To whom.
    pub person: PersonId,
    /// Which.
    pub role: RoleId,
    /// Where it comes from.
    pub source: RoleSource,
    /// The group or rule; empty when it comes by none.
    pub via: &'a str,
    /// Who gives it.
    pub granted_by: &'a str,
    /// When it ends by itself.
    pub expires_at: Option<OffsetDateTime>,
}

/// Makes a person a member, or one that was removed a member again; false when they are one already.
pub async fn join(tx: &mut OrgTx, person: PersonId, email: &str, name: &str) -> Result<bool> {
    let (org, now) = (tx.org().as_uuid(), tx.now());
    let insert = "insert into public.members (org_id, person_id, email, display_name, joined_at) values ($1, $2, $3, $4, $5)
                  on conflict (org_id, person_id) do update set joined_at = $5, display_name = $4, removed_at = null, suspended_at = null
                    where members.removed_at is not null";
    let joined = tx.run(sqlx::query(insert).bind(org).bind(person.as_uuid()).bind(email).bind(name).bind(now)).await?;
    Ok(joined == 1)
}

/// Gives a role. The same role from the same source again takes over the new end.
pub async fn assign(tx: &mut OrgTx, new: &NewAssignment<'_>) -> Result<()> {
    let (org, now) = (tx.org().as_uuid(), tx.now());
    let insert = "insert into public.user_roles (org_id, person_id, role_id, source, via, granted_by, granted_at, expires_at)
                  values ($1, $2, $3, $4, $5, $6, $7, $8)
                  on conflict (org_id, person_id, role_id, source) do update set via = excluded.via, granted_by = excluded.granted_by,
                    granted_at = excluded.granted_at, expires_at = excluded.expires_at";
    let query = sqlx::query(insert).bind(org).bind(new.person.as_uuid()).bind(new.role.as_uuid()).bind(new.source.as_str());
    tx.run(query.bind(new.via).bind(new.granted_by).bind(now).bind(new.expires_at)).await.and_then(expect_one)
}

/// Takes a role from one source away; says whether there was one.
pub async fn unassign(tx: &mut OrgTx, person: PersonId, role: RoleId, source: RoleSource) -> Result<bool> {
    let org = tx.org().as_uuid();
    let delete = "delete from public.user_roles where org_id = $1 and person_id = $2 and role_id = $3 and source = $4";
    let gone = tx.run(sqlx::query(delete).bind(org).bind(person.as_uuid()).bind(role.as_uuid()).bind(source.as_str())).await?;
    Ok(gone > 0)
}

use ledger::{Deed, Frontier};
use model::{BuiltInRole, DeedKind, EmailAddress, Id, OrgId, PersonId, PersonalField, Slug, Tier};
use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::{Error, OrgScope, PlatformPool, Result, head, row::expect_one};

/// An organisation to make.
#[derive(Debug, Clone)]
pub struct NewOrg {
    /// Its short name.
    pub slug: Slug,
    /// Its full name.
    pub name: String,
    /// What it has licensed.
    pub tier: Tier,
}

/// A person to make.
#[derive(Debug, Clone)]
pub struct NewPerson {
    /// The address that the person signs in with.
    pub email: EmailAddress,
    /// The person's name.
    pub name: String,
    /// PHC string of the password.
    pub password_hash: String,
}

/// Makes an organisation with its first workspace, its built-in roles and its empty ledger.
pub async fn create_org(pool: &PlatformPool, org: OrgId, new: &NewOrg) -> Result<()> {
    let now = pool.clock().now();
    let mut tx = pool.begin().await?;
    let deed = insert_org(&mut tx, org, new, now).await?;
    record(&mut tx, &pool.command_scope(org, "org create"), now, &deed).await?;
    Ok(tx.commit().await?)
}

/// The rows of a new organisation; the caller records the deed that is returned.
pub(super) async fn insert_org(tx: &mut PgConnection, org: OrgId, new: &NewOrg, now: OffsetDateTime) -> Result<Deed> {
    sqlx::query("insert into public.orgs (org_id, slug, name, tier, created_at) values ($1, $2, $3, $4, $5)")
        .bind(org.as_uuid())
        .bind(new.slug.as_str())
        .bind(&new.name)
        .bind(new.tier.as_str())
        .bind(now)
        .execute(&mut *tx)
        .await?;
    sqlx::query("insert into public.tenants (org_id, tenant_id, name, created_at) values ($1, $2, 'default', $3)")
        .bind(org.as_uuid())
        .bind(Uuid::now_v7())
        .bind(now)
        .execute(&mut *tx)
        .await?;
    sqlx::query("insert into public.ledger_head (org_id, frontier) values ($1, $2)")
        .bind(org.as_uuid())
        .bind(Frontier::new().to_bytes())
        .execute(&mut *tx)
        .await?;
    add_built_in_roles(tx, org).await?;
    Ok(Deed::new(DeedKind::OrgCreated, org.as_uuid())
        .target(new.slug.as_str())
        .fact("name", new.name.as_str())
        .fact("tier", new.tier.as_str()))
}

async fn add_built_in_roles(conn: &mut PgConnection, org: OrgId) -> Result<()> {
    for role in BuiltInRole::ALL {
        sqlx::query("insert into public.roles (org_id, role_id, name, built_in, permissions) values ($1, $2, $3, true, $4)")
            .bind(org.as_uuid())
            .bind(Uuid::now_v7())
            .bind(role.as_str())
            .bind(role.permissions().words())
            .execute(&mut *conn)
            .await?;
    }
    Ok(())
}

/// Appends in a platform transaction, under the organisation's setting so that the same functions serve.
pub(super) async fn record(conn: &mut PgConnection, scope: &OrgScope, now: OffsetDateTime, deed: &Deed) -> Result<()> {
    sqlx::query("select set_config('app.current_org_id', $1, true)").bind(scope.org().to_string()).execute(&mut *conn).await?;
    head::append_one(conn, scope, now, deed).await?;
    Ok(())
}

/// Finds an organisation by its short name.
pub async fn find_org(pool: &PlatformPool, slug: &Slug) -> Result<Option<OrgId>> {
    let found: Option<Uuid> =
        sqlx::query_scalar("select org_id from public.orgs where slug = $1").bind(slug.as_str()).fetch_optional(pool.raw()).await?;
    Ok(found.map(Id::from_uuid))
}

/// Every organisation with its short name, oldest first.
pub async fn list_orgs(pool: &PlatformPool) -> Result<Vec<(OrgId, String)>> {
    let rows: Vec<(Uuid, String)> =
        sqlx::query_as("select org_id, slug from public.orgs order by created_at, org_id").fetch_all(pool.raw()).await?;
    Ok(rows.into_iter().map(|(org, slug)| (Id::from_uuid(org), slug)).collect())
}

/// Makes a person, or finds the one with this address; says whether it is new. A known person keeps the password.
pub async fn create_person(pool: &PlatformPool, person: PersonId, new: &NewPerson) -> Result<(PersonId, bool)> {
    let now = pool.clock().now();
    let made: Option<Uuid> = sqlx::query_scalar(
        "insert into auth.persons (person_id, email, display_name, password_hash, created_at) values ($1, $2, $3, $4, $5)
         on conflict (email) do nothing returning person_id",
    )
    .bind(person.as_uuid())
    .bind(new.email.as_str())
    .bind(&new.name)
    .bind(&new.password_hash)
    .bind(now)
    .fetch_optional(pool.raw())
    .await?;
    if let Some(made) = made {
        return Ok((Id::from_uuid(made), true));
    }
    let known: Uuid =
        sqlx::query_scalar("select person_id from auth.persons where email = $1").bind(new.email.as_str()).fetch_one(pool.raw()).await?;
    Ok((Id::from_uuid(known), false))
}

/// Makes a person a member of an organisation with one role.
pub async fn add_member(pool: &PlatformPool, org: OrgId, person: PersonId, role: &str) -> Result<()> {
    let now = pool.clock().now();
    let mut tx = pool.begin().await?;
    let role_id: Option<Uuid> = sqlx::query_scalar("select role_id from public.roles where org_id = $1 and name = $2")
        .bind(org.as_uuid())
        .bind(role)
        .fetch_optional(&mut *tx)
        .await?;
    let role_id = role_id.ok_or(Error::RowCount(0))?;
    let email: String = sqlx::query_scalar(
        "insert into public.members (org_id, person_id, email, display_name, joined_at)
         select $1, person_id, email, display_name, $3 from auth.persons where person_id = $2 returning email",
    )
    .bind(org.as_uuid())
    .bind(person.as_uuid())
    .bind(now)
    .fetch_one(&mut *tx)
    .await?;
    sqlx::query("insert into public.user_roles (org_id, person_id, role_id, source, granted_by, granted_at) values ($1, $2, $3, 'command', 'operator (user create)', $4)")
        .bind(org.as_uuid())
        .bind(person.as_uuid())
        .bind(role_id)
        .bind(now)
        .execute(&mut *tx)
        .await
        .map_err(Error::from)
        .and_then(|done| expect_one(done.rows_affected()))?;
    let deed = Deed::new(DeedKind::MemberAdded, person.as_uuid()).fact("role", role).personal(PersonalField::TargetPerson, email);
    record(&mut tx, &pool.command_scope(org, "user create"), now, &deed).await?;
    Ok(tx.commit().await?)
}

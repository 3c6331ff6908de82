//! Invitations into an organisation.

use model::{Id, InvitationId, PersonId, RoleId};
use sqlx::FromRow;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::{
    OrgTx, Result,
    row::{expect_one, org_rows},
};

/// An invitation that nobody has accepted and nobody has withdrawn.
#[derive(Debug, Clone)]
pub struct OpenInvitation {
    /// Which.
    pub invitation: InvitationId,
    /// Who is invited.
    pub email: String,
    /// As what.
    pub role: RoleId,
    /// That role's name.
    pub role_name: String,
    /// Counts sendings.
    pub version: i32,
    /// By whom.
    pub invited_name: String,
    /// When its link ends.
    pub expires_at: OffsetDateTime,
    /// When the newest letter was taken by the mail server.
    pub letter_sent_at: Option<OffsetDateTime>,
    /// Why the newest letter was given up.
    pub letter_problem: Option<String>,
}

#[derive(FromRow)]
struct Row {
    org_id: Uuid,
    invitation_id: Uuid,
    email: String,
    role_id: Uuid,
    role_name: String,
    version: i32,
    invited_name: String,
    expires_at: OffsetDateTime,
    sent_at: Option<OffsetDateTime>,
    problem: Option<String>,
}

org_rows!(Row);

const SELECT: &str = "select i.org_id, i.invitation_id, i.email, i.role_id, r.name as role_name, i.version, i.invited_name, i.expires_at,
        l.sent_at, case when l.failed_at is not null then l.last_error end as problem
   from public.invitations i join public.roles r on r.org_id = i.org_id and r.role_id = i.role_id
   left join lateral (select m.sent_at, m.failed_at, m.last_error from public.mail m
     where m.org_id = i.org_id and m.about = i.invitation_id order by m.created_at desc limit 1) l on true
   where i.accepted_at is null and i.revoked_at is null";

/// Every open invitation, newest first; expired ones too, since they can be sent again.
pub async fn list(tx: &mut OrgTx) -> Result<Vec<OpenInvitation>> {
    let text = format!("{SELECT} order by i.expires_at desc, i.email limit 500");
    let rows: Vec<Row> = tx.all(sqlx::query_as(sqlx::AssertSqlSafe(text))).await?;
    Ok(rows.into_iter().map(read).collect())
}

/// One open invitation.
pub async fn find(tx: &mut OrgTx, invitation: InvitationId) -> Result<Option<OpenInvitation>> {
    let text = format!("{SELECT} and i.org_id = $1 and i.invitation_id = $2");
    let org = tx.org().as_uuid();
    let row: Option<Row> = tx.maybe(sqlx::query_as(sqlx::AssertSqlSafe(text)).bind(org).bind(invitation.as_uuid())).await?;
    Ok(row.map(read))
}

/// The open invitation of an address.
pub async fn find_by_email(tx: &mut OrgTx, email: &str) -> Result<Option<OpenInvitation>> {
    let text = format!("{SELECT} and i.org_id = $1 and i.email = $2");
    let org = tx.org().as_uuid();
    let row: Option<Row> = tx.maybe(sqlx::query_as(sqlx::AssertSqlSafe(text)).bind(org).bind(email)).await?;
    Ok(row.map(read))
}

fn read(row: Row) -> OpenInvitation {
    OpenInvitation {
        invitation: Id::from_uuid(row.invitation_id),
        email: row.email,
        role: Id::from_uuid(row.role_id),
        role_name: row.role_name,
        version: row.version,
        invited_name: row.invited_name,
        expires_at: row.expires_at,
        letter_sent_at: row.sent_at,
        letter_problem: row.problem,
    }
}

/// Who sends an invitation, as what, and how long it is good.
#[derive(Debug, Clone)]
pub struct Sending<'a> {
    /// The role that it offers.
    pub role: RoleId,
    /// Who sends it, when a person does.
    pub by: Option<PersonId>,
    /// Their name.
    pub by_name: &'a str,
    /// When its link ends.
    pub expires_at: OffsetDateTime,
}

/// Adds an invitation, in its first version.
pub async fn add(tx: &mut OrgTx, invitation: InvitationId, email: &str, sending: &Sending<'_>) -> Result<()> {
    let (org, now) = (tx.org().as_uuid(), tx.now());
    let insert =
        "insert into public.invitations (org_id, invitation_id, email, role_id, version, invited_by, invited_name, created_at, expires_at)
                  values ($1, $2, $3, $4, 1, $5, $6, $7, $8)";
    let query = sqlx::query(insert).bind(org).bind(invitation.as_uuid()).bind(email).bind(sending.role.as_uuid());
    let query = query.bind(sending.by.map(Id::as_uuid)).bind(sending.by_name).bind(now).bind(sending.expires_at);
    tx.run(query).await.and_then(expect_one)
}

/// Makes it good again for a new link, and the one before void.
pub async fn renew(tx: &mut OrgTx, invitation: InvitationId, sending: &Sending<'_>) -> Result<()> {
    let org = tx.org().as_uuid();
    let update = "update public.invitations set version = version + 1, role_id = $3, invited_by = $4, invited_name = $5, expires_at = $6
                  where org_id = $1 and invitation_id = $2 and accepted_at is null and revoked_at is null";
    let query = sqlx::query(update).bind(org).bind(invitation.as_uuid()).bind(sending.role.as_uuid());
    tx.run(query.bind(sending.by.map(Id::as_uuid)).bind(sending.by_name).bind(sending.expires_at)).await.and_then(expect_one)
}

/// Withdraws it.
pub async fn revoke(tx: &mut OrgTx, invitation: InvitationId) -> Result<()> {
    let (org, now) = (tx.org().as_uuid(), tx.now());
    let update = "update public.invitations set revoked_at = $3
                  where org_id = $1 and invitation_id = $2 and accepted_at is null and revoked_at is null";
    tx.run(sqlx::query(update).bind(org).bind(invitation.as_uuid()).bind(now)).await.and_then(expect_one)
}

/// Marks it accepted; false when this version is no longer open.
pub async fn accept(tx: &mut OrgTx, invitation: InvitationId, version: i32, by: PersonId) -> Result<bool> {
    let (org, now) = (tx.org().as_uuid(), tx.now());
    let update = "update public.invitations set accepted_at = $3, accepted_by = $4
                  where org_id = $1 and invitation_id = $2 and version = $5 and accepted_at is null and revoked_at is null and expires_at > $3";
    let changed = tx.run(sqlx::query(update).bind(org).bind(invitation.as_uuid()).bind(now).bind(by.as_uuid()).bind(version)).await?;
    Ok(changed == 1)
}

//! What becomes of an organisation: its plan, whether it is open, its end. Commands and the worker come here; each change stands
//! in the organisation's own ledger and in the operators' audit, or does not happen.

use ledger::Deed;
use model::{DELETION_WAITS_DAYS, DeedKind, OrgChange, OrgId, PersonalField, Tier};
use sqlx::{FromRow, PgConnection};
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

use super::{
    operators::{COMMAND_LINE, note},
    provision::{NewOrg, insert_org, record},
};
use crate::{Error, OrgScope, PlatformPool, Result};

/// Why a change does not happen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum OrgRefusal {
    /// Nobody knows it, or it was removed.
    #[error("There is no such organisation.")]
    NotThere,
    /// It is closed already.
    #[error("The organisation is suspended already.")]
    Suspended,
    /// It is open.
    #[error("The organisation is not suspended.")]
    Open,
    /// It is on its way out.
    #[error("The organisation is to be deleted. Keep it first.")]
    BeingDeleted,
    /// It is not on its way out.
    #[error("The organisation is not to be deleted.")]
    NotBeingDeleted,
    /// Only [`super::claim_invitation`] does this.
    #[error("An owner is invited when the organisation is made.")]
    NotHere,
}

/// An operator who asks to look into an organisation.
#[derive(Debug, Clone, Copy)]
pub struct StaffAsks<'a> {
    /// The organisation's name.
    pub org: &'a str,
    /// Its short name.
    pub slug: &'a str,
    /// The operator's address.
    pub operator: &'a str,
    /// Why.
    pub reason: &'a str,
    /// For how long.
    pub minutes: u16,
}

/// What the letter to the owners says, for the outbox: its words are not of this room.
pub type StaffLetter = fn(&StaffAsks<'_>) -> serde_json::Value;

/// Under what a change is made.
pub(super) struct Hand<'a> {
    pub(super) scope: OrgScope,
    pub(super) now: OffsetDateTime,
    /// Who asked for it.
    pub(super) operator: &'a str,
    /// The letter to the owners of whom access is asked; commands ask for none.
    pub(super) letter: Option<StaffLetter>,
}

#[derive(FromRow)]
struct Standing {
    slug: String,
    name: String,
    tier: String,
    suspended_at: Option<OffsetDateTime>,
    delete_after: Option<OffsetDateTime>,
}

/// Makes a change from the command line.
pub async fn change_org(pool: &PlatformPool, org: OrgId, change: &OrgChange, command: &str) -> Result<std::result::Result<(), OrgRefusal>> {
    let hand = Hand { scope: pool.command_scope(org, command), now: pool.clock().now(), operator: COMMAND_LINE, letter: None };
    let mut tx = pool.begin().await?;
    if let Err(refusal) = apply(&mut tx, &hand, change).await? {
        return Ok(Err(refusal));
    }
    tx.commit().await?;
    Ok(Ok(()))
}

/// Makes a change with its records; the caller commits, or rolls back what was refused.
pub(super) async fn apply(tx: &mut PgConnection, hand: &Hand<'_>, change: &OrgChange) -> Result<std::result::Result<(), OrgRefusal>> {
    let org = hand.scope.org().as_uuid();
    let deed = match change {
        OrgChange::Create { slug, name, tier, owner } => {
            let new = NewOrg { slug: slug.clone(), name: name.as_str().to_owned(), tier: *tier };
            let deed = insert_org(tx, hand.scope.org(), &new, hand.now).await?;
            if let Some(owner) = owner {
                ask(tx, hand, &OrgChange::InviteOwner { owner: owner.clone() }, hand.now).await?;
            }
            deed
        }
        OrgChange::InviteOwner { .. } => return Ok(Err(OrgRefusal::NotHere)),
        OrgChange::Suspend { .. }
        | OrgChange::Resume
        | OrgChange::Plan { .. }
        | OrgChange::Delete { .. }
        | OrgChange::Keep
        | OrgChange::Remove
        | OrgChange::AskAccess { .. } => {
            let Some(standing) = lock(tx, org).await? else { return Ok(Err(OrgRefusal::NotThere)) };
            if let Some(refusal) = refusal(&standing, change, hand.now) {
                return Ok(Err(refusal));
            }
            alter(tx, hand, &standing, change).await?
        }
    };
    let operator = Some(hand.operator).filter(|operator| *operator != COMMAND_LINE);
    record(tx, &hand.scope, hand.now, &deed.personal_opt(PersonalField::ActorEmail, operator)).await?;
    note(tx, hand.now, hand.operator, &format!("{}_done", change.kind()), org, &serde_json::json!({})).await?;
    Ok(Ok(()))
}

async fn lock(tx: &mut PgConnection, org: Uuid) -> Result<Option<Standing>> {
    let select = "select slug, name, tier, suspended_at, delete_after from public.orgs where org_id = $1 and deleted_at is null for update";
    Ok(sqlx::query_as(select).bind(org).fetch_optional(tx).await?)
}

/// The rules of an organisation's life.
fn refusal(standing: &Standing, change: &OrgChange, now: OffsetDateTime) -> Option<OrgRefusal> {
    match (change, standing.suspended_at, standing.delete_after) {
        (
            OrgChange::Suspend { .. } | OrgChange::Resume | OrgChange::Delete { .. } | OrgChange::Plan { .. } | OrgChange::AskAccess { .. },
            _,
            Some(_),
        ) => Some(OrgRefusal::BeingDeleted),
        (OrgChange::Suspend { .. }, Some(_), None) => Some(OrgRefusal::Suspended),
        (OrgChange::Resume, None, None) => Some(OrgRefusal::Open),
        (OrgChange::Keep | OrgChange::Remove, _, None) => Some(OrgRefusal::NotBeingDeleted),
        (OrgChange::Remove, _, Some(due)) if due > now => Some(OrgRefusal::NotBeingDeleted),
        (
            OrgChange::Create { .. }
            | OrgChange::InviteOwner { .. }
            | OrgChange::Suspend { .. }
            | OrgChange::Resume
            | OrgChange::Plan { .. }
            | OrgChange::Delete { .. }
            | OrgChange::Keep
            | OrgChange::Remove
            | OrgChange::AskAccess { .. },
            _,
            _,
        ) => None,
    }
}

async fn alter(tx: &mut PgConnection, hand: &Hand<'_>, standing: &Standing, change: &OrgChange) -> Result<Deed> {
    let deed = |kind| Deed::new(kind, Uuid::now_v7()).target(standing.slug.as_str());
    match change {
        OrgChange::Suspend { reason } => {
            close(tx, hand, None).await?;
            Ok(deed(DeedKind::OrgSuspended).personal(PersonalField::Reason, reason.as_str()))
        }
        OrgChange::Delete { reason } => {
            let due = hand.now + Duration::days(DELETION_WAITS_DAYS);
            close(tx, hand, Some(due)).await?;
            ask(tx, hand, &OrgChange::Remove, due).await?;
            Ok(deed(DeedKind::OrgDeletionAsked).fact("waits_days", DELETION_WAITS_DAYS).personal(PersonalField::Reason, reason.as_str()))
        }
        OrgChange::Resume => {
            set(tx, hand, "update public.orgs set suspended_at = null where org_id = $1").await?;
            Ok(deed(DeedKind::OrgResumed))
        }
        OrgChange::Keep => {
            set(tx, hand, "update public.orgs set delete_after = null where org_id = $1").await?;
            set(
                tx,
                hand,
                "update auth.platform_jobs set status = 'withdrawn' where org_id = $1 and kind = 'remove' and status = 'waiting'",
            )
            .await?;
            Ok(deed(DeedKind::OrgKept))
        }
        OrgChange::Plan { tier, calls_per_minute } => {
            let calls = calls_per_minute.map(|calls| calls.get());
            set_plan(tx, hand, *tier, calls).await?;
            Ok(deed(DeedKind::OrgPlanChanged)
                .fact("tier", tier.as_str())
                .fact("tier_before", standing.tier.as_str())
                .fact("calls_per_minute", calls))
        }
        OrgChange::Remove => remove(tx, hand).await.map(|()| deed(DeedKind::OrgRemoved)),
        OrgChange::AskAccess { reason, minutes } => {
            ask_access(tx, hand, reason.as_str(), i32::from(minutes.get())).await?;
            let (org, slug) = (standing.name.as_str(), standing.slug.as_str());
            tell_owners(tx, hand, &StaffAsks { org, slug, operator: hand.operator, reason: reason.as_str(), minutes: minutes.get() })
                .await?;
            Ok(deed(DeedKind::StaffAccessAsked).fact("minutes", minutes.get()).personal(PersonalField::Reason, reason.as_str()))
        }
        OrgChange::Create { .. } | OrgChange::InviteOwner { .. } => Err(Error::Corrupt("kind of change")),
    }
}

/// Closes it, and tells every node to look again at its keys and at what its people watch.
async fn close(tx: &mut PgConnection, hand: &Hand<'_>, delete_after: Option<OffsetDateTime>) -> Result<()> {
    sqlx::query("update public.orgs set suspended_at = coalesce(suspended_at, $2), delete_after = $3 where org_id = $1")
        .bind(hand.scope.org().as_uuid())
        .bind(hand.now)
        .bind(delete_after)
        .execute(&mut *tx)
        .await?;
    set(tx, hand, "select pg_notify('axonflow_person', m.person_id::text) from public.members m where m.org_id = $1").await
}

async fn set_plan(tx: &mut PgConnection, hand: &Hand<'_>, tier: Tier, calls: Option<u32>) -> Result<()> {
    sqlx::query("update public.orgs set tier = $2, calls_per_minute = $3 where org_id = $1")
        .bind(hand.scope.org().as_uuid())
        .bind(tier.as_str())
        .bind(calls.and_then(|calls| i32::try_from(calls).ok()))
        .execute(tx)
        .await?;
    Ok(())
}

/// Everything goes but the log; the short name is free again.
async fn remove(tx: &mut PgConnection, hand: &Hand<'_>) -> Result<()> {
    set(tx, hand, "select app.clear_org($1)").await?;
    sqlx::query(
        "update public.orgs set deleted_at = $2, delete_after = null, name = 'Deleted organisation',
         slug = 'gone-' || replace(org_id::text, '-', '') where org_id = $1",
    )
    .bind(hand.scope.org().as_uuid())
    .bind(hand.now)
    .execute(tx)
    .await?;
    Ok(())
}

async fn ask_access(tx: &mut PgConnection, hand: &Hand<'_>, reason: &str, minutes: i32) -> Result<()> {
    sqlx::query("insert into public.staff_access (org_id, access_id, operator, reason, minutes, asked_at) values ($1, $2, $3, $4, $5, $6)")
        .bind(hand.scope.org().as_uuid())
        .bind(Uuid::now_v7())
        .bind(hand.operator)
        .bind(reason)
        .bind(minutes)
        .bind(hand.now)
        .execute(tx)
        .await?;
    Ok(())
}

/// A letter to each owner who may enter now, sent once this stands.
async fn tell_owners(tx: &mut PgConnection, hand: &Hand<'_>, asks: &StaffAsks<'_>) -> Result<()> {
    let Some(letter) = hand.letter else { return Ok(()) };
    sqlx::query(
        "insert into public.mail (org_id, mail_id, recipient, content, created_at, due_at)
         select m.org_id, gen_random_uuid(), m.email, $2, $3, $3 from public.members m
         where m.org_id = $1 and m.suspended_at is null and m.removed_at is null and exists (
           select from public.user_roles u join public.roles r on r.org_id = u.org_id and r.role_id = u.role_id
           where u.org_id = m.org_id and u.person_id = m.person_id and r.built_in and r.name = 'owner'
             and (u.expires_at is null or u.expires_at > $3))",
    )
    .bind(hand.scope.org().as_uuid())
    .bind(letter(asks))
    .bind(hand.now)
    .execute(tx)
    .await?;
    Ok(())
}

async fn set(tx: &mut PgConnection, hand: &Hand<'_>, statement: &'static str) -> Result<()> {
    sqlx::query(statement).bind(hand.scope.org().as_uuid()).execute(tx).await?;
    Ok(())
}

/// A job that follows from this change.
async fn ask(tx: &mut PgConnection, hand: &Hand<'_>, change: &OrgChange, run_after: OffsetDateTime) -> Result<()> {
    sqlx::query(
        "insert into auth.platform_jobs (job_id, org_id, kind, details, asked_by, asked_at, run_after) values ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(Uuid::now_v7())
    .bind(hand.scope.org().as_uuid())
    .bind(change.kind())
    .bind(sqlx::types::Json(change))
    .bind(hand.operator)
    .bind(hand.now)
    .bind(run_after)
    .execute(tx)
    .await?;
    Ok(())
}

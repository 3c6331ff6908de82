use std::sync::Arc;

use model::{Id, PersonId, Principal};
use serde_json::Value;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::{
    EntryTx, OrgScope, RequestPool, Result,
    mail::{Claimed, Settled},
    row::expect_one,
};

fn job(org: Uuid) -> OrgScope {
    OrgScope::new(Id::from_uuid(org), Principal::Job { name: Arc::from("mail") })
}

/// Letters of organisations that are due and that nobody has claimed.
pub async fn mail_to_do(pool: &RequestPool, now: OffsetDateTime, most: i32) -> Result<Vec<(OrgScope, Uuid)>> {
    let rows: Vec<(Uuid, Uuid)> =
        sqlx::query_as("select org_id, mail_id from entry.mail_to_do($1, $2)").bind(now).bind(most).fetch_all(pool.raw()).await?;
    Ok(rows.into_iter().map(|(org, mail)| (job(org), mail)).collect())
}

/// Scopes of organisations with letters that were dealt with before then.
pub async fn orgs_with_settled_mail(pool: &RequestPool, before: OffsetDateTime, most: i32) -> Result<Vec<OrgScope>> {
    let orgs: Vec<Uuid> =
        sqlx::query_scalar("select org_id from entry.orgs_with_settled_mail($1, $2)").bind(before).bind(most).fetch_all(pool.raw()).await?;
    Ok(orgs.into_iter().map(job).collect())
}

/// Puts a letter to a person into the outbox, to the address that they sign in with.
pub async fn add_person_mail(tx: &mut EntryTx, person: PersonId, content: &Value, now: OffsetDateTime) -> Result<()> {
    let added: bool = sqlx::query_scalar("select entry.person_mail_add($1, $2, $3, $4)")
        .bind(Uuid::now_v7())
        .bind(person.as_uuid())
        .bind(content)
        .bind(now)
        .fetch_one(tx.conn())
        .await?;
    expect_one(u64::from(added))
}

/// Claims letters to persons that are due.
pub async fn claim_person_mail(pool: &RequestPool, now: OffsetDateTime, until: OffsetDateTime, most: i32) -> Result<Vec<Claimed>> {
    let rows: Vec<(Uuid, String, Value, i32)> =
        sqlx::query_as("select mail_id, recipient, content, attempts from entry.person_mail_claim($1, $2, $3)")
            .bind(now)
            .bind(until)
            .bind(most)
            .fetch_all(pool.raw())
            .await?;
    Ok(rows.into_iter().map(|(mail, recipient, content, attempts)| Claimed { mail, recipient, content, attempts }).collect())
}

/// Notes how a try ended.
pub async fn settle_person_mail(pool: &RequestPool, mail: Uuid, settled: &Settled, now: OffsetDateTime) -> Result<()> {
    let (sent, failed, due, problem) = settled.columns(now);
    sqlx::query("select entry.person_mail_settle($1, $2, $3, $4, $5)")
        .bind(mail)
        .bind(sent)
        .bind(failed)
        .bind(due)
        .bind(problem)
        .execute(pool.raw())
        .await?;
    Ok(())
}

/// Removes letters to persons that were dealt with and are older than this; says how many.
pub async fn forget_person_mail(pool: &RequestPool, before: OffsetDateTime) -> Result<i64> {
    Ok(sqlx::query_scalar("select entry.person_mail_forget($1)").bind(before).fetch_one(pool.raw()).await?)
}

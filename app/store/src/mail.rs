//! Letters of an organisation that wait to be sent.

use serde_json::Value;
use sqlx::FromRow;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::{
    Housekeeping, OrgTx, Result,
    row::{expect_one, org_rows},
};

/// A letter that this process has claimed.
#[derive(Debug, Clone)]
pub struct Claimed {
    /// The letter.
    pub mail: Uuid,
    /// Where it goes.
    pub recipient: String,
    /// What it says, as it was put in.
    pub content: Value,
    /// How often it was tried, this time included.
    pub attempts: i32,
}

/// How a try ended.
#[derive(Debug, Clone)]
pub enum Settled {
    /// It was taken.
    Sent,
    /// It was not, and is tried again then.
    Again {
        /// When.
        due_at: OffsetDateTime,
        /// Why it was not taken.
        problem: String,
    },
    /// It was not, and is not tried again.
    GivenUp {
        /// Why it was not taken.
        problem: String,
    },
}

impl Settled {
    /// The columns: sent, failed, due, what was wrong.
    pub(crate) fn columns(
        &self,
        now: OffsetDateTime,
    ) -> (Option<OffsetDateTime>, Option<OffsetDateTime>, Option<OffsetDateTime>, Option<&str>) {
        match self {
            Self::Sent => (Some(now), None, None, None),
            Self::Again { due_at, problem } => (None, None, Some(*due_at), Some(problem)),
            Self::GivenUp { problem } => (None, Some(now), None, Some(problem)),
        }
    }
}

#[derive(FromRow)]
struct Row {
    org_id: Uuid,
    mail_id: Uuid,
    recipient: String,
    content: Value,
    attempts: i32,
}

org_rows!(Row);

/// Puts a letter into the outbox; it is sent once this transaction stands.
pub async fn add(tx: &mut OrgTx, mail: Uuid, recipient: &str, about: Option<Uuid>, content: &Value) -> Result<()> {
    let (org, now) = (tx.org().as_uuid(), tx.now());
    let insert =
        "insert into public.mail (org_id, mail_id, recipient, about, content, created_at, due_at) values ($1, $2, $3, $4, $5, $6, $6)";
    tx.run(sqlx::query(insert).bind(org).bind(mail).bind(recipient).bind(about).bind(content).bind(now)).await.and_then(expect_one)
}

/// Claims a letter until then; `None` when it was dealt with or another process has it.
pub async fn claim(tx: &mut OrgTx, mail: Uuid, until: OffsetDateTime) -> Result<Option<Claimed>> {
    let (org, now) = (tx.org().as_uuid(), tx.now());
    let update = "update public.mail set claimed_until = $3, attempts = attempts + 1
                  where org_id = $1 and mail_id = $2 and sent_at is null and failed_at is null and due_at <= $4
                    and (claimed_until is null or claimed_until < $4)";
    let changed = tx.keep_up(Housekeeping::MailTried, sqlx::query(update).bind(org).bind(mail).bind(until).bind(now)).await?;
    if changed == 0 {
        return Ok(None);
    }
    let select = "select org_id, mail_id, recipient, content, attempts from public.mail where org_id = $1 and mail_id = $2";
    let row: Option<Row> = tx.maybe(sqlx::query_as(select).bind(org).bind(mail)).await?;
    Ok(row.map(|row| Claimed { mail: row.mail_id, recipient: row.recipient, content: row.content, attempts: row.attempts }))
}

/// Notes how a try ended.
pub async fn settle(tx: &mut OrgTx, mail: Uuid, settled: &Settled) -> Result<()> {
    let org = tx.org().as_uuid();
    let (sent, failed, due, problem) = settled.columns(tx.now());
    let update = "update public.mail set sent_at = $3, failed_at = $4, due_at = coalesce($5, due_at), claimed_until = null, last_error = $6
                  where org_id = $1 and mail_id = $2 and sent_at is null and failed_at is null";
    let query = sqlx::query(update).bind(org).bind(mail).bind(sent).bind(failed).bind(due).bind(problem);
    tx.keep_up(Housekeeping::MailTried, query).await.map(|_settled| ())
}

/// Removes letters that were dealt with and are older than this; says how many.
pub async fn forget(tx: &mut OrgTx, before: OffsetDateTime) -> Result<u64> {
    let org = tx.org().as_uuid();
    let delete = "delete from public.mail where org_id = $1 and created_at < $2 and (sent_at is not null or failed_at is not null)";
    tx.keep_up(Housekeeping::MailForgotten, sqlx::query(delete).bind(org).bind(before)).await
}

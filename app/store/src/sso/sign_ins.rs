use model::{ConnectionId, Id, PersonId};
use serde_json::Value;
use sqlx::FromRow;
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

use crate::{
    OrgTx, Result,
    row::{expect_one, org_rows},
};

/// How long the log is kept.
const KEPT: Duration = Duration::days(14);

/// What happened at a sign-in.
#[derive(Debug, Clone)]
pub struct NewSignIn<'a> {
    /// By which connection.
    pub connection: ConnectionId,
    /// What the person may tell.
    pub support_code: &'a str,
    /// `signed_in`, `refused` or `tested`.
    pub outcome: &'a str,
    /// Why it was refused, in a word.
    pub refusal: Option<&'a str>,
    /// The same in a sentence.
    pub sentence: Option<String>,
    /// What was checked.
    pub steps: Value,
    /// What the connection calls the person.
    pub subject: Option<&'a str>,
    /// The address that it stated.
    pub email: Option<&'a str>,
    /// The groups that it stated; nothing when it stated none.
    pub groups: Option<&'a [String]>,
    /// Who signed in.
    pub person: Option<PersonId>,
}

/// A line of the sign-in log.
#[derive(Debug, Clone, FromRow)]
pub struct SignInRow {
    org_id: Uuid,
    connection_id: Uuid,
    /// When.
    pub at: OffsetDateTime,
    /// What the person may tell.
    pub support_code: String,
    /// `signed_in`, `refused` or `tested`.
    pub outcome: String,
    /// Why it was refused, in a word.
    pub refusal: Option<String>,
    /// The same in a sentence.
    pub sentence: Option<String>,
    /// What was checked.
    pub steps: Value,
    /// What the connection calls the person.
    pub subject: Option<String>,
    /// The address that it stated.
    pub email: Option<String>,
}

org_rows!(SignInRow);

impl SignInRow {
    /// By which connection.
    pub const fn connection(&self) -> ConnectionId {
        Id::from_uuid(self.connection_id)
    }
}

/// Adds a line; lines that are older than two weeks go.
pub async fn add_sign_in(tx: &mut OrgTx, new: &NewSignIn<'_>) -> Result<()> {
    let (org, now) = (tx.org().as_uuid(), tx.now());
    tx.run(sqlx::query("delete from public.sso_sign_ins where org_id = $1 and at < $2").bind(org).bind(now - KEPT)).await?;
    tx.run(
        sqlx::query(
            "insert into public.sso_sign_ins (org_id, sign_in_id, connection_id, at, support_code, outcome, refusal, sentence, steps,
               subject, email, person_id, groups)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
        )
        .bind(org)
        .bind(Uuid::now_v7())
        .bind(new.connection.as_uuid())
        .bind(now)
        .bind(new.support_code)
        .bind(new.outcome)
        .bind(new.refusal)
        .bind(&new.sentence)
        .bind(&new.steps)
        .bind(new.subject)
        .bind(new.email)
        .bind(new.person.map(Id::as_uuid))
        .bind(new.groups),
    )
    .await
    .and_then(expect_one)
}

/// Which lines of the log.
#[derive(Debug, Clone, Copy, Default)]
pub struct Wanted<'a> {
    /// The line of one support code.
    pub code: Option<&'a str>,
    /// Those of one connection.
    pub connection: Option<ConnectionId>,
}

/// The log, newest first; at most a hundred lines.
pub async fn sign_ins(tx: &mut OrgTx, wanted: Wanted<'_>) -> Result<Vec<SignInRow>> {
    let org = tx.org().as_uuid();
    tx.all(
        sqlx::query_as(
            "select org_id, connection_id, at, support_code, outcome, refusal, sentence, steps, subject, email
             from public.sso_sign_ins
             where org_id = $1 and ($2::text is null or support_code = $2) and ($3::uuid is null or connection_id = $3)
             order by at desc limit 100",
        )
        .bind(org)
        .bind(wanted.code)
        .bind(wanted.connection.map(Id::as_uuid)),
    )
    .await
}

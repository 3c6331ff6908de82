//! The log of sign-ins: who came in or did not, by which way, and why. A line holds no password, code or token.

use model::{ConnectionId, Id, PersonId, SignInMethod, SignInOutcome};
use serde_json::Value;
use sqlx::FromRow;
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

use crate::{
    Error, OrgTx, Result,
    row::{expect_one, org_rows},
};

/// How long the log is kept.
const KEPT: Duration = Duration::days(14);

/// What happened at a sign-in.
#[derive(Debug, Clone)]
pub struct NewSignIn<'a> {
    /// By what.
    pub method: SignInMethod,
    /// By which connection, when a provider spoke.
    pub connection: Option<ConnectionId>,
    /// What the person may tell.
    pub support_code: &'a str,
    /// What became of it.
    pub outcome: SignInOutcome,
    /// Why it was refused, in a word.
    pub refusal: Option<&'a str>,
    /// The same in a sentence.
    pub sentence: Option<String>,
    /// What was checked of a provider's answer; an empty list for other ways.
    pub steps: Value,
    /// What the connection calls the person.
    pub subject: Option<&'a str>,
    /// The address that a provider stated, or that the person signs in with.
    pub email: Option<&'a str>,
    /// The groups that a provider stated; nothing when it stated none.
    pub groups: Option<&'a [String]>,
    /// Whose sign-in it was.
    pub person: Option<PersonId>,
}

/// A line of the log.
#[derive(Debug, Clone, FromRow)]
pub struct SignInRow {
    org_id: Uuid,
    connection_id: Option<Uuid>,
    person_id: Option<Uuid>,
    method: String,
    outcome: String,
    /// When.
    pub at: OffsetDateTime,
    /// What the person may tell.
    pub support_code: String,
    /// Why it was refused, in a word.
    pub refusal: Option<String>,
    /// The same in a sentence.
    pub sentence: Option<String>,
    /// What was checked.
    pub steps: Value,
    /// What the connection calls the person.
    pub subject: Option<String>,
    /// The address that a provider stated, or that the person signs in with.
    pub email: Option<String>,
    /// The network address.
    pub ip: Option<String>,
    /// The browser, as it calls itself.
    pub user_agent: Option<String>,
}

org_rows!(SignInRow);

impl SignInRow {
    /// By which connection, when a provider spoke.
    pub fn connection(&self) -> Option<ConnectionId> {
        self.connection_id.map(Id::from_uuid)
    }

    /// Whose sign-in it was.
    pub fn person(&self) -> Option<PersonId> {
        self.person_id.map(Id::from_uuid)
    }

    /// By what.
    pub fn method(&self) -> Result<SignInMethod> {
        SignInMethod::parse(&self.method).ok_or(Error::Corrupt("sign-in method"))
    }

    /// What became of it.
    pub fn outcome(&self) -> Result<SignInOutcome> {
        SignInOutcome::parse(&self.outcome).ok_or(Error::Corrupt("sign-in outcome"))
    }
}

/// Adds a line, with the place that the request came from; lines that are older than two weeks go.
pub async fn add(tx: &mut OrgTx, new: &NewSignIn<'_>) -> Result<()> {
    let (org, now) = (tx.org().as_uuid(), tx.now());
    let (ip, user_agent) = (tx.scope().request().ip.clone(), tx.scope().request().user_agent.clone());
    tx.run(sqlx::query("delete from public.sign_ins where org_id = $1 and at < $2").bind(org).bind(now - KEPT)).await?;
    tx.run(
        sqlx::query(
            "insert into public.sign_ins (org_id, sign_in_id, connection_id, at, support_code, outcome, refusal, sentence, steps,
               subject, email, person_id, groups, method, ip, user_agent)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)",
        )
        .bind(org)
        .bind(Uuid::now_v7())
        .bind(new.connection.map(Id::as_uuid))
        .bind(now)
        .bind(new.support_code)
        .bind(new.outcome.as_str())
        .bind(new.refusal)
        .bind(&new.sentence)
        .bind(&new.steps)
        .bind(new.subject)
        .bind(new.email)
        .bind(new.person.map(Id::as_uuid))
        .bind(new.groups)
        .bind(new.method.as_str())
        .bind(ip)
        .bind(user_agent),
    )
    .await
    .and_then(expect_one)
}

/// Which lines of the log; what is not said does not matter.
#[derive(Debug, Clone, Copy, Default)]
pub struct Wanted<'a> {
    /// The line of one support code.
    pub code: Option<&'a str>,
    /// Those of one connection.
    pub connection: Option<ConnectionId>,
    /// Those by one way.
    pub method: Option<SignInMethod>,
    /// Those that ended so.
    pub outcome: Option<SignInOutcome>,
    /// Those of one person.
    pub person: Option<PersonId>,
    /// Those whose address has this in it, in lower case.
    pub address: Option<&'a str>,
}

/// The log, newest first; at most a hundred lines.
pub async fn list(tx: &mut OrgTx, wanted: Wanted<'_>) -> Result<Vec<SignInRow>> {
    let org = tx.org().as_uuid();
    tx.all(
        sqlx::query_as(
            "select org_id, connection_id, person_id, method, outcome, at, support_code, refusal, sentence, steps, subject, email, ip,
               user_agent
             from public.sign_ins
             where org_id = $1 and ($2::text is null or support_code = $2) and ($3::uuid is null or connection_id = $3)
               and ($4::text is null or method = $4) and ($5::text is null or outcome = $5) and ($6::uuid is null or person_id = $6)
               and ($7::text is null or position($7 in lower(email)) > 0)
             order by at desc, sign_in_id desc limit 100",
        )
        .bind(org)
        .bind(wanted.code)
        .bind(wanted.connection.map(Id::as_uuid))
        .bind(wanted.method.map(SignInMethod::as_str))
        .bind(wanted.outcome.map(SignInOutcome::as_str))
        .bind(wanted.person.map(Id::as_uuid))
        .bind(wanted.address),
    )
    .await
}

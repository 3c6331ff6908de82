//! Carries out what operators asked for. A job, its change and both records are one commit.

use model::{EmailAddress, Id, OrgChange, OrgId};
use sqlx::{PgConnection, Postgres, Transaction, types::Json};
use time::OffsetDateTime;
use uuid::Uuid;

use super::org_life::{Hand, OrgRefusal, StaffLetter, apply};
use crate::{Error, PlatformPool, Result, row::expect_one};

/// What changes an organisation, in its ledger.
const CONSOLE: &str = "platform console";
const BROKE: &str = "Something broke on our side; the log of the service says what.";

/// A job that was run.
#[derive(Debug, Clone)]
pub struct Ran {
    /// Its id.
    pub job: Uuid,
    /// Why it failed, when it did.
    pub problem: Option<String>,
}

type Row = (Uuid, Uuid, Json<serde_json::Value>, String);

/// Runs the oldest job that is due; none when there is nothing to do. Of several processes each takes another one. `letter` is what
/// owners are written when access is asked of them.
pub async fn run_next_job(pool: &PlatformPool, letter: StaffLetter) -> Result<Option<Ran>> {
    let now = pool.clock().now();
    let mut tx = pool.begin().await?;
    let Some((job, org, Json(details), operator)) = due(&mut tx, now, "kind <> 'invite_owner'").await? else { return Ok(None) };
    let hand = Hand { scope: pool.command_scope(Id::from_uuid(org), CONSOLE), now, operator: &operator, letter: Some(letter) };
    sqlx::query("savepoint change").execute(&mut *tx).await?;
    let problem = match carry_out(&mut tx, &hand, details).await {
        Ok(Ok(())) => None,
        Ok(Err(refusal)) => Some(refusal.to_string()),
        Err(Error::Taken(what)) => Some(format!("This {what} is already in use. Choose another.")),
        // Worth another try: nothing is wrong with the job.
        Err(error @ (Error::Busy | Error::Overloaded | Error::Unavailable(_))) => return Err(error),
        Err(error) => {
            tracing::error!(error = &error as &dyn std::error::Error, %job, "a job of the platform console broke");
            Some(BROKE.to_owned())
        }
    };
    if problem.is_some() {
        sqlx::query("rollback to savepoint change").execute(&mut *tx).await?;
    }
    finish(&mut tx, job, now, problem.as_deref()).await?;
    tx.commit().await?;
    Ok(Some(Ran { job, problem }))
}

async fn carry_out(tx: &mut PgConnection, hand: &Hand<'_>, details: serde_json::Value) -> Result<std::result::Result<(), OrgRefusal>> {
    let change = serde_json::from_value(details).map_err(|_| Error::Corrupt("job"))?;
    apply(tx, hand, &change).await
}

async fn due(tx: &mut PgConnection, now: OffsetDateTime, which: &str) -> Result<Option<Row>> {
    let select = format!(
        "select job_id, org_id, details, asked_by from auth.platform_jobs where status = 'waiting' and run_after <= $1 and {which}
         order by run_after, job_id limit 1 for update skip locked"
    );
    Ok(sqlx::query_as(sqlx::AssertSqlSafe(select)).bind(now).fetch_optional(tx).await?)
}

async fn finish(tx: &mut PgConnection, job: Uuid, now: OffsetDateTime, problem: Option<&str>) -> Result<()> {
    let done = sqlx::query("update auth.platform_jobs set status = $2, problem = $3, finished_at = $4 where job_id = $1")
        .bind(job)
        .bind(if problem.is_some() { "failed" } else { "done" })
        .bind(problem)
        .bind(now)
        .execute(tx)
        .await?;
    expect_one(done.rows_affected())
}

/// The first owner of a new organisation, to be invited by whoever holds this; nobody else has it meanwhile.
#[must_use = "dropping it leaves the invitation to somebody else"]
pub struct ClaimedInvitation {
    /// The organisation.
    pub org: OrgId,
    /// Whom to invite.
    pub owner: EmailAddress,
    job: Uuid,
    now: OffsetDateTime,
    tx: Transaction<'static, Postgres>,
}

/// Takes an invitation that is due.
pub async fn claim_invitation(pool: &PlatformPool) -> Result<Option<ClaimedInvitation>> {
    let now = pool.clock().now();
    let mut tx = pool.begin().await?;
    let Some((job, org, Json(details), _)) = due(&mut tx, now, "kind = 'invite_owner'").await? else { return Ok(None) };
    let Ok(OrgChange::InviteOwner { owner }) = serde_json::from_value(details) else { return Err(Error::Corrupt("job")) };
    Ok(Some(ClaimedInvitation { org: Id::from_uuid(org), owner, job, now, tx }))
}

impl ClaimedInvitation {
    /// Says how it went.
    pub async fn finish(mut self, problem: Option<&str>) -> Result<()> {
        finish(&mut self.tx, self.job, self.now, problem).await?;
        Ok(self.tx.commit().await?)
    }
}

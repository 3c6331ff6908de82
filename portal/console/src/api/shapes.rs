use governance::operators::{Asked, OperatedOrg, PlatformJob, Sheet};
use model::{CallsPerMinute, OrgId, Tier};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use uuid::Uuid;

#[derive(Serialize)]
pub(crate) struct OrgList {
    pub(crate) orgs: Vec<OrgOut>,
    /// Send it as `after` for the next page.
    pub(crate) next: Option<String>,
}

#[derive(Serialize)]
pub(crate) struct OrgOut {
    org_id: OrgId,
    pub(crate) slug: String,
    name: String,
    tier: Tier,
    calls_per_minute: Option<u32>,
    #[serde(with = "time::serde::rfc3339")]
    created_at: OffsetDateTime,
    #[serde(with = "time::serde::rfc3339::option")]
    suspended_at: Option<OffsetDateTime>,
    #[serde(with = "time::serde::rfc3339::option")]
    delete_after: Option<OffsetDateTime>,
    #[serde(with = "time::serde::rfc3339::option")]
    deleted_at: Option<OffsetDateTime>,
    people: i64,
    keys: i64,
    records: i64,
    #[serde(with = "time::serde::rfc3339::option")]
    last_activity_at: Option<OffsetDateTime>,
}

impl From<OperatedOrg> for OrgOut {
    fn from(org: OperatedOrg) -> Self {
        Self {
            org_id: org.org,
            slug: org.slug,
            name: org.name,
            tier: org.tier,
            calls_per_minute: org.calls_per_minute,
            created_at: org.created_at,
            suspended_at: org.suspended_at,
            delete_after: org.delete_after,
            deleted_at: org.deleted_at,
            people: org.people,
            keys: org.keys,
            records: org.records,
            last_activity_at: org.last_activity_at,
        }
    }
}

#[derive(Serialize)]
pub(crate) struct SheetOut {
    /// Absent while it is being made.
    org: Option<OrgOut>,
    jobs: Vec<JobOut>,
}

#[derive(Serialize)]
struct JobOut {
    job_id: Uuid,
    kind: String,
    asked_by: String,
    #[serde(with = "time::serde::rfc3339")]
    asked_at: OffsetDateTime,
    #[serde(with = "time::serde::rfc3339")]
    run_after: OffsetDateTime,
    status: String,
    problem: Option<String>,
    #[serde(with = "time::serde::rfc3339::option")]
    finished_at: Option<OffsetDateTime>,
}

impl From<PlatformJob> for JobOut {
    fn from(job: PlatformJob) -> Self {
        Self {
            job_id: job.job_id,
            kind: job.kind,
            asked_by: job.asked_by,
            asked_at: job.asked_at,
            run_after: job.run_after,
            status: job.status,
            problem: job.problem,
            finished_at: job.finished_at,
        }
    }
}

impl From<Sheet> for SheetOut {
    fn from(sheet: Sheet) -> Self {
        Self { org: sheet.org.map(Into::into), jobs: sheet.jobs.into_iter().map(Into::into).collect() }
    }
}

/// The job that carries out what was asked for.
#[derive(Serialize)]
pub(crate) struct AskedOut {
    org_id: OrgId,
    job_id: Uuid,
}

impl From<Asked> for AskedOut {
    fn from(asked: Asked) -> Self {
        Self { org_id: asked.org, job_id: asked.job }
    }
}

#[derive(Deserialize)]
pub(crate) struct PlanIn {
    pub(crate) tier: String,
    #[serde(default)]
    pub(crate) calls_per_minute: Option<CallsPerMinute>,
}

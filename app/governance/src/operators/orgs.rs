use model::{Id, Invalid, OrgChange, OrgId, ShortText};
use store::{
    entry::{self, OperatedOrg, OperatorDeed, OrgSearch, PlatformJob},
    staff_access::StaffAccess,
};
use uuid::Uuid;

use super::Operator;
use crate::{Error, Governance, Result};

/// Jobs that a page shows of one organisation.
const JOBS: i32 = 20;
/// Requests for access that it shows.
const ACCESSES: i32 = 10;

/// One organisation with what was asked for about it.
#[derive(Debug, Clone)]
pub struct Sheet {
    /// The organisation; `None` while it is being made, or when that failed.
    pub org: Option<OperatedOrg>,
    /// Newest first.
    pub jobs: Vec<PlatformJob>,
    /// What operators asked it for, newest first.
    pub accesses: Vec<StaffAccess>,
}

/// Organisations by short name.
pub async fn list(gov: &Governance, who: &Operator, search: &OrgSearch) -> Result<Vec<OperatedOrg>> {
    Ok(entry::operator_orgs(gov.pool(), who.proof, search).await?)
}

/// One organisation; that somebody looked is on the operators' record before it is shown.
pub async fn sheet(gov: &Governance, who: &Operator, org: OrgId) -> Result<Sheet> {
    let found = entry::operator_org(gov.pool(), who.proof, org).await?;
    let jobs = entry::operator_jobs(gov.pool(), who.proof, org, JOBS).await?;
    if found.is_none() && jobs.is_empty() {
        return Err(Error::NotFound);
    }
    let accesses = entry::operator_accesses(gov.pool(), who.proof, org, ACCESSES).await?;
    entry::note_act(gov.pool(), who.proof, org, "looked_at", who.facts.ip.as_deref()).await?;
    Ok(Sheet { org: found, jobs, accesses })
}

/// What the worker is about to do about an organisation; nothing of the organisation itself.
pub async fn on_their_way(gov: &Governance, who: &Operator, org: OrgId) -> Result<Vec<PlatformJob>> {
    let jobs = entry::operator_jobs(gov.pool(), who.proof, org, JOBS).await?;
    Ok(jobs.into_iter().filter(|job| job.is_on_its_way(gov.now())).collect())
}

/// A change that was asked for.
#[derive(Debug, Clone, Copy)]
pub struct Asked {
    /// The organisation that it is about.
    pub org: OrgId,
    /// The job that carries it out.
    pub job: Uuid,
}

/// Asks for an organisation.
pub async fn ask_new(gov: &Governance, who: &Operator, change: &OrgChange) -> Result<Asked> {
    put(gov, who, Id::from_uuid(Uuid::now_v7()), change).await
}

/// Asks for a change of an organisation.
pub async fn ask(gov: &Governance, who: &Operator, org: OrgId, change: &OrgChange) -> Result<Asked> {
    find(gov, who, org).await?;
    put(gov, who, org, change).await
}

/// Asks for its end; whoever asks typed its short name.
pub async fn ask_end(gov: &Governance, who: &Operator, org: OrgId, typed_slug: &str, reason: &str) -> Result<Asked> {
    let found = find(gov, who, org).await?;
    if typed_slug.trim() != found.slug {
        return Err(Invalid::new("slug", format!("is not this organisation's: type {} to delete it", found.slug)).into());
    }
    put(gov, who, org, &OrgChange::Delete { reason: ShortText::parse("reason", reason)? }).await
}

async fn find(gov: &Governance, who: &Operator, org: OrgId) -> Result<OperatedOrg> {
    let found = entry::operator_org(gov.pool(), who.proof, org).await?;
    found.filter(|org| org.deleted_at.is_none()).ok_or(Error::NotFound)
}

async fn put(gov: &Governance, who: &Operator, org: OrgId, change: &OrgChange) -> Result<Asked> {
    let job = entry::ask_change(gov.pool(), who.proof, org, change, who.facts.ip.as_deref()).await?;
    Ok(Asked { org, job })
}

/// What operators did, newest first.
pub async fn audit(gov: &Governance, who: &Operator, before: Option<Uuid>, most: i32) -> Result<Vec<OperatorDeed>> {
    Ok(entry::operator_deeds(gov.pool(), who.proof, before, most).await?)
}

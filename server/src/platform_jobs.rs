//! Carries out what operators asked for, with the pool that no request handler can name.

use std::time::Duration;

use governance::{
    Governance,
    members::{self, NewInvitations},
};
use model::{BuiltInRole, OrgId};
use store::{
    PlatformPool,
    platform::{self, ClaimedInvitation},
};
use tokio_util::sync::CancellationToken;

/// How long a job waits at most to be seen.
const LOOKS_EVERY: Duration = Duration::from_millis(250);

/// Works until `stop`; a job that is running is finished first.
pub async fn work(platform: PlatformPool, gov: Governance, stop: CancellationToken) {
    loop {
        tokio::select! { () = tokio::time::sleep(LOOKS_EVERY) => {}, () = stop.cancelled() => return }
        if let Err(error) = run_due(&platform, &gov).await {
            tracing::warn!(error = %format_args!("{error:#}"), "jobs of the platform console wait");
        }
    }
}

/// Runs every job that is due now; says how many.
pub async fn run_due(platform: &PlatformPool, gov: &Governance) -> anyhow::Result<usize> {
    let mut ran = 0;
    while let Some(job) = platform::run_next_job(platform, governance::staff_asks).await? {
        tracing::info!(job.id = %job.job, failed = job.problem.is_some(), "ran a job of the platform console");
        ran += 1;
    }
    while let Some(invitation) = platform::claim_invitation(platform).await? {
        invite(platform, gov, invitation).await?;
        ran += 1;
    }
    Ok(ran)
}

async fn invite(platform: &PlatformPool, gov: &Governance, invitation: ClaimedInvitation) -> anyhow::Result<()> {
    let problem = match invite_owner(platform, gov, invitation.org, invitation.owner.as_str()).await {
        Ok(()) => None,
        Err(error @ governance::Error::Unavailable(_)) => return Err(error.into()),
        Err(error) => Some(error.to_string()),
    };
    Ok(invitation.finish(problem.as_deref()).await?)
}

async fn invite_owner(platform: &PlatformPool, gov: &Governance, org: OrgId, owner: &str) -> governance::Result<()> {
    let scope = platform.command_scope(org, "platform console");
    let roles = members::role_choices(gov, &scope).await?;
    let role = roles.iter().find(|role| role.name == BuiltInRole::Owner.as_str()).ok_or(governance::Error::NotFound)?;
    members::invite(gov, &scope, &NewInvitations::parse(owner, role.role)?).await?;
    Ok(())
}

use governance::{
    policy_desk, releases,
    simulation::{self, ReplaySubject, ReplayWindow},
};
use model::{
    Permission, ReleaseId, Severity,
    views::{ConflictLine, ConflictsView, ImpactView},
};

use super::{OrRefuse as _, door, member, releases::calls_of};
use crate::{PortalError, pages::policies::TryOn, server_fns::policy_questions::Replayed};

/// Policies that get in each other's way.
pub(crate) async fn conflicts(org: String) -> Result<ConflictsView, PortalError> {
    let door = door()?;
    let (scope, _) = member(&door, &org, Permission::PoliciesRead).await?;
    let report = simulation::conflicts(door.governance(), &scope, None).await.or_refuse(&door)?;
    let line = |found: simulation::PolicyConflict| ConflictLine {
        kind: found.conflict_type.to_owned(),
        winner: (found.policy_a.id, found.policy_a.name),
        loser: (found.policy_b.id, found.policy_b.name),
        description: found.description,
        severity: Severity::parse(found.severity).unwrap_or(Severity::High),
    };
    Ok(ConflictsView { conflicts: report.conflicts.into_iter().map(line).collect(), compared: report.total_policies })
}

/// What one policy says to some calls.
pub(crate) async fn impact(org: String, id: String, on: TryOn) -> Result<ImpactView, PortalError> {
    let door = door()?;
    let (scope, _) = member(&door, &org, Permission::PoliciesRead).await?;
    let asked = calls_of(&org, on).await?;
    let queries: Vec<String> = asked.iter().map(|question| question.query.clone()).collect();
    let calls = asked.into_iter().map(simulation::Question::call).collect::<Result<Vec<_>, _>>();
    let calls = calls.map_err(|invalid| PortalError::field_problem("lines", format!("A call: {} {}.", invalid.field, invalid.problem)))?;
    let report = simulation::impact(door.governance(), &scope, &id, calls).await.or_refuse(&door)?;
    Ok(ImpactView { lines: queries.into_iter().zip(report.lines).collect(), took_ms: report.took_ms })
}

/// What past decisions would have been with a change, or else a policy, in force.
pub(crate) async fn replay(org: String, release: String, policy: String, days: Option<u16>) -> Result<Replayed, PortalError> {
    let door = door()?;
    let (scope, _) = member(&door, &org, Permission::AuditReadAll).await?;
    let (subject, policy_id, policy_name) = if release.is_empty() {
        let entry = policy_desk::detail(door.governance(), &scope, &policy).await.or_refuse(&door)?.entry;
        (ReplaySubject::Policy(entry.id.clone()), entry.id, entry.name)
    } else {
        let id: ReleaseId = release.parse().map_err(|_| PortalError::NotFound)?;
        let line = releases::get(door.governance(), &scope, id).await.or_refuse(&door)?.line;
        (ReplaySubject::Release(id), line.policy_id, line.policy_name)
    };
    let replay = match days {
        Some(days) => {
            let window = ReplayWindow { days, ..ReplayWindow::default() };
            Some(simulation::replay(door.governance(), &scope, &subject, window).await.or_refuse(&door)?)
        }
        None => None,
    };
    Ok(Replayed { policy_id, policy_name, replay })
}

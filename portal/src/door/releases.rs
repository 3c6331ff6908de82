use governance::{
    decisions, policies,
    releases::{self, ReleaseFilter},
    simulation::Question,
};
use model::{
    PageSize, Permission, ReleaseId, ReleaseMode,
    views::{Comparison, DecisionFilter, PolicyVersion, ReleaseLine},
};

use super::{OrRefuse as _, door, member};
use crate::{
    PortalError,
    pages::policies::TryOn,
    server_fns::releases::{History, OpenRelease},
};

/// Latest decisions that a change is tried on.
const MOST_DECISIONS: i64 = 50;

/// How changes of policies come into force.
pub(crate) async fn mode(org: String) -> Result<ReleaseMode, PortalError> {
    let door = door()?;
    let (scope, _) = member(&door, &org, Permission::PoliciesRead).await?;
    releases::mode(door.governance(), &scope).await.or_refuse(&door)
}

/// Changes how changes of policies come into force.
pub(crate) async fn set_mode(org: String, mode: ReleaseMode) -> Result<(), PortalError> {
    let door = door()?;
    let (scope, _) = member(&door, &org, Permission::SettingsWrite).await?;
    releases::set_mode(door.governance(), &scope, mode).await.or_refuse(&door)
}

/// Changes on their way into force, and those that came there.
pub(crate) async fn releases(org: String) -> Result<Vec<ReleaseLine>, PortalError> {
    let door = door()?;
    let (scope, _) = member(&door, &org, Permission::PoliciesRead).await?;
    releases::list(door.governance(), &scope, &ReleaseFilter::default()).await.or_refuse(&door)
}

/// One change; while it can come into force, with what its tests say.
pub(crate) async fn release(org: String, id: ReleaseId) -> Result<OpenRelease, PortalError> {
    let door = door()?;
    let (scope, _) = member(&door, &org, Permission::PoliciesRead).await?;
    let detail = releases::get(door.governance(), &scope, id).await.or_refuse(&door)?;
    let tests = if detail.line.state.is_open() {
        Some(releases::run_tests(door.governance(), &scope, id).await.or_refuse(&door)?)
    } else {
        detail.line.tests.clone()
    };
    Ok(OpenRelease { detail, tests })
}

/// Says what a change would do to some calls.
pub(crate) async fn simulate(org: String, id: ReleaseId, on: TryOn) -> Result<Comparison, PortalError> {
    let door = door()?;
    let (scope, _) = member(&door, &org, Permission::PoliciesWrite).await?;
    let inputs = calls_of(&org, on).await?;
    releases::simulate(door.governance(), &scope, id, inputs).await.or_refuse(&door)
}

/// The calls that a form asks for.
pub(super) async fn calls_of(org: &str, on: TryOn) -> Result<Vec<Question>, PortalError> {
    if on.from == "lines" { pasted(&on.lines) } else { latest(org).await }
}

fn pasted(lines: &str) -> Result<Vec<Question>, PortalError> {
    let lines = lines.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    let read = |(at, line): (usize, &str)| {
        let refused = |error: serde_json::Error| PortalError::field_problem("lines", format!("Line {}: {error}.", at + 1));
        serde_json::from_str::<Question>(line).map_err(refused)
    };
    let inputs = lines.map(read).collect::<Result<Vec<_>, _>>()?;
    if inputs.is_empty() { Err(PortalError::field_problem("lines", "Paste at least one call.")) } else { Ok(inputs) }
}

/// The latest calls as they were stored: values that were found in them are gone.
async fn latest(org: &str) -> Result<Vec<Question>, PortalError> {
    let door = door()?;
    let (scope, _) = member(&door, org, Permission::AuditReadAll).await?;
    let page = decisions::list(door.governance(), &scope, &DecisionFilter::default(), PageSize::clamp(MOST_DECISIONS)).await;
    let mut questions = Vec::new();
    for line in page.or_refuse(&door)?.items {
        let decision = decisions::detail(door.governance(), &scope, line.id).await.or_refuse(&door)?;
        let Some(query) = decision.query.filter(|query| !query.trim().is_empty()) else { continue };
        let plane = (line.plane != model::Plane::Queue).then(|| line.plane.to_string());
        let context = decision.context.into_iter().map(|(name, value)| (name, serde_json::Value::String(value))).collect();
        questions.push(Question { query, plane, target: line.target, context: Some(context), ..Question::default() });
    }
    if questions.is_empty() {
        return Err(PortalError::field_problem("from", "There are no decisions with a text yet. Paste calls instead."));
    }
    Ok(questions)
}

/// Takes a change one step on; answers the word for what was done.
pub(crate) async fn step(org: String, id: ReleaseId, step: &str, reason: String) -> Result<&'static str, PortalError> {
    let needs = match step {
        "request" | "withdraw" => Permission::PoliciesWrite,
        "release" | "review" => Permission::PoliciesRelease,
        "emergency" => Permission::PoliciesEmergency,
        _ => return Err(PortalError::Refused("The form was incomplete. Reload the page and try again.".to_owned())),
    };
    let door = door()?;
    let (scope, _) = member(&door, &org, needs).await?;
    let gov = door.governance();
    let done = match step {
        "request" => releases::request(gov, &scope, id).await.map(|_| "release-requested"),
        "withdraw" => releases::withdraw(gov, &scope, id).await.map(|()| "release-withdrawn"),
        "release" => releases::release(gov, &scope, id).await.map(|_| "released"),
        "review" => releases::review(gov, &scope, id).await.map(|_| "release-reviewed"),
        _ => releases::release_in_emergency(gov, &scope, id, &reason).await.map(|_| "released-emergency"),
    };
    done.or_refuse(&door)
}

/// The versions of a policy, and how two of them differ.
pub(crate) async fn history(org: String, id: String, from: Option<u32>, to: Option<u32>) -> Result<History, PortalError> {
    let door = door()?;
    let (scope, _) = member(&door, &org, Permission::PoliciesRead).await?;
    let gov = door.governance();
    let found = policies::versions(gov, &scope, &id).await.or_refuse(&door)?;
    let name = found.first().and_then(|version| version.snapshot.get("name")?.as_str().map(str::to_owned)).unwrap_or_else(|| id.clone());
    let versions: Vec<PolicyVersion> = found
        .into_iter()
        .map(|version| PolicyVersion {
            version: version.version.unsigned_abs(),
            change: version.change_type,
            by: version.changed_by,
            at: version.changed_at,
        })
        .collect();
    let newest = versions.first().map_or(1, |version| version.version);
    let (from, to) = (from.unwrap_or(newest.saturating_sub(1)), to.unwrap_or(newest));
    let diff = if versions.len() > 1 {
        let number = |version: u32| i32::try_from(version).unwrap_or(i32::MAX);
        Some((from, to, policies::diff(gov, &scope, &id, number(from), number(to)).await.or_refuse(&door)?))
    } else {
        None
    };
    Ok(History { name, versions, diff })
}

/// Puts an earlier version of a policy back in force.
pub(crate) async fn roll_back(org: String, id: String, version: u32, reason: String) -> Result<(), PortalError> {
    let door = door()?;
    let (scope, _) = member(&door, &org, Permission::PoliciesRelease).await?;
    let version = i32::try_from(version).unwrap_or(i32::MAX);
    releases::roll_back(door.governance(), &scope, &id, version, Some(&reason)).await.or_refuse(&door).map(|_| ())
}

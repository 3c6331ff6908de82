use std::collections::BTreeMap;

use gate::Door;
use governance::{
    account::OrgScope,
    decisions,
    governing::{self, GoverningChange},
    policies::{self, Loosening, NewOverride, Removed},
    policy_desk, releases,
};
use model::{
    DecisionId, PageSize, Permission, Plane, ReleaseId, ReleaseMode,
    views::{
        DecisionFilter, DecisionLine, LintLine, PolicyDetail, PolicyDraft, PolicyEntry, PolicyList, PolicyQuery, SettingsView, TraceView,
        TrialCall, Viewer,
    },
};
use time::Duration;

use super::{OrRefuse as _, door, member};
use crate::{
    PortalError,
    components::verdict_word,
    server_fns::policies::{Editor, PolicyForm, Step, Tried},
};

/// Latest decisions that the form of a policy offers to load.
const MOST_DECISIONS: i64 = 20;

/// One page of policies.
pub(crate) async fn policies(org: String, query: PolicyQuery) -> Result<PolicyList, PortalError> {
    let door = door()?;
    let (scope, _) = member(&door, &org, Permission::PoliciesRead).await?;
    policy_desk::list(door.governance(), &scope, &query).await.or_refuse(&door)
}

/// Everything about one policy.
pub(crate) async fn policy(org: String, id: String) -> Result<PolicyDetail, PortalError> {
    let door = door()?;
    let (scope, _) = member(&door, &org, Permission::PoliciesRead).await?;
    policy_desk::detail(door.governance(), &scope, &id).await.or_refuse(&door)
}

/// What the form of a policy is drawn from; a new one of this kind when no policy is named.
pub(crate) async fn editor(org: String, id: String, kind: String) -> Result<Editor, PortalError> {
    let door = door()?;
    let (scope, viewer) = member(&door, &org, Permission::PoliciesWrite).await?;
    let (draft, version) = if id.is_empty() {
        (policy_desk::starting(&kind), 0)
    } else {
        policy_desk::editing(door.governance(), &scope, &id).await.or_refuse(&door)?
    };
    let mode = releases::mode(door.governance(), &scope).await.or_refuse(&door)?;
    let decisions = latest(&org, &viewer).await?;
    Ok(Editor { draft, choices: policy_desk::choices(), version, is_reviewed: mode == ReleaseMode::Reviewed, decisions })
}

/// The latest calls, for those who may see them.
async fn latest(org: &str, viewer: &Viewer) -> Result<Vec<(String, String)>, PortalError> {
    if !viewer.may(Permission::AuditReadAll) {
        return Ok(Vec::new());
    }
    let door = door()?;
    let (scope, _) = member(&door, org, Permission::AuditReadAll).await?;
    let page = decisions::list(door.governance(), &scope, &DecisionFilter::default(), PageSize::clamp(MOST_DECISIONS)).await;
    Ok(page.or_refuse(&door)?.items.into_iter().map(|line| (line.id.to_string(), in_words(&line))).collect())
}

fn in_words(line: &DecisionLine) -> String {
    let target = line.target.clone().unwrap_or_else(|| crate::pages::approvals::ask::plane_in_words(line.plane).to_owned());
    format!("No. {}: {}, {target}", line.seq, verdict_word(line.verdict))
}

/// What is wrong with a draft.
pub(crate) async fn lint(org: String, draft: PolicyDraft) -> Result<Vec<LintLine>, PortalError> {
    let door = door()?;
    member(&door, &org, Permission::PoliciesRead).await?;
    policy_desk::lint(draft).await.or_refuse(&door)
}

/// Does a step with a draft; whatever the step is, what is wrong with the draft is told too.
pub(crate) async fn try_draft(form: PolicyForm) -> Result<Tried, PortalError> {
    let door = door()?;
    let (scope, _) = member(&door, &form.org, Permission::PoliciesRead).await?;
    let lint = policy_desk::lint(form.draft.clone()).await.or_refuse(&door)?;
    let tried = Tried { lint, ..Tried::default() };
    Ok(match Step::parse(&form.step) {
        Step::Save | Step::Check | Step::Row | Step::Case => tried,
        Step::Test => Tried { tests: Some(policy_desk::run_tests(form.draft, door.governance().now()).await.or_refuse(&door)?), ..tried },
        Step::Trace => {
            let id = Some(form.id.as_str()).filter(|id| !id.is_empty());
            let trace = policy_desk::trace(door.governance(), &scope, Some((id, form.draft)), &form.call).await.or_refuse(&door)?;
            Tried { trace: Some(trace), ..tried }
        }
        Step::Load => Tried { call: Some(call_of(&form.org, &form.load).await?), ..tried },
    })
}

/// The call of a decision, as far as it was stored: values that were found in it are gone.
async fn call_of(org: &str, id: &str) -> Result<TrialCall, PortalError> {
    let unknown = || PortalError::field_problem("load", "There is no decision with this id.");
    let id: DecisionId = id.trim().parse().map_err(|_| unknown())?;
    let door = door()?;
    let (scope, _) = member(&door, org, Permission::AuditReadAll).await?;
    let decision = match decisions::detail(door.governance(), &scope, id).await {
        Err(governance::Error::NotFound) => return Err(unknown()),
        found => found.or_refuse(&door)?,
    };
    let query = decision.query.ok_or_else(|| PortalError::field_problem("load", "The text of this decision was erased."))?;
    let context =
        if decision.context.is_empty() { String::new() } else { serde_json::to_string_pretty(&decision.context).unwrap_or_default() };
    Ok(TrialCall {
        query,
        plane: decision.line.plane.to_string(),
        target: decision.line.target.unwrap_or_default(),
        user: decision.line.end_user.unwrap_or_default(),
        context,
    })
}

/// Stores a policy; answers its id, and the draft that it became where changes are reviewed.
pub(crate) async fn save(form: PolicyForm) -> Result<(String, Option<ReleaseId>), PortalError> {
    let door = door()?;
    let (scope, _) = member(&door, &form.org, Permission::PoliciesWrite).await?;
    let at = (!form.id.is_empty()).then_some((form.id.as_str(), form.version));
    let id = policy_desk::save(door.governance(), &scope, at, &form.draft).await.or_refuse(&door)?;
    let draft = open_draft(&door, &scope, &id).await?;
    Ok((id, draft))
}

/// The change of a policy that is not in force yet.
async fn open_draft(door: &Door, scope: &OrgScope, id: &str) -> Result<Option<ReleaseId>, PortalError> {
    Ok(policy_desk::detail(door.governance(), scope, id).await.or_refuse(door)?.entry.open_release)
}

/// Switches a policy on or off; answers the draft that this became where changes are reviewed.
pub(crate) async fn set_enabled(org: String, id: String, enabled: bool) -> Result<Option<ReleaseId>, PortalError> {
    let door = door()?;
    let (scope, _) = member(&door, &org, Permission::PoliciesWrite).await?;
    policy_desk::set_enabled(door.governance(), &scope, &id, enabled).await.or_refuse(&door)?;
    open_draft(&door, &scope, &id).await
}

/// Takes a policy out of force for good; answers the draft that this became where changes are reviewed.
pub(crate) async fn delete(org: String, id: String) -> Result<Option<ReleaseId>, PortalError> {
    let door = door()?;
    let (scope, _) = member(&door, &org, Permission::PoliciesWrite).await?;
    let kind = policy_desk::kind(door.governance(), &scope, &id).await.or_refuse(&door)?;
    match policies::delete(door.governance(), &scope, &id, kind).await.or_refuse(&door)? {
        Removed::Gone => Ok(None),
        Removed::Drafted(release) => Ok(Some(release)),
    }
}

/// Changes what a policy asks for without editing it, for some days or for good.
pub(crate) async fn create_override(org: String, id: String, action: String, reason: String, days: String) -> Result<(), PortalError> {
    let door = door()?;
    let (scope, viewer) = member(&door, &org, Permission::PoliciesWrite).await?;
    let days: Option<i64> = match days.as_str() {
        "never" => None,
        days => Some(days.parse().map_err(|_| PortalError::field_problem("expires_at", "Choose when the override ends."))?),
    };
    let expires_at = days.map(|days| door.governance().now() + Duration::days(days.clamp(1, 3_650)));
    let new = NewOverride { action_override: action, override_reason: reason, expires_at };
    policies::create_override(door.governance(), &scope, &id, Loosening::of(viewer.permissions), new).await.or_refuse(&door).map(|_| ())
}

/// Lifts an override.
pub(crate) async fn delete_override(org: String, id: String) -> Result<(), PortalError> {
    let door = door()?;
    let (scope, _) = member(&door, &org, Permission::PoliciesWrite).await?;
    policies::delete_override(door.governance(), &scope, &id).await.or_refuse(&door)
}

/// What would be answered to a call; it is not made.
pub(crate) async fn simulate(org: String, call: TrialCall) -> Result<TraceView, PortalError> {
    let door = door()?;
    let (scope, _) = member(&door, &org, Permission::PoliciesRead).await?;
    policy_desk::trace(door.governance(), &scope, None, &call).await.or_refuse(&door)
}

/// What applies to a call that comes this way.
pub(crate) async fn in_force(org: String, plane: Plane) -> Result<Vec<PolicyEntry>, PortalError> {
    let door = door()?;
    let (scope, _) = member(&door, &org, Permission::PoliciesRead).await?;
    policy_desk::in_force(door.governance(), &scope, plane).await.or_refuse(&door)
}

/// The profile, and every setting with what it comes to.
pub(crate) async fn settings(org: String) -> Result<SettingsView, PortalError> {
    let door = door()?;
    let (scope, _) = member(&door, &org, Permission::PoliciesRead).await?;
    policy_desk::settings(door.governance(), &scope).await.or_refuse(&door)
}

/// Changes the profile and the settings; one without an action is taken away.
pub(crate) async fn change_settings(org: String, profile: String, actions: BTreeMap<String, String>) -> Result<(), PortalError> {
    let door = door()?;
    let (scope, _) = member(&door, &org, Permission::SettingsWrite).await?;
    let actions = actions.into_iter().filter(|(_, action)| !action.is_empty()).collect();
    let change = GoverningChange { profile: Some(profile), actions: Some(actions) };
    governing::change(door.governance(), &scope, change).await.or_refuse(&door).map(|_| ())
}

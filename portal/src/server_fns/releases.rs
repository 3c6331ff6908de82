use leptos::{prelude::*, server_fn::codec::Json};
use model::{
    ReleaseId, ReleaseMode,
    views::{Comparison, PolicyVersion, ReleaseDetail, ReleaseLine, TestRun, VersionDiff},
};
use serde::{Deserialize, Serialize};

use crate::{PortalError, pages::policies::TryOn};

/// One change with what its tests say now, while it can still come into force.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct OpenRelease {
    /// The change.
    pub detail: ReleaseDetail,
    /// Its tests.
    pub tests: Option<TestRun>,
}

/// The forms that a policy had.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct History {
    /// The policy's name.
    pub name: String,
    /// Its versions, newest first.
    pub versions: Vec<PolicyVersion>,
    /// Two of them, and how they differ.
    pub diff: Option<(u32, u32, VersionDiff)>,
}

/// How changes of policies come into force.
#[server(prefix = "/fn", endpoint = "releases/mode")]
pub(crate) async fn read_release_mode(org: String) -> Result<ReleaseMode, PortalError> {
    crate::door::releases::mode(org).await
}

/// Changes how changes of policies come into force.
#[server(prefix = "/fn", endpoint = "releases/set-mode")]
pub(crate) async fn set_release_mode(org: String, mode: ReleaseMode) -> Result<(), PortalError> {
    crate::door::releases::set_mode(org.clone(), mode).await?;
    leptos_axum::redirect(&format!("/o/{org}/policies/settings?done=release-mode-changed"));
    Ok(())
}

/// Changes on their way into force, and those that came there.
#[server(prefix = "/fn", endpoint = "releases/list")]
pub(crate) async fn list_releases(org: String) -> Result<Vec<ReleaseLine>, PortalError> {
    crate::door::releases::releases(org).await
}

/// One change.
#[server(prefix = "/fn", endpoint = "releases/read")]
pub(crate) async fn read_release(org: String, id: ReleaseId) -> Result<OpenRelease, PortalError> {
    crate::door::releases::release(org, id).await
}

/// Says what a change would do to some calls, and notes that it was asked.
#[server(prefix = "/fn", endpoint = "releases/simulate", input = Json)]
pub(crate) async fn simulate_release(org: String, id: ReleaseId, on: TryOn) -> Result<Comparison, PortalError> {
    crate::door::releases::simulate(org, id, on).await
}

/// Takes a change one step on: `request`, `release`, `withdraw`, `review` or `emergency`; and shows it.
#[server(prefix = "/fn", endpoint = "releases/step")]
pub(crate) async fn step_release(org: String, id: ReleaseId, step: String, reason: String) -> Result<(), PortalError> {
    let done = crate::door::releases::step(org.clone(), id, &step, reason).await?;
    leptos_axum::redirect(&format!("/o/{org}/policies/releases/{id}?done={done}"));
    Ok(())
}

/// The versions of a policy, and how two of them differ: the newest two when none are named.
#[server(prefix = "/fn", endpoint = "releases/history")]
pub(crate) async fn read_history(org: String, id: String, from: Option<u32>, to: Option<u32>) -> Result<History, PortalError> {
    crate::door::releases::history(org, id, from, to).await
}

/// Puts an earlier version of a policy back in force, and shows the policy.
#[server(prefix = "/fn", endpoint = "releases/roll-back")]
pub(crate) async fn roll_back(org: String, id: String, version: u32, reason: String) -> Result<(), PortalError> {
    crate::door::releases::roll_back(org.clone(), id.clone(), version, reason).await?;
    leptos_axum::redirect(&format!("/o/{org}/policies/{id}?done=policy-rolled-back"));
    Ok(())
}

use std::collections::BTreeMap;

use leptos::{prelude::*, server_fn::codec::Json};
#[cfg(feature = "ssr")]
use model::ReleaseId;
use model::{
    Plane,
    views::{LintLine, PolicyDetail, PolicyDraft, PolicyEntry, PolicyList, PolicyQuery, SettingsView, TestsView, TraceView, TrialCall},
};
use serde::{Deserialize, Serialize};

use crate::PortalError;

/// Everything that the form of a policy posts.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct PolicyForm {
    /// The organisation's short name.
    pub org: String,
    /// The policy that is edited; a new one when empty.
    pub id: String,
    /// The version that the form was filled with.
    pub version: u32,
    /// What is to be done with it; the word of a [`Step`].
    pub step: String,
    /// The policy.
    pub draft: PolicyDraft,
    /// A call to try it on.
    pub call: TrialCall,
    /// The decision whose call is to be loaded.
    pub load: String,
}

/// What is to be done with a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    /// Store the policy.
    Save,
    /// Look it over.
    Check,
    /// Run its tests.
    Test,
    /// Try it on a call.
    Trace,
    /// Fill the call with that of a decision.
    Load,
    /// One more row for a condition.
    Row,
    /// One more row for a test case.
    Case,
}

impl Step {
    /// The word that its button posts.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Save => "save",
            Self::Check => "check",
            Self::Test => "test",
            Self::Trace => "trace",
            Self::Load => "load",
            Self::Row => "row",
            Self::Case => "case",
        }
    }

    /// Reads the word of the button; a form that was sent by Enter has none, and is only looked over.
    pub(crate) fn parse(word: &str) -> Self {
        let all = [Self::Save, Self::Test, Self::Trace, Self::Load, Self::Row, Self::Case];
        all.into_iter().find(|step| step.as_str() == word).unwrap_or(Self::Check)
    }
}

/// What came of a step. What is `None` was not asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Tried {
    /// What is wrong with the draft.
    pub lint: Vec<LintLine>,
    /// What its tests showed.
    pub tests: Option<TestsView>,
    /// What would be answered.
    pub trace: Option<TraceView>,
    /// The call of a decision.
    pub call: Option<TrialCall>,
}

/// One page of policies.
#[server(prefix = "/fn", endpoint = "policies/list", input = Json)]
pub(crate) async fn list_policies(org: String, query: PolicyQuery) -> Result<PolicyList, PortalError> {
    crate::door::policies::policies(org, query).await
}

/// One policy.
#[server(prefix = "/fn", endpoint = "policies/read")]
pub(crate) async fn read_policy(org: String, id: String) -> Result<PolicyDetail, PortalError> {
    crate::door::policies::policy(org, id).await
}

/// What the form of a policy is drawn from.
#[server(prefix = "/fn", endpoint = "policies/editor")]
pub(crate) async fn open_policy_editor(org: String, id: String, kind: String) -> Result<Editor, PortalError> {
    crate::door::policies::editor(org, id, kind).await
}

/// What the form of a policy is drawn from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Editor {
    /// What stands in it.
    pub draft: PolicyDraft,
    /// What it offers.
    pub choices: model::views::DraftChoices,
    /// The version in force; 0 for a new policy.
    pub version: u32,
    /// Whether what is saved waits for a second person.
    pub is_reviewed: bool,
    /// The latest calls, to try the policy on: id, and what it was.
    pub decisions: Vec<(String, String)>,
}

/// What is wrong with a draft; asked while somebody types.
#[server(prefix = "/fn", endpoint = "policies/lint", input = Json)]
pub(crate) async fn lint_policy(org: String, draft: PolicyDraft) -> Result<Vec<LintLine>, PortalError> {
    crate::door::policies::lint(org, draft).await
}

/// Does a step with a draft that stores nothing.
#[server(prefix = "/fn", endpoint = "policies/try", input = Json)]
pub(crate) async fn try_policy(form: PolicyForm) -> Result<Tried, PortalError> {
    crate::door::policies::try_draft(form).await
}

/// Stores a policy and shows it.
#[server(prefix = "/fn", endpoint = "policies/save", input = Json)]
pub(crate) async fn save_policy(form: PolicyForm) -> Result<(), PortalError> {
    let (org, is_new) = (form.org.clone(), form.id.is_empty());
    let (id, draft) = crate::door::policies::save(form).await?;
    leptos_axum::redirect(&match draft {
        Some(release) => format!("/o/{org}/policies/releases/{release}?done=policy-drafted"),
        None if is_new => format!("/o/{org}/policies/{id}?done=policy-created"),
        None => format!("/o/{org}/policies/{id}?done=policy-changed"),
    });
    Ok(())
}

/// Switches a policy on or off, and goes back to where it was done with the way to undo it.
#[server(prefix = "/fn", endpoint = "policies/switch")]
pub(crate) async fn switch_policy(org: String, id: String, enabled: bool, back: String) -> Result<(), PortalError> {
    let drafted = crate::door::policies::set_enabled(org.clone(), id.clone(), enabled).await?;
    if let Some(release) = drafted {
        return drafted_instead(&org, release);
    }
    let page = if back == "list" { format!("/o/{org}/policies") } else { format!("/o/{org}/policies/{id}") };
    let done = if enabled { "on" } else { "off" };
    leptos_axum::redirect(&format!("{page}?switched={done}&policy={id}"));
    Ok(())
}

/// Where changes are reviewed, what was to be done is a draft now.
#[cfg(feature = "ssr")]
fn drafted_instead(org: &str, release: ReleaseId) -> Result<(), PortalError> {
    leptos_axum::redirect(&format!("/o/{org}/policies/releases/{release}?done=policy-drafted"));
    Ok(())
}

/// Takes a policy out of force for good, and goes back to the list.
#[server(prefix = "/fn", endpoint = "policies/delete")]
pub(crate) async fn delete_policy(org: String, id: String) -> Result<(), PortalError> {
    let drafted = crate::door::policies::delete(org.clone(), id).await?;
    if let Some(release) = drafted {
        return drafted_instead(&org, release);
    }
    leptos_axum::redirect(&format!("/o/{org}/policies?done=policy-deleted"));
    Ok(())
}

/// Changes what a policy asks for without editing it, and shows it.
#[server(prefix = "/fn", endpoint = "policies/override")]
pub(crate) async fn override_policy(org: String, id: String, action: String, reason: String, days: String) -> Result<(), PortalError> {
    let made = crate::door::policies::create_override(org.clone(), id.clone(), action, reason.clone(), days).await;
    made.inspect_err(|_| super::typed::keep("reason", &reason))?;
    leptos_axum::redirect(&format!("/o/{org}/policies/{id}?done=policy-overridden"));
    Ok(())
}

/// Lifts an override, and shows the policy.
#[server(prefix = "/fn", endpoint = "policies/lift-override")]
pub(crate) async fn lift_override(org: String, id: String) -> Result<(), PortalError> {
    crate::door::policies::delete_override(org.clone(), id.clone()).await?;
    leptos_axum::redirect(&format!("/o/{org}/policies/{id}?done=override-lifted"));
    Ok(())
}

/// What would be answered to a call; it is not made.
#[server(prefix = "/fn", endpoint = "policies/simulate", input = Json)]
pub(crate) async fn simulate_call(org: String, call: TrialCall) -> Result<TraceView, PortalError> {
    crate::door::policies::simulate(org, call).await
}

/// What applies to a call that comes this way, in the order in which it decides.
#[server(prefix = "/fn", endpoint = "policies/in-force")]
pub(crate) async fn list_in_force(org: String, plane: Plane) -> Result<Vec<PolicyEntry>, PortalError> {
    crate::door::policies::in_force(org, plane).await
}

/// The profile, and every setting with what it comes to.
#[server(prefix = "/fn", endpoint = "policies/settings")]
pub(crate) async fn read_settings(org: String) -> Result<SettingsView, PortalError> {
    crate::door::policies::settings(org).await
}

/// Changes the profile and the settings, and shows them.
#[server(prefix = "/fn", endpoint = "policies/change-settings")]
pub(crate) async fn change_settings(
    org: String,
    profile: String,
    #[server(default)] actions: BTreeMap<String, String>,
) -> Result<(), PortalError> {
    crate::door::policies::change_settings(org.clone(), profile, actions).await?;
    leptos_axum::redirect(&format!("/o/{org}/policies/settings?done=settings-changed"));
    Ok(())
}

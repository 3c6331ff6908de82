use leptos::{prelude::*, server_fn::codec::Json};
use model::views::{ConflictsView, ImpactView, Replay};
use serde::{Deserialize, Serialize};

use crate::{PortalError, pages::policies::TryOn};

/// A change or a policy, and, if it was asked for, what past decisions would have been with it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Replayed {
    /// The policy.
    pub policy_id: String,
    /// Its name.
    pub policy_name: String,
    /// The answer.
    pub replay: Option<Replay>,
}

/// Policies that get in each other's way.
#[server(prefix = "/fn", endpoint = "policies/conflicts")]
pub(crate) async fn list_conflicts(org: String) -> Result<ConflictsView, PortalError> {
    crate::door::policy_questions::conflicts(org).await
}

/// What one policy says to some calls; none of them is made.
#[server(prefix = "/fn", endpoint = "policies/impact", input = Json)]
pub(crate) async fn ask_impact(org: String, id: String, on: TryOn) -> Result<ImpactView, PortalError> {
    crate::door::policy_questions::impact(org, id, on).await
}

/// What the decisions of some days would have been with a change, or a policy, in force. Without days only whose it is.
#[server(prefix = "/fn", endpoint = "policies/replay")]
pub(crate) async fn replay_decisions(
    org: String,
    #[server(default)] release: String,
    #[server(default)] policy: String,
    days: Option<u16>,
) -> Result<Replayed, PortalError> {
    crate::door::policy_questions::replay(org, release, policy, days).await
}

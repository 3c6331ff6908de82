use std::collections::BTreeMap;

use model::Action;
use policy::{Actions, Governing, Policy, Snapshot, Source};
use serde::Serialize;
use store::{OrgScope, orgs};
use time::OffsetDateTime;

use super::stored;
use crate::{Error, Governance, Result, policies};

/// The profile and settings, and what every shipped policy does under them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct GoverningView {
    /// `dev`, `default`, `strict` or `compliance`.
    pub profile: &'static str,
    /// The organisation's settings by name.
    pub actions: BTreeMap<String, &'static str>,
    /// The server's settings by name; they count where the organisation has none.
    pub server_actions: BTreeMap<String, &'static str>,
    /// Every shipped policy.
    pub policies: Vec<ResolvedPolicy>,
}

/// What one shipped policy does, by the way that a call came.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ResolvedPolicy {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// What it is about.
    pub category: String,
    /// Decide, proxy and everything without a way of its own.
    pub general: ResolvedAction,
    /// Pre-checks.
    pub gateway: ResolvedAction,
    /// Tool checks.
    pub mcp: ResolvedAction,
}

/// An action and what decided it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ResolvedAction {
    /// The action.
    pub action: &'static str,
    /// `policy`, `override`, `profile NAME`, `organization SETTING` or `server SETTING`.
    pub source: String,
}

/// What is in force now, compiled from what is stored: a node that has not heard of a change yet says the truth too.
pub async fn get(gov: &Governance, scope: &OrgScope) -> Result<GoverningView> {
    let mut tx = gov.pool().org_tx(scope).await?;
    let governing = stored(gov, &orgs::governing(&mut tx).await?)?;
    let all = policies::load(gov, &mut tx).await?;
    drop(tx);
    let now = gov.now();
    let snapshot = tokio::task::spawn_blocking(move || all.compile()).await.map_err(Error::broken)??;
    Ok(view(&governing, &snapshot, now))
}

fn view(governing: &Governing, snapshot: &Snapshot, now: OffsetDateTime) -> GoverningView {
    GoverningView {
        profile: governing.profile.as_str(),
        actions: named(&governing.organization),
        server_actions: named(&governing.server),
        policies: snapshot.shipped_asks(now).map(|(policy, asks)| resolved(policy, asks)).collect(),
    }
}

fn named(actions: &Actions) -> BTreeMap<String, &'static str> {
    actions.iter().map(|(setting, action)| (setting.to_string(), action.as_str())).collect()
}

fn resolved(policy: &Policy, asks: [(Action, Source); 3]) -> ResolvedPolicy {
    let [general, gateway, mcp] = asks.map(|(action, source)| ResolvedAction { action: action.as_str(), source: source.to_string() });
    ResolvedPolicy { id: policy.id.to_string(), name: policy.name.clone(), category: policy.category.to_string(), general, gateway, mcp }
}

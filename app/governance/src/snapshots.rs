use std::{
    collections::HashMap,
    sync::{Arc, PoisonError},
};

use model::OrgId;
use policy::Snapshot;
use serde_json::{Map, Value};
use store::{Change, Housekeeping, Listener, OrgScope, OrgTx};
use tokio::sync::Mutex;

use crate::{
    Error, Governance, Result,
    followed::{Effect, Followed},
    policies,
};

/// A compiled policy set and the digest that records name it by.
pub(crate) struct PolicySet {
    pub(crate) snapshot: Arc<Snapshot>,
    /// Of the description that is kept and exported, so that evidence ties every decision to the exact set.
    pub(crate) digest: String,
}

/// Compiled policy sets, one per organisation, swapped when a policy changes (live on every node within a second).
pub struct Snapshots {
    sets: Arc<Followed<OrgId, PolicySet>>,
    /// One compilation per organisation at a time; the others wait for its result.
    loading: std::sync::Mutex<HashMap<OrgId, Arc<Mutex<()>>>>,
}

impl Snapshots {
    pub(crate) fn following(listener: &Listener) -> Self {
        Self { sets: Followed::following(listener, 5_000, effect), loading: std::sync::Mutex::default() }
    }

    /// The organisation's policy set as it is now.
    pub(crate) async fn of(&self, gov: &Governance, scope: &OrgScope) -> Result<Arc<PolicySet>> {
        if let Some(set) = self.sets.get(&scope.org()) {
            return Ok(set);
        }
        let turn = self.turn(scope.org());
        let _turn = turn.lock().await;
        match self.sets.get(&scope.org()) {
            Some(set) => Ok(set),
            None => self.compile(gov, scope).await,
        }
    }

    /// The set as it is now, without keeping anything: for questions that must leave nothing behind.
    pub(crate) async fn peek(&self, gov: &Governance, tx: &mut OrgTx) -> Result<Arc<Snapshot>> {
        if let Some(set) = self.sets.get(&tx.org()) {
            return Ok(set.snapshot.clone());
        }
        let stored = policies::load(gov, tx).await?;
        Ok(Arc::new(tokio::task::spawn_blocking(move || stored.compile()).await.map_err(Error::broken)??))
    }

    /// A set where one policy is sure to be enabled, and its name.
    pub(crate) async fn of_one(&self, gov: &Governance, tx: &mut OrgTx, policy: &str) -> Result<(Arc<Snapshot>, String)> {
        let mut stored = policies::load(gov, tx).await?;
        let name = stored.single_out(tx.scope().principal(), policy)?;
        Ok((Arc::new(tokio::task::spawn_blocking(move || stored.compile()).await.map_err(Error::broken)??), name))
    }

    fn turn(&self, org: OrgId) -> Arc<Mutex<()>> {
        self.loading.lock().unwrap_or_else(PoisonError::into_inner).entry(org).or_default().clone()
    }

    /// Compiles the set and keeps its description, so that every decision can name exactly what it was made under.
    async fn compile(&self, gov: &Governance, scope: &OrgScope) -> Result<Arc<PolicySet>> {
        let started = self.sets.start();
        let mut tx = gov.pool().org_tx(scope).await?;
        let stored = policies::load(gov, &mut tx).await?;
        let snapshot = tokio::task::spawn_blocking(move || stored.compile()).await.map_err(Error::broken)??;
        let lines = serde_json::to_value(snapshot.describe()).map_err(Error::broken)?;
        let document = Map::from_iter([("policies".to_owned(), lines)]);
        let set =
            Arc::new(PolicySet { snapshot: Arc::new(snapshot), digest: ledger::policy_set_digest(&document).map_err(Error::broken)? });
        store::policies::keep_set(&mut tx, &set.digest, Value::Object(document)).await?;
        tx.commit_housekeeping(Housekeeping::PolicySetKept).await?;
        self.sets.keep(started, scope.org(), set.clone());
        Ok(set)
    }
}

fn effect(change: &Change) -> Effect<OrgId, PolicySet> {
    match change {
        Change::Policy(org) | Change::Org(org) => Effect::Forget(*org),
        Change::Key(..) | Change::Approval(..) | Change::Export(..) | Change::Person(_) | Change::Lost | Change::Restored => Effect::None,
    }
}

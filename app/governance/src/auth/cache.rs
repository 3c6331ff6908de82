use std::sync::Arc;

use model::KeyId;
use store::{Change, Listener, entry::ApiKeyRow};

use crate::followed::{Effect, Followed, Started};

/// API keys that were seen lately, kept true by change notices (live on every node within a second).
pub struct KeyCache {
    rows: Arc<Followed<KeyId, ApiKeyRow>>,
}

impl KeyCache {
    pub(crate) fn following(listener: &Listener) -> Self {
        Self { rows: Followed::following(listener, 20_000, effect) }
    }

    pub(crate) fn get(&self, key: KeyId) -> Option<Arc<ApiKeyRow>> {
        self.rows.get(&key)
    }

    pub(crate) fn start(&self) -> Started {
        self.rows.start()
    }

    pub(crate) fn keep(&self, started: Started, row: Arc<ApiKeyRow>) {
        self.rows.keep(started, row.key, row);
    }

    /// Forgets every key, so that each is looked at anew.
    pub(crate) fn forget_all(&self) {
        self.rows.clear();
    }
}

fn effect(change: &Change) -> Effect<KeyId, ApiKeyRow> {
    match change {
        Change::Key(_, key) => key.parse().map_or(Effect::None, Effect::Forget),
        &Change::Org(org) => Effect::ForgetThose(Box::new(move |row| row.org == org)),
        Change::Policy(_) | Change::Approval(..) | Change::Export(..) | Change::Person(_) | Change::Lost | Change::Restored => Effect::None,
    }
}

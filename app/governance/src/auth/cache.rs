use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use model::KeyId;
use store::{Change, Listener, entry::ApiKeyRow};
use time::OffsetDateTime;

use crate::followed::{Effect, Followed, Started};

/// API keys that were seen lately, kept true by change notices (live on every node within a second).
pub struct KeyCache {
    rows: Arc<Followed<KeyId, ApiKeyRow>>,
    touched: Mutex<HashMap<KeyId, OffsetDateTime>>,
}

impl KeyCache {
    pub(crate) fn following(listener: &Listener) -> Self {
        Self { rows: Followed::following(listener, 20_000, effect), touched: Mutex::default() }
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

    /// Whether the use of a key should be noted now: at most once a minute.
    pub(crate) fn should_touch(&self, key: KeyId, now: OffsetDateTime) -> bool {
        let mut touched = self.touched.lock().unwrap_or_else(PoisonError::into_inner);
        if touched.get(&key).is_some_and(|at| now - *at < time::Duration::MINUTE) {
            return false;
        }
        if touched.len() >= 20_000 {
            touched.clear();
        }
        touched.insert(key, now);
        true
    }
}

fn effect(change: &Change) -> Effect<KeyId, ApiKeyRow> {
    match change {
        Change::Key(_, key) => key.parse().map_or(Effect::None, Effect::Forget),
        &Change::Org(org) => Effect::ForgetThose(Box::new(move |row| row.org == org)),
        Change::Policy(_) | Change::Approval(..) | Change::Export(..) | Change::Person(_) | Change::Lost | Change::Restored => Effect::None,
    }
}

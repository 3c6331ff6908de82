use std::{
    collections::HashMap,
    hash::Hash,
    sync::{
        Arc, PoisonError, RwLock,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
};

use store::{Change, Listener};
use tokio::sync::broadcast::error::RecvError;

/// What a change means to a cache.
pub(crate) enum Effect<K, V> {
    /// Nothing.
    None,
    /// This entry may be old.
    Forget(K),
    /// Every entry that the test picks may be old.
    ForgetThose(Box<dyn Fn(&V) -> bool + Send>),
}

/// A cache that `LISTEN`/`NOTIFY` keeps true. While the line is lost nothing is kept and nothing is found, so that
/// callers look up: an untrusted cache never says yes.
pub(crate) struct Followed<K, V> {
    entries: RwLock<HashMap<K, Arc<V>>>,
    /// Counts forgettings, so that a look-up that began before one cannot store what it found.
    generation: AtomicU64,
    trusted: AtomicBool,
    most: usize,
}

/// A promise that a look-up began at a certain generation.
#[derive(Clone, Copy)]
pub(crate) struct Started(u64);

impl<K: Eq + Hash + Clone + Send + Sync + 'static, V: Send + Sync + 'static> Followed<K, V> {
    /// A cache of at most `most` entries that follows `listener`.
    pub(crate) fn following(listener: &Listener, most: usize, effect: fn(&Change) -> Effect<K, V>) -> Arc<Self> {
        let cache = Arc::new(Self { entries: RwLock::default(), generation: AtomicU64::new(0), trusted: AtomicBool::new(true), most });
        let mut changes = listener.subscribe();
        let followed = Arc::downgrade(&cache);
        tokio::spawn(async move {
            loop {
                let change = changes.recv().await;
                let Some(cache) = followed.upgrade() else { return };
                match change {
                    Ok(Change::Lost) => cache.distrust(),
                    Ok(Change::Restored) => cache.trust(),
                    Ok(change) => cache.apply(effect(&change)),
                    Err(RecvError::Lagged(_)) => cache.clear(),
                    Err(RecvError::Closed) => return cache.distrust(),
                }
            }
        });
        cache
    }

    /// Marks the begin of a look-up whose answer may be kept.
    pub(crate) fn start(&self) -> Started {
        Started(self.generation.load(Ordering::SeqCst))
    }

    /// The entry, while the cache is trusted.
    pub(crate) fn get(&self, key: &K) -> Option<Arc<V>> {
        if !self.trusted.load(Ordering::SeqCst) {
            return None;
        }
        self.entries.read().unwrap_or_else(PoisonError::into_inner).get(key).cloned()
    }

    /// Keeps what a look-up found, unless something was forgotten since it began.
    pub(crate) fn keep(&self, started: Started, key: K, value: Arc<V>) {
        let mut entries = self.entries.write().unwrap_or_else(PoisonError::into_inner);
        if self.generation.load(Ordering::SeqCst) != started.0 || !self.trusted.load(Ordering::SeqCst) {
            return;
        }
        if entries.len() >= self.most {
            entries.clear();
        }
        entries.insert(key, value);
    }

    fn apply(&self, effect: Effect<K, V>) {
        match effect {
            Effect::None => {}
            Effect::Forget(key) => self.forget(|entries| drop(entries.remove(&key))),
            Effect::ForgetThose(picks) => self.forget(|entries| entries.retain(|_, value| !picks(value))),
        }
    }

    /// Forgets everything.
    pub(crate) fn clear(&self) {
        self.forget(HashMap::clear);
    }

    fn forget(&self, take: impl FnOnce(&mut HashMap<K, Arc<V>>)) {
        let mut entries = self.entries.write().unwrap_or_else(PoisonError::into_inner);
        self.generation.fetch_add(1, Ordering::SeqCst);
        take(&mut entries);
    }

    fn distrust(&self) {
        self.trusted.store(false, Ordering::SeqCst);
        self.clear();
    }

    fn trust(&self) {
        self.clear();
        self.trusted.store(true, Ordering::SeqCst);
    }
}

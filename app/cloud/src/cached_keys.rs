use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use sha2::{Digest, Sha256};
use time::{Duration, OffsetDateTime};
use vault::{Context, DataKey};

/// How long a data key is kept in memory. A key that is disabled at the service opens nothing more after this.
pub(crate) const KEPT_FOR: Duration = Duration::minutes(5);
/// Beyond this many, all are forgotten: they cost a call each to get again.
const MOST: usize = 4096;

/// Data keys in clear, for a short time, each under exactly the wrapped form and context that it was unwrapped for.
#[derive(Default)]
pub(crate) struct CachedKeys(Mutex<HashMap<[u8; 32], Kept>>);

struct Kept {
    key: DataKey,
    until: OffsetDateTime,
}

impl CachedKeys {
    /// The data key, while its time lasts.
    pub(crate) fn find(&self, key_id: &str, wrapped: &[u8], context: &Context, now: OffsetDateTime) -> Option<DataKey> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.get(&place(key_id, wrapped, context)).filter(|kept| now < kept.until).map(|kept| kept.key.clone())
    }

    /// Keeps a data key from now on.
    pub(crate) fn keep(&self, key_id: &str, wrapped: &[u8], context: &Context, key: &DataKey, now: OffsetDateTime) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= MOST {
            kept.retain(|_, kept| now < kept.until);
        }
        if kept.len() >= MOST {
            kept.clear();
        }
        kept.insert(place(key_id, wrapped, context), Kept { key: key.clone(), until: now + KEPT_FOR });
    }
}

fn place(key_id: &str, wrapped: &[u8], context: &Context) -> [u8; 32] {
    let [(_, owner), (_, record)] = context.pairs();
    let mut hash = Sha256::new();
    for part in [key_id.as_bytes(), wrapped, owner.as_bytes(), record.as_bytes()] {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part);
    }
    hash.finalize().into()
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    const NOW: OffsetDateTime = datetime!(2026-03-01 12:00 UTC);

    #[test]
    fn a_key_is_found_for_its_own_value_and_time_only() {
        let (cache, context) = (CachedKeys::default(), Context::platform("signing/1"));
        cache.keep("arn", b"wrapped", &context, &DataKey::new([7; 32]), NOW);

        assert!(cache.find("arn", b"wrapped", &context, NOW + KEPT_FOR - Duration::SECOND).is_some());
        assert!(cache.find("arn", b"wrapped", &context, NOW + KEPT_FOR).is_none());
        assert!(cache.find("arn", b"wrapped", &Context::platform("signing/2"), NOW).is_none());
        assert!(cache.find("arn2", b"wrapped", &context, NOW).is_none());
        assert!(cache.find("arn", b"wrappee", &context, NOW).is_none());
    }

    #[test]
    fn it_never_grows_beyond_its_bound() {
        let (cache, context) = (CachedKeys::default(), Context::platform("x"));

        for n in 0..2 * MOST {
            cache.keep("arn", &n.to_be_bytes(), &context, &DataKey::new([0; 32]), NOW);
        }

        assert!(cache.0.lock().unwrap().len() <= MOST);
    }
}

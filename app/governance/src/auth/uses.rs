use std::{
    collections::HashMap,
    net::{IpAddr, Ipv6Addr},
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use model::KeyId;
use store::{
    Housekeeping, OrgScope,
    entry::ApiKeyRow,
    keys::{self, KeyUse},
};
use time::OffsetDateTime;

use crate::{Governance, Result};

/// How long uses are gathered before they are written down.
const GATHERED: Duration = Duration::from_secs(2);
/// Different (secret, address) pairs in that time; more are not told apart, and none of them is refused for it.
const MOST: usize = 20_000;
const CLIENT_CHARS: usize = 80;

/// Counts in memory from where each secret is used, so that a call pays for a lock and a counter, and the database hears of
/// many calls at once. What a process gathered in its last two seconds is lost with it.
#[derive(Default)]
pub struct UseMeter(Mutex<Gathered>);

#[derive(Default)]
struct Gathered {
    uses: HashMap<Secret, Count>,
    /// Whether somebody will write this down.
    is_due: bool,
}

#[derive(PartialEq, Eq, Hash, Clone, Copy)]
struct Secret {
    key: KeyId,
    digest: [u8; 32],
    address: Option<IpAddr>,
}

struct Count {
    scope: OrgScope,
    client: String,
    last_at: OffsetDateTime,
    calls: i64,
}

impl UseMeter {
    pub(super) fn note(
        &self,
        gov: &Governance,
        row: &ApiKeyRow,
        digest: [u8; 32],
        address: Option<IpAddr>,
        client: Option<&str>,
        now: OffsetDateTime,
    ) {
        let mut gathered = self.lock();
        let secret = Secret { key: row.key, digest, address: address.map(network_of) };
        if let Some(count) = gathered.uses.get_mut(&secret) {
            (count.last_at, count.calls) = (now, count.calls + 1);
        } else if gathered.uses.len() < MOST {
            let client = client.unwrap_or_default().chars().take(CLIENT_CHARS).collect();
            gathered.uses.insert(secret, Count { scope: row.scope(), client, last_at: now, calls: 1 });
        }
        if !std::mem::replace(&mut gathered.is_due, true) {
            tokio::spawn(write_later(gov.clone()));
        }
    }

    fn take(&self) -> HashMap<Secret, Count> {
        std::mem::take(&mut *self.lock()).uses
    }

    fn lock(&self) -> MutexGuard<'_, Gathered> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// One subscriber of IPv6 has a whole /64 and changes addresses in it.
fn network_of(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(ip) => Ipv6Addr::from_bits(ip.to_bits() >> 64 << 64).into(),
    }
}

fn in_words(address: Option<IpAddr>) -> String {
    match address {
        None => "unknown".to_owned(),
        Some(IpAddr::V4(ip)) => ip.to_string(),
        Some(IpAddr::V6(ip)) => format!("{ip}/64"),
    }
}

async fn write_later(gov: Governance) {
    tokio::time::sleep(GATHERED).await;
    if let Err(error) = write(&gov).await {
        tracing::debug!(%error, "uses of API keys were not written down");
    }
}

/// Writes down what this process gathered, key by key; losing some is no harm.
pub(crate) async fn write(gov: &Governance) -> Result<()> {
    let mut by_key: HashMap<KeyId, (OrgScope, Vec<KeyUse>)> = HashMap::new();
    for (secret, count) in gov.uses.take() {
        let one = KeyUse {
            digest: secret.digest,
            address: in_words(secret.address),
            client: count.client,
            last_at: count.last_at,
            calls: count.calls,
        };
        by_key.entry(secret.key).or_insert_with(|| (count.scope, Vec::new())).1.push(one);
    }
    for (key, (scope, mut uses)) in by_key {
        // In one order everywhere, so that two processes do not wait for each other crosswise.
        uses.sort_by(|a, b| (a.digest, &a.address).cmp(&(b.digest, &b.address)));
        let mut tx = gov.pool().org_tx(&scope).await?;
        keys::note_uses(&mut tx, key, &uses).await?;
        tx.commit_housekeeping(Housekeeping::KeyUsed).await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_one_subscriber_are_one() {
        let shown = |text: &str| in_words(Some(network_of(text.parse().unwrap())));

        assert_eq!(shown("203.0.113.7"), "203.0.113.7");
        assert_eq!(shown("2001:db8:1:2:aaaa::1"), "2001:db8:1:2::/64");
        assert_eq!(shown("2001:db8:1:2:bbbb::2"), shown("2001:db8:1:2:cccc::3"));
        assert_eq!(in_words(None), "unknown");
    }
}

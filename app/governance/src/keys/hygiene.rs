use std::{
    collections::{BTreeSet, HashMap},
    net::{IpAddr, Ipv4Addr},
};

use model::{
    KeyId, KeyKind, Permission, PermissionSet,
    views::{HygieneLine, HygieneMark, HygieneView, KeyLine, KeyState},
};
use store::{OrgScope, keys};
use time::{Duration, OffsetDateTime};

use super::list::line;
use crate::{Governance, Result};

const UNUSED: Duration = Duration::days(90);
/// A key that nobody has used yet may wait so long for its deployment.
const WAITING: Duration = Duration::days(30);
const OLD: Duration = Duration::days(90);
const SOON: Duration = Duration::days(14);

/// Every live key with what somebody should look at, the most pressing first.
pub async fn hygiene(gov: &Governance, scope: &OrgScope) -> Result<HygieneView> {
    let mut tx = gov.pool().org_tx(scope).await?;
    let now = tx.now();
    let lines: Vec<KeyLine> = keys::list(&mut tx).await?.into_iter().map(|record| line(record, now)).collect();
    let mut networks: HashMap<KeyId, BTreeSet<String>> = HashMap::new();
    for (key, address) in keys::recent_addresses(&mut tx).await? {
        networks.entry(key).or_default().insert(network_of(&address));
    }
    let max_days = keys::rules(&mut tx).await?.max_days.map(i32::unsigned_abs);
    let live = lines.into_iter().filter(|line| !matches!(line.state, KeyState::Expired | KeyState::Revoked));
    let marked = live.map(|line| {
        let used_from = networks.get(&line.id).map_or(0, BTreeSet::len);
        HygieneLine { marks: marks(&line, used_from, now), line }
    });
    let mut keys: Vec<HygieneLine> = marked.collect();
    keys.sort_by_key(|key| (key.marks.first().map_or(usize::MAX, |mark| *mark as usize), std::cmp::Reverse(key.marks.len())));
    Ok(HygieneView { keys, max_days })
}

/// What there is to look at, in the order of the words, which is that of how pressing they are.
fn marks(line: &KeyLine, used_from: usize, now: OffsetDateTime) -> Vec<HygieneMark> {
    let ago = |at: OffsetDateTime| now - at;
    let is_unused = line.last_used_at.map_or(ago(line.created_at) > WAITING, |at| ago(at) > UNUSED);
    let holds = |mark: &HygieneMark| match mark {
        HygieneMark::SecretEnds => line.secret_until.is_some(),
        HygieneMark::EndsSoon => line.expires_at.is_some_and(|end| end - now < SOON),
        HygieneMark::Unused => is_unused,
        HygieneMark::Broad => is_broad(line.scopes),
        HygieneMark::OldSecret => ago(line.secret_at) > OLD,
        HygieneMark::NeverExpires => line.expires_at.is_none(),
        HygieneMark::AnyAddress => line.networks.is_empty(),
        HygieneMark::SeveralNetworks => line.kind == KeyKind::Service && used_from > 1,
    };
    HygieneMark::ALL.iter().copied().filter(holds).collect()
}

/// What changes who may do what, or passes by people.
fn is_broad(scopes: PermissionSet) -> bool {
    use Permission::{HoldsDecide, KeysWrite, MembersWrite, PoliciesEmergency, PoliciesLoosen, PoliciesRelease, SettingsWrite};
    [HoldsDecide, KeysWrite, MembersWrite, PoliciesEmergency, PoliciesLoosen, PoliciesRelease, SettingsWrite]
        .into_iter()
        .any(|p| scopes.has(p))
}

/// The /24 of an IPv4 address; IPv6 is noted by its /64 already.
fn network_of(address: &str) -> String {
    match address.parse() {
        Ok(IpAddr::V4(ip)) => Ipv4Addr::from_bits(ip.to_bits() >> 8 << 8).to_string(),
        Ok(IpAddr::V6(_)) | Err(_) => address.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use HygieneMark::{AnyAddress, Broad, EndsSoon, NeverExpires, OldSecret, SecretEnds, SeveralNetworks, Unused};

    use super::{super::list::tests::plain, *};

    fn check(change: impl FnOnce(&mut KeyLine, OffsetDateTime), used_from: usize, expected: &[HygieneMark]) {
        let now = OffsetDateTime::UNIX_EPOCH + Duration::days(1_000);
        let mut key = line(plain(now), now);
        key.networks = vec!["10.0.0.0/8".parse().unwrap()];
        key.expires_at = Some(now + Duration::days(60));
        change(&mut key, now);

        assert_eq!(marks(&key, used_from, now), expected);
    }

    #[test]
    fn a_key_that_is_well_kept_has_no_mark() {
        check(|_, _| {}, 1, &[]);
        check(|_, _| {}, 2, &[]);
    }

    #[test]
    fn each_neglect_has_its_mark() {
        check(|key, now| key.expires_at = Some(now + Duration::days(13)), 0, &[EndsSoon]);
        check(|key, _| (key.expires_at, key.networks) = (None, Vec::new()), 0, &[NeverExpires, AnyAddress]);
        check(|key, now| key.created_at = now - Duration::days(31), 0, &[Unused]);
        check(|key, now| key.last_used_at = Some(now - Duration::days(91)), 0, &[Unused]);
        check(|key, now| (key.created_at, key.last_used_at) = (now - Duration::days(900), Some(now - Duration::days(89))), 0, &[]);
        check(|key, now| key.secret_at = now - Duration::days(91), 0, &[OldSecret]);
        check(|key, now| key.secret_until = Some(now + Duration::HOUR), 0, &[SecretEnds]);
        check(|key, _| key.scopes = key.scopes.with(Permission::KeysWrite), 0, &[Broad]);
        check(|key, _| key.kind = KeyKind::Service, 2, &[SeveralNetworks]);
    }

    #[test]
    fn neighbours_are_one_network() {
        assert_eq!(network_of("203.0.113.7"), network_of("203.0.113.250"));
        assert_ne!(network_of("203.0.113.7"), network_of("203.0.114.7"));
        assert_eq!(network_of("2001:db8::/64"), "2001:db8::/64");
    }
}

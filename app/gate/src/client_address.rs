//! Where a request comes from, as far as that can be known: the peer of the connection, or what our own proxies say.

use std::net::{IpAddr, SocketAddr};

use axum::{
    extract::{ConnectInfo, Request},
    http::HeaderMap,
};

const FORWARDED_FOR: &str = "x-forwarded-for";

/// How many proxies of our own every request passes; none unless it is configured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct TrustedHops(pub usize);

/// The address behind a request; `None` when the server did not note the peer.
pub fn of_request(request: &Request, hops: TrustedHops) -> Option<IpAddr> {
    let ConnectInfo(peer) = request.extensions().get::<ConnectInfo<SocketAddr>>()?;
    Some(of(peer.ip(), request.headers(), hops))
}

/// The peer, or with `n` trusted hops the `n`-th entry from the right of `X-Forwarded-For`.
///
/// Each of our proxies appends the address that it was called from, so only entries from the right are ours; whatever
/// stands further left is what the caller wrote. The header counts only from a peer inside the private network: a
/// stranger who reaches this port past the proxies is known by the address of the connection.
pub fn of(peer: IpAddr, headers: &HeaderMap, hops: TrustedHops) -> IpAddr {
    let peer = peer.to_canonical();
    let Some(from_right) = hops.0.checked_sub(1).filter(|_| is_private(peer)) else { return peer };
    let lines = headers.get_all(FORWARDED_FOR).iter().map(|line| line.to_str().unwrap_or_default());
    let entries: Vec<&str> = lines.flat_map(|line| line.split(',')).collect();
    entries.iter().rev().nth(from_right).and_then(|entry| address(entry.trim())).unwrap_or(peer)
}

/// Some proxies add the port.
fn address(entry: &str) -> Option<IpAddr> {
    let bare = entry.strip_prefix('[').and_then(|entry| entry.strip_suffix(']')).unwrap_or(entry);
    let with_port = || entry.parse().ok().map(|address: SocketAddr| address.ip());
    bare.parse().ok().or_else(with_port).map(|address: IpAddr| address.to_canonical())
}

fn is_private(peer: IpAddr) -> bool {
    match peer {
        IpAddr::V4(ip) => ip.is_loopback() || ip.is_private() || ip.is_link_local(),
        IpAddr::V6(ip) => ip.is_loopback() || ip.is_unique_local() || ip.is_unicast_link_local(),
    }
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderName, HeaderValue};

    use super::*;

    fn check(peer: &str, lines: &[&str], hops: usize, expected: &str) {
        let name = HeaderName::from_static(FORWARDED_FOR);
        let headers = lines.iter().map(|line| (name.clone(), HeaderValue::from_str(line).unwrap())).collect();

        let found = of(peer.parse().unwrap(), &headers, TrustedHops(hops));

        assert_eq!(found, expected.parse::<IpAddr>().unwrap(), "{peer} {lines:?} {hops}");
    }

    #[test]
    fn without_proxies_the_header_is_what_a_caller_wrote() {
        check("10.0.0.9", &["203.0.113.7"], 0, "10.0.0.9");
        check("198.51.100.4", &["203.0.113.7"], 0, "198.51.100.4");
    }

    #[test]
    fn entries_count_from_the_right() {
        check("10.0.0.9", &["203.0.113.7"], 1, "203.0.113.7");
        check("10.0.0.9", &["6.6.6.6, 203.0.113.7"], 1, "203.0.113.7");
        check("10.0.0.9", &["6.6.6.6, 203.0.113.7, 10.0.0.8"], 2, "203.0.113.7");
        check("10.0.0.9", &["6.6.6.6", "203.0.113.7", "10.0.0.8"], 2, "203.0.113.7");
    }

    #[test]
    fn a_header_that_is_too_short_or_unreadable_leaves_the_peer() {
        check("10.0.0.9", &[], 1, "10.0.0.9");
        check("10.0.0.9", &["203.0.113.7"], 2, "10.0.0.9");
        check("10.0.0.9", &["203.0.113.7, unknown"], 1, "10.0.0.9");
        check("10.0.0.9", &["203.0.113.7,"], 1, "10.0.0.9");
        check("10.0.0.9", &["203.0.113.7"], usize::MAX, "10.0.0.9");
    }

    #[test]
    fn a_public_peer_is_no_proxy_of_ours() {
        check("198.51.100.4", &["203.0.113.7"], 1, "198.51.100.4");
        check("::ffff:198.51.100.4", &["203.0.113.7"], 1, "198.51.100.4");
    }

    #[test]
    fn every_usual_form_of_an_address_is_read() {
        check("127.0.0.1", &["203.0.113.7:4711"], 1, "203.0.113.7");
        check("::1", &["[2001:db8::1]:4711"], 1, "2001:db8::1");
        check("fd00::1", &["[2001:db8::1]"], 1, "2001:db8::1");
        check("::ffff:10.0.0.9", &["2001:db8::1"], 1, "2001:db8::1");
        check("10.0.0.9", &["::ffff:203.0.113.7"], 1, "203.0.113.7");
    }
}

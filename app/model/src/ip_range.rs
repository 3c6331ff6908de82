use std::{fmt, net::IpAddr, str::FromStr};

use ipnet::IpNet;
use serde::{Deserialize, Serialize};

use crate::Invalid;

/// Addresses that belong together, such as `203.0.113.0/24`; a single address is a range of one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct IpRange(IpNet);

/// More ranges than this are a list that nobody reads.
const MOST: usize = 50;

impl IpRange {
    /// Whether the address is in it. An IPv4 address that came by IPv6 counts as IPv4.
    pub fn contains(&self, address: IpAddr) -> bool {
        self.0.contains(&address.to_canonical())
    }

    /// A list as people type it: by lines, commas or blanks. `field` names it in a refusal.
    pub fn parse_list(field: &'static str, text: &str) -> Result<Vec<Self>, Invalid> {
        let words = text.split(|c: char| c == ',' || c == ';' || c.is_whitespace()).filter(|word| !word.is_empty());
        let mut ranges = words.map(|word| word.parse().map_err(|why: String| Invalid::new(field, why))).collect::<Result<Vec<_>, _>>()?;
        ranges.sort_unstable();
        ranges.dedup();
        if ranges.len() > MOST {
            return Err(Invalid::new(field, format!("has more than {MOST} ranges")));
        }
        Ok(ranges)
    }
}

impl FromStr for IpRange {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let net: IpNet = match text.parse::<IpAddr>() {
            Ok(address) => address.to_canonical().into(),
            Err(_) => text.parse().map_err(|_| format!("{text:?} is no address and no range like 203.0.113.0/24"))?,
        };
        if net.prefix_len() == 0 {
            return Err(format!("{text:?} is every address; leave the list empty for that"));
        }
        if net.trunc() != net {
            return Err(format!("{text:?} names one address of a range; write {} for the range", net.trunc()));
        }
        Ok(Self(net))
    }
}

impl fmt::Display for IpRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.prefix_len() == self.0.max_prefix_len() { self.0.addr().fmt(f) } else { self.0.fmt(f) }
    }
}

impl TryFrom<String> for IpRange {
    type Error = String;
    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

impl From<IpRange> for String {
    fn from(range: IpRange) -> Self {
        range.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn range(text: &str) -> IpRange {
        text.parse().unwrap()
    }

    #[test]
    fn a_range_holds_its_addresses_in_either_spelling() {
        let office = range("203.0.113.0/24");

        for (address, is_in) in
            [("203.0.113.0", true), ("203.0.113.255", true), ("::ffff:203.0.113.9", true), ("203.0.114.0", false), ("::1", false)]
        {
            assert_eq!(office.contains(address.parse().unwrap()), is_in, "{address}");
        }
        assert!(range("2001:db8::/32").contains("2001:db8:1::1".parse().unwrap()));
        assert!(
            range("198.51.100.7").contains("198.51.100.7".parse().unwrap())
                && !range("198.51.100.7").contains("198.51.100.8".parse().unwrap())
        );
    }

    #[test]
    fn what_is_no_range_is_refused_and_told_why() {
        for (text, why) in [
            ("office", "no range"),
            ("0.0.0.0/0", "every address"),
            ("::/0", "every address"),
            ("10.1.2.3/8", "10.0.0.0/8"),
            ("10.0.0.0/33", "no range"),
        ] {
            assert!(text.parse::<IpRange>().unwrap_err().contains(why), "{text}");
        }
    }

    #[test]
    fn a_list_is_read_as_people_type_it_and_prints_short() {
        let list = IpRange::parse_list("networks", " 10.0.0.0/8,\n198.51.100.7 10.0.0.0/8;").unwrap();

        assert_eq!(list.iter().map(ToString::to_string).collect::<Vec<_>>(), ["10.0.0.0/8", "198.51.100.7"]);
        assert!(IpRange::parse_list("networks", "").unwrap().is_empty());
        let many: Vec<String> = (0..=MOST).map(|n| format!("10.0.0.{n}")).collect();
        assert!(IpRange::parse_list("networks", &many.join(" ")).is_err());
    }
}

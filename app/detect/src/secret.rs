use std::sync::LazyLock;

use regex::bytes::{Regex, RegexBuilder};

use crate::{Finding, Kind, hint::Hint, marks::Marks, rules::Rules};

/// Keys and tokens that carry their maker's prefix, and what only their label gives away.
static SECRETS: LazyLock<Rules> = LazyLock::new(|| {
    Rules::new(&[
        (Kind::CloudKey, 97, r"\b(?-i:AKIA|ASIA)(?-i:[A-Z2-7]{16})\b"),
        (Kind::CloudKey, 95, r"\b(?-i:gh[opusr]_)[A-Za-z0-9]{36,}\b"),
        (Kind::CloudKey, 97, r"\b(?-i:github_pat_)[A-Za-z0-9_]{22,}\b"),
        (Kind::CloudKey, 95, r"\b(?-i:glpat-)[A-Za-z0-9_-]{20,64}"),
        (Kind::CloudKey, 95, r"\b(?-i:AIza)[A-Za-z0-9_-]{35}"),
        (Kind::CloudKey, 92, r"\b(?-i:ya29\.)[A-Za-z0-9_-]{20,}"),
        (Kind::CloudKey, 95, r"\b(?-i:xox[abprs]-)[A-Za-z0-9-]{10,}"),
        (Kind::CloudKey, 96, r"\b(?-i:[sr]k_live_)[A-Za-z0-9]{16,}\b"),
        (Kind::CloudKey, 92, r"\b(?-i:sk-)(?:(?-i:ant|proj|svcacct|admin|or)-)?[A-Za-z0-9_-]{20,}"),
        (Kind::CloudKey, 93, r"\b(?-i:npm_)[A-Za-z0-9]{36}\b"),
        (Kind::CloudKey, 93, r"\b(?-i:pypi-)[A-Za-z0-9_-]{50,}"),
        (Kind::CloudKey, 93, r"\b(?-i:dop_v1_)[a-f0-9]{64}\b"),
        (Kind::CloudKey, 93, r"\b(?-i:shpat_)[a-f0-9]{32}\b"),
        (Kind::CloudKey, 93, r"\b(?-i:hf_)[A-Za-z0-9]{30,64}\b"),
        (Kind::CloudKey, 93, r"\b(?-i:hvs\.)[A-Za-z0-9_-]{24,}"),
        (Kind::CloudKey, 93, r"\b(?-i:SG\.)[A-Za-z0-9_-]{22}\.[A-Za-z0-9_-]{43}"),
        (Kind::CloudKey, 95, r"\b(?-i:whsec_)[A-Za-z0-9+/]{24,}"),
        (Kind::CloudKey, 93, r"\b(?-i:shp(?:ca|pa|ss)_)[a-f0-9]{32}\b"),
        (Kind::CloudKey, 93, r"\b(?-i:dapi)[a-f0-9]{32}\b"),
        (Kind::CloudKey, 93, r"\b(?-i:glsa_)[A-Za-z0-9]{32}_[a-f0-9]{8}\b"),
        (Kind::CloudKey, 93, r"\b(?-i:lin_api_|ntn_|figd_|dckr_pat_)[A-Za-z0-9_-]{24,}"),
        (Kind::CloudKey, 93, r"\b(?-i:PMAK-)[a-f0-9]{24}-[a-f0-9]{34}\b"),
        (Kind::CloudKey, 93, r"\b(?-i:ATATT3)[A-Za-z0-9_=-]{60,}"),
        (Kind::CloudKey, 93, r"\b(?-i:sntrys_)[A-Za-z0-9+/=_-]{40,}"),
        (Kind::CloudKey, 97, r"\b(?-i:AGE-SECRET-KEY-1)[A-Z0-9]{58}\b"),
        (Kind::CloudKey, 92, r"\b\d{8,10}:(?-i:AA)[A-Za-z0-9_-]{33}\b"),
        (Kind::CloudKey, 94, r"\bhooks\.slack\.com/services/T[A-Z0-9]{6,}/B[A-Z0-9]{6,}/[A-Za-z0-9]{20,}"),
        (Kind::CloudKey, 94, r"\bdiscord(?:app)?\.com/api/webhooks/\d{16,20}/[A-Za-z0-9_-]{50,}"),
        (Kind::CloudKey, 93, r"\b(?-i:sq0(?:atp|csp)-)[A-Za-z0-9_-]{22,}"),
        (Kind::CloudKey, 90, r"\b(?-i:key-)[a-f0-9]{32}\b"),
        (Kind::CloudKey, 93, r"\b(?-i:AXON-V2-)[A-Za-z0-9_-]{32,}"),
        (Kind::CloudKey, 90, r#"(?:aws_?secret_?(?:access_?)?key|secret ?access ?key)["']?\s{0,2}[:=]\s{0,2}["']?[A-Za-z0-9/+]{40}\b"#),
        (Kind::CloudKey, 90, r"\baccountkey=[A-Za-z0-9/+]{60,100}={0,2}"),
        (Kind::PrivateKey, 99, r"-----BEGIN (?:[A-Z0-9]{1,12} ){0,3}PRIVATE KEY-----.*?-----END (?:[A-Z0-9]{1,12} ){0,3}PRIVATE KEY-----"),
        (Kind::PrivateKey, 95, r"-----BEGIN (?:[A-Z0-9]{1,12} ){0,3}PRIVATE KEY-----[A-Za-z0-9+/=\s\\]*"),
        (Kind::Jwt, 98, r"\b(?-i:eyJ)[A-Za-z0-9_-]{8,}\.(?-i:eyJ)[A-Za-z0-9_-]{4,}\.[A-Za-z0-9_-]*"),
    ])
});

/// Finds keys, private keys and tokens.
pub(crate) fn find(text: &str, marks: &Marks, found: &mut Vec<Finding>) {
    if marks.has(Hint::Secret) {
        SECRETS.find(text, found);
        assigned(text, found);
    }
}

/// A label that says that a secret follows, and the value behind it; or the password in the address of a server.
static ASSIGNED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let label = r"(?:password|passwd|pwd|secret|token|api[_-]?key|access[_-]?key|private[_-]?key|credentials?|passphrase)";
    let value = format!(
        r#"{label}["'`]?\s{{0,2}}(?:=>|:=|[:=])\s{{0,2}}["'`]?([A-Za-z0-9+/=_.~!@#%^&*-]{{12,200}})|://[^\s:@/]{{1,64}}:([^\s:@/]{{6,80}})@"#
    );
    RegexBuilder::new(&value).unicode(false).case_insensitive(true).build().ok()
});

fn assigned(text: &str, found: &mut Vec<Finding>) {
    let Some(pattern) = ASSIGNED.as_ref() else { return };
    for hit in pattern.captures_iter(text.as_bytes()) {
        let Some(value) = hit.get(1).or_else(|| hit.get(2)) else { continue };
        let in_address = hit.get(2).is_some();
        if is_random(value.as_bytes(), in_address) {
            found.push(Finding { kind: Kind::CloudKey, start: value.start(), end: value.end(), confidence: 80 });
        }
    }
}

/// Whether a value looks drawn by a machine: letters and digits mixed, hardly repeating, no UUID and no placeholder.
fn is_random(value: &[u8], in_address: bool) -> bool {
    const PLACEHOLDERS: [&[u8]; 9] =
        [b"example", b"your", b"xxxx", b"changeme", b"placeholder", b"redacted", b"process.env", b"****", b"1234567890"];
    let lower = value.to_ascii_lowercase();
    let holds = |part: &[u8]| lower.windows(part.len()).any(|window| window == part);
    if PLACEHOLDERS.iter().any(|part| holds(part)) || is_uuid(value) {
        return false;
    }
    let digits = value.iter().filter(|byte| byte.is_ascii_digit()).count();
    let letters = value.iter().filter(|byte| byte.is_ascii_alphabetic()).count();
    let is_mixed = digits >= 2 && letters >= 4 && digits + letters + 6 >= value.len();
    is_mixed && bits_per_byte(value) >= if in_address { 2.5 } else { 3.2 }
}

fn is_uuid(value: &[u8]) -> bool {
    value.len() == 36
        && value.iter().enumerate().all(|(at, byte)| if matches!(at, 8 | 13 | 18 | 23) { *byte == b'-' } else { byte.is_ascii_hexdigit() })
}

/// Shannon entropy.
fn bits_per_byte(value: &[u8]) -> f64 {
    let mut counts = [0_u32; 256];
    for byte in value {
        if let Some(count) = counts.get_mut(usize::from(*byte)) {
            *count += 1;
        }
    }
    let length = value.len() as f64;
    counts.iter().filter(|count| **count > 0).map(|count| f64::from(*count) / length).map(|share| -share * share.log2()).sum()
}

#[cfg(test)]
mod tests {
    use crate::{Kind, scan};

    fn check(text: &str, expected: &[Kind]) {
        let kinds: Vec<Kind> = scan(text).iter().map(|f| f.kind).collect();

        assert_eq!(kinds, expected, "{text}");
    }

    #[test]
    fn every_pattern_compiles() {
        assert_eq!(super::SECRETS.len(), (36, 36));
    }

    #[test]
    fn keys_are_known_by_their_prefix() {
        check("key AKIAIOSFODNN7EXAMPLE here", &[Kind::CloudKey]);
        check(&format!("token ghp_{}", "a1B2".repeat(9)), &[Kind::CloudKey]);
        check(&format!("aws_secret_access_key = {}", "wJalrXUtnF".repeat(4)), &[Kind::CloudKey]);
        check("akia is a shop, sk-ip it", &[]);
    }

    #[test]
    fn private_keys_and_tokens_are_found_whole() {
        check("-----BEGIN RSA PRIVATE KEY-----\nMIIabc\n-----END RSA PRIVATE KEY-----", &[Kind::PrivateKey]);
        check("auth eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.c2lnbmF0dXJlLWhlcmU done", &[Kind::Jwt]);
        check("-----BEGIN PUBLIC KEY-----", &[]);
    }
}

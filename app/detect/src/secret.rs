use std::sync::LazyLock;

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
    }
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
        assert_eq!(super::SECRETS.len(), (22, 22));
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

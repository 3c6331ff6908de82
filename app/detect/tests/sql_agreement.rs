//! The detector of SQL injection agrees with the slow reference, however a payload is written and carried.

#[path = "reference/sql.rs"]
mod reference;

use detect::sql_injection;
use proptest::prelude::*;

fn is_found(text: &str) -> bool {
    !sql_injection(text).is_empty()
}

/// A payload in pieces, so that blanks, case and names vary; now and then a piece that does not belong.
fn payload() -> impl Strategy<Value = String> {
    let pieces = prop_oneof![9 => whole(), 1 => (whole(), 0_usize..20, noise()).prop_map(|(mut pieces, at, noise)| {
        pieces.insert(at.min(pieces.len()), noise);
        pieces
    })];
    (pieces, proptest::collection::vec(blank(), 40), proptest::collection::vec(any::<bool>(), 40)).prop_map(|(pieces, blanks, cases)| {
        let written = pieces.iter().zip(&blanks).zip(&cases).map(|((piece, blank), is_upper)| {
            let piece = if *is_upper { piece.to_ascii_uppercase() } else { piece.clone() };
            piece + blank
        });
        written.collect()
    })
}

fn whole() -> impl Strategy<Value = Vec<String>> {
    (head(), proptest::sample::select(BODIES.to_vec()), 1_u32..99, proptest::sample::select(NAMES.to_vec()), tail()).prop_map(
        |(head, body, number, name, tail)| {
            let body = body.replace('N', &number.to_string()).replace('W', name);
            format!("{head} {body} {tail}").split_whitespace().map(str::to_owned).collect()
        },
    )
}

fn head() -> impl Strategy<Value = &'static str> {
    proptest::sample::select(vec!["7", "0", "312", "'", "users '", "9 '"])
}

fn tail() -> impl Strategy<Value = &'static str> {
    proptest::sample::select(vec!["", "--", "#"])
}

/// Two words need a blank between them; more of it changes nothing.
fn blank() -> impl Strategy<Value = &'static str> {
    proptest::sample::select(vec![" ", " ", " ", "  ", "\t", "\n"])
}

fn noise() -> impl Strategy<Value = String> {
    proptest::sample::select(vec!["the", "x", "=", ",", "'", "or", "(", "5", "please", "."]).prop_map(str::to_owned)
}

const NAMES: &[&str] = &["users", "accounts", "orders", "items", "customers", "invoices"];
const BODIES: &[&str] = &[
    "or N = N",
    "and N = N",
    "or ' W ' = ' W",
    "union select N , N from W",
    "union all select W , null from W",
    "union distinct select N from W",
    "; drop table W",
    "; truncate table W",
    "; delete from W",
    "; insert into W values ( N )",
    "; update W set W = N",
    "and sleep ( N )",
    "or sleep ( N )",
    "and benchmark ( N , md5 ( N ) )",
    "; waitfor delay ' N : N : N '",
    "and extractvalue ( N , concat ( N , W ) )",
    "and updatexml ( N , concat ( N , W ) , N )",
    "and exp ( ~ ( select W from W ) )",
];

fn percent(text: &str) -> String {
    text.bytes().map(|byte| if byte.is_ascii_alphanumeric() { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]

    #[test]
    fn whatever_the_reference_claims_is_found(text in payload()) {
        if reference::is_attack(&text) {
            prop_assert!(is_found(&text), "{text}");
        }
    }

    #[test]
    fn whatever_it_claims_is_found_in_every_carrier(text in payload()) {
        if reference::is_attack(&text) {
            for carried in [
                format!("id={}", percent(&text)),
                serde_json::json!({"where": {"id": text}}).to_string(),
                format!("https://shop.example/item?sort=a&id={}&page=2", percent(&percent(&text))),
            ] {
                prop_assert!(is_found(&carried), "{carried}");
            }
        }
    }

    #[test]
    fn plain_words_are_never_found(text in "([a-z]{2,9}[ ,.]{1,2}){0,40}") {
        let holds_sql = text.split([' ', ',', '.']).any(|word| ["or", "and", "select", "union", "having", "sleep", "exec"].contains(&word));
        prop_assert!(holds_sql || !is_found(&text), "{text}");
    }
}

#[test]
fn the_reference_claims_payloads_and_nothing_ordinary() {
    for text in ["7 or 1=1", "' OR 'users'='users", "9' union select 1,null from users--", "0; DROP TABLE items #", "3 and sleep(5)"] {
        assert!(reference::is_attack(text), "{text}");
    }
    for text in ["7 or 1=2", "users", "select users from orders", "7 or more", "0 ; drop table", "' or 'users'='items"] {
        assert!(!reference::is_attack(text), "{text}");
    }
}

//! The detector agrees with the slow reference, whatever stands around a value and however it is disguised.

mod reference;

use detect::{Finding, redact, scan_values};
use proptest::prelude::*;

fn found(text: &str) -> Vec<(&'static str, usize, usize)> {
    scan_values(text).iter().map(|f| (f.kind.word(), f.start, f.end)).collect()
}

/// A value of the reference is found as it is, or lies inside something larger that is found.
fn covers(findings: &[(&str, usize, usize)], claim: reference::Claim) -> bool {
    findings.iter().any(|found| found.1 <= claim.1 && claim.2 <= found.2)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn whatever_the_reference_claims_is_found(pieces in proptest::collection::vec(pieces(), 1..12)) {
        let text = pieces.concat();
        let findings = found(&text);

        for claim in reference::claims(&text) {
            prop_assert!(covers(&findings, claim), "{:?} in {}: {:?}", claim, text, findings);
        }
    }

    #[test]
    fn a_lone_code_is_found_only_when_the_reference_claims_it(code in "[STFGM][0-9]{7}[A-Z]|[A-Z]{5}[0-9]{4}[A-Z]|4[0-9]{15}|5[1-5][0-9]{14}|3[47][0-9]{13}|DE[0-9]{20}") {
        let claimed: Vec<_> = reference::claims(&code);
        let findings: Vec<_> = found(&code).into_iter().filter(|found| found.0 != "uen").collect();

        prop_assert_eq!(findings, claimed, "{}", code);
    }

    #[test]
    fn a_single_wrong_digit_is_noticed(card in "4[0-9]{14}", place in 0_usize..15, by in 1_u8..10) {
        let valid = (0..10).map(|d| format!("{card}{d}")).find(|card| !reference::claims(card).is_empty()).unwrap();
        let mut wrong = valid.clone().into_bytes();
        wrong[place + 1] = b'0' + (wrong[place + 1] - b'0' + by) % 10;
        let wrong = String::from_utf8(wrong).unwrap();

        prop_assert_eq!(found(&valid), vec![("credit_card", 0, 16)]);
        prop_assert!(!found(&wrong).contains(&("credit_card", 0, 16)), "{}", wrong);
    }

    #[test]
    fn disguised_digits_leave_no_digit_behind(card in "4[0-9]{14}", disguise in 0_usize..8) {
        let valid = (0..10).map(|d| format!("{card}{d}")).find(|card| !reference::claims(card).is_empty()).unwrap();
        let text = format!("pay {} now", disguised(&valid, disguise));

        let redacted = redact(&text, scan_values(&text).iter());

        prop_assert_eq!(redacted, "pay [REDACTED:credit_card] now", "{}", text);
    }

    #[test]
    fn redacted_json_is_json(pieces in proptest::collection::vec(pieces(), 0..8), number in 0_u64..9_999_999_999_999_999, key in "ssn|card|phone|dob|n") {
        let text = serde_json::json!({"a": pieces.concat(), key.as_str(): number, "list": pieces, pieces.concat(): 1}).to_string();

        let redacted = redact(&text, scan_values(&text).iter());

        prop_assert!(serde_json::from_str::<serde_json::Value>(&redacted).is_ok(), "{}\n{}", text, redacted);
    }

    #[test]
    fn a_redacted_text_holds_nothing_more_to_redact(pieces in proptest::collection::vec(pieces(), 0..12)) {
        let text = pieces.concat();
        let once = redact(&text, scan_values(&text).iter());
        let rest: Vec<Finding> = scan_values(&once).iter().filter(|f| reference::claims(&once[f.start..f.end]).iter().any(|c| c.0 == f.kind.word())).copied().collect();

        prop_assert!(rest.is_empty(), "{}\n{}\n{:?}", text, once, rest);
    }
}

fn disguised(card: &str, disguise: usize) -> String {
    let each = |separator: &str| card.chars().map(String::from).collect::<Vec<_>>().join(separator);
    let shifted = |zero: u32| card.chars().filter_map(|c| char::from_u32(zero + c.to_digit(10)?)).collect::<String>();
    match disguise {
        0 => each("\u{200b}"),
        1 => each("\u{336}"),
        2 => shifted(0xff10),
        3 => shifted(0x660),
        4 => shifted(0x1d7ce),
        5 => card.bytes().map(|b| format!("%{b:02X}")).collect(),
        6 => card.bytes().map(|b| format!("&#{b};")).collect(),
        _ => card.bytes().map(|b| format!("\\u{b:04x}")).collect(),
    }
}

fn pieces() -> impl Strategy<Value = String> {
    prop_oneof![6 => proptest::sample::select(PIECES.to_vec()).prop_map(str::to_owned), 1 => "[0-9]{1,9}", 1 => "[A-Z]{1,3}", 1 => "\\PC{0,3}"]
}

const PIECES: &[&str] = &[
    " ",
    " ",
    ", ",
    "\n",
    "-",
    ".",
    "_",
    "\"",
    "\\",
    "order ",
    "version ",
    "card ",
    "4111111111111111",
    "378282246310005",
    "GB82WEST12345698765432",
    "DE89370400440532013000",
    "S1234567D",
    "G1234567X",
    "ABCPE1234F",
    "\u{200b}",
    "é",
    "４",
    "+1 ",
    "ann@example.com",
    "\"ann b\"@example.com",
    "\\u0041",
    "%41",
    "4111 1111 1111 1111",
    "123-45-6789",
    "::1",
    "fe80::1",
    "10.0.0.7",
];

//! Personal data: what must be found, what must not, and what redaction promises.

use detect::{Family, Kind, redact, scan};
use proptest::prelude::*;

fn found(text: &str) -> Vec<(&'static str, &str)> {
    scan(text).of_family(Family::PersonalData).map(|f| (f.kind.word(), text.get(f.start..f.end).unwrap_or("off boundary"))).collect()
}

fn check(text: &str, expected: &[(&str, &str)]) {
    assert_eq!(found(text), expected, "{text}");
}

#[test]
fn cards_need_luhn_an_issuer_and_a_known_length() {
    check("pay with 4111 1111 1111 1111 now", &[("credit_card", "4111 1111 1111 1111")]);
    check("card: 378282246310005", &[("credit_card", "378282246310005")]);
    check("pay with 4111 1111 1111 1112 now", &[]);
    check("order 4111111111111111", &[("credit_card", "4111111111111111")]);
    check("digits 9999 9999 9999 9995", &[]);
}

#[test]
fn ibans_need_the_length_of_their_country_and_mod_97() {
    check("to GB82 WEST 1234 5698 7654 32 please", &[("iban", "GB82 WEST 1234 5698 7654 32")]);
    check("to DE89370400440532013000.", &[("iban", "DE89370400440532013000")]);
    check("to DE89370400440532013001.", &[]);
}

#[test]
fn bank_numbers_need_their_label() {
    check("routing number 021000021", &[("aba_routing", "021000021")]);
    check("routing number 021000022", &[]);
    check("lucky number 021000021", &[]);
    check("checking account 000123456789", &[("us_bank_account", "000123456789")]);
}

#[test]
fn social_security_numbers_follow_the_rules_of_issue() {
    check("My SSN is 123-45-6789, can you help?", &[("ssn", "123-45-6789")]);
    check("ssn=123456789", &[("ssn", "123456789")]);
    check("ticket 123456789", &[]);
    for never_issued in ["000-12-3456", "666-12-3456", "900-12-3456", "123-00-4567", "123-45-0000"] {
        check(&format!("SSN {never_issued}"), &[]);
    }
}

#[test]
fn aadhaar_rejects_single_digit_errors_and_transpositions() {
    check("aadhaar 2341 2341 2346", &[("aadhaar", "2341 2341 2346")]);
    check("aadhaar 2341 2341 2347", &[]);
    check("aadhaar 3241 2341 2346", &[]);
    check("aadhaar 1341 2341 2346", &[]);
}

#[test]
fn national_codes_carry_their_check_letters() {
    check("PAN ABCPE1234F", &[("pan", "ABCPE1234F")]);
    check("PAN ABCXE1234F", &[]);
    check("NRIC S1234567D", &[("nric", "S1234567D")]);
    check("NRIC S1234567E", &[]);
    check("FIN G1234567X", &[("fin", "G1234567X")]);
    check("UEN 00192200M", &[("uen", "00192200M")]);
    check("UEN 197401143C", &[("uen", "197401143C")]);
    check("UEN 197401143D", &[]);
}

#[test]
fn labels_make_passports_bookings_and_births() {
    check("passport number C01X00T47", &[("passport", "C01X00T47")]);
    check("part number C01X00T47", &[]);
    check("Your booking reference is K7QP2M.", &[("booking_reference", "K7QP2M")]);
    check("The colour code is K7QP2M.", &[]);
    check("DOB: 29 February 1992", &[("date_of_birth", "29 February 1992")]);
    check("DOB: 30 February 1992", &[]);
    check("Released on 29 February 1992", &[]);
}

#[test]
fn contact_data_is_found_in_its_many_forms() {
    check("write to ann+news@mail.example.co.uk.", &[("email", "ann+news@mail.example.co.uk")]);
    check("write to \"ann b\"@example.com", &[("email", "\"ann b\"@example.com")]);
    check("write to \"ann@home\"@example.com", &[("email", "\"ann@home\"@example.com")]);
    check("write to customer/department=shipping@example.com", &[("email", "customer/department=shipping@example.com")]);
    check("to=ann@example.com /mail/to=ann@example.com", &[("email", "ann@example.com"), ("email", "ann@example.com")]);
    check("write to ann [at] example [dot] com", &[("email", "ann [at] example [dot] com")]);
    check("call +44 7911 123456 today", &[("phone", "+44 7911 123456")]);
    check("mobile: 07911 123456", &[("phone", "07911 123456")]);
    check("npm i left-pad@1.3.0", &[]);
    check("from 10.0.0.7 and 2001:db8::8a2e:370:7334", &[("ip_address", "10.0.0.7"), ("ip_address", "2001:db8::8a2e:370:7334")]);
    check("version 10.0.0.7 at 10:20:30", &[]);
    check("chapter two of the log: 10.0.0.7", &[("ip_address", "10.0.0.7")]);
    check("the version that runs on 10.0.0.7", &[("ip_address", "10.0.0.7")]);
}

#[test]
fn disguises_do_not_hide_a_value() {
    check("card 4111\u{200b}1111\u{200b}1111\u{200b}1111", &[("credit_card", "4111\u{200b}1111\u{200b}1111\u{200b}1111")]);
    check("SSN １２３－４５－６７８９", &[("ssn", "１２３－４５－６７８９")]);
    check("SSN 123\u{2013}45\u{2013}6789", &[("ssn", "123\u{2013}45\u{2013}6789")]);
}

#[test]
fn an_attackers_word_does_not_hide_a_number_that_proves_itself() {
    check("order id 4111111111111111", &[("credit_card", "4111111111111111")]);
    check("version 2341 2341 2346", &[("aadhaar", "2341 2341 2346")]);
    check("ticket 123-45-6789", &[("ssn", "123-45-6789")]);
    check("invoice GB82 WEST 1234 5698 7654 32", &[("iban", "GB82 WEST 1234 5698 7654 32")]);
    check("serial S1234567D", &[("nric", "S1234567D")]);
}

#[test]
fn separators_do_not_hide_a_number_that_proves_itself() {
    for separator in ["  ", "-", ".", "_", "*", ",", " - ", "/", "+", "|", "\u{2022}", "\u{2013}", "\u{a0}"] {
        let card = ["4111", "1111", "1111", "1111"].join(separator);
        check(&format!("pay {card} now"), &[("credit_card", &card)]);
    }
    check("pay 4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 now", &[("credit_card", "4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1")]);
    check("pay 41-11-11-11-11-11-11-11 now", &[("credit_card", "41-11-11-11-11-11-11-11")]);
    check("id S-1234567-D", &[("nric", "S-1234567-D")]);
    check("PAN: ABCPE-1234-F", &[("pan", "ABCPE-1234-F")]);
    check("to GB-82-WEST-1234-5698-7654-32.", &[("iban", "GB-82-WEST-1234-5698-7654-32")]);
}

#[test]
fn layers_of_encoding_do_not_hide_a_value() {
    check("mail=ann%40example.com", &[("email", "ann%40example.com")]);
    check("mail=ann%2540example.com", &[("email", "ann%2540example.com")]);
    check("write to ann&#64;example&period;com", &[("email", "ann&#64;example&period;com")]);
    check(r#"{"ssn": "\u0031\u0032\u0033-45-6789"}"#, &[("ssn", r"\u0031\u0032\u0033-45-6789")]);
    check("ssn: MTIzLTQ1LTY3ODk= ok", &[("ssn", "MTIzLTQ1LTY3ODk=")]);
    check("ssn: 3132332d34352d36373839 ok", &[("ssn", "3132332d34352d36373839")]);
    check("card%3D4111%201111%201111%201111", &[("credit_card", "4111%201111%201111%201111")]);
    check("three deep VFZSSmVreFVVVEZNVkZrelQwUnJQUT09 ok", &[("ssn", "VFZSSmVreFVVVEZNVkZrelQwUnJQUT09")]);
}

#[test]
fn a_number_cut_across_fields_is_found_piece_by_piece() {
    let pieces = ["4111", "1111", "1111", "1111"].map(|piece| ("credit_card", piece));
    check(r#"["4111", "1111", "1111", "1111"]"#, &pieces);
    check(r#"{"a":"4111","b":"1111","c":"1111","d":"1111"}"#, &pieces);
    check(r#"{"card_1": 41111111, "card_2": 11111111}"#, &[("credit_card", "41111111"), ("credit_card", "11111111")]);
    check(r#"{"ssn": ["123", "45", "6789"]}"#, &[("ssn", "123"), ("ssn", "45"), ("ssn", "6789")]);
    check(r#"{"years": ["2019", "2020", "2021", "2022"]}"#, &[]);
}

#[test]
fn an_ordinary_text_has_no_findings() {
    let text = "Please book a room for six people on 12 May 2024 at 10:30. Invoice 20240512-0042 is due; build 1.4.22 ships \
                with id 7c9e6679-7425-40de-944b-e07fc1f90ae7, and 1,204,331 rows took 812 ms.";

    assert!(scan(text).is_empty(), "{:?}", found(text));
}

/// A digit string with the given separator every `every` digits.
fn grouped(digits: &str, every: usize, separator: &str) -> String {
    let groups: Vec<String> = digits.as_bytes().chunks(every).map(|chunk| String::from_utf8_lossy(chunk).into_owned()).collect();
    groups.join(separator)
}

fn with_luhn(head: &str) -> String {
    let digit = (0..10).map(|d| format!("{head}{d}")).find(|card| luhn(card));
    digit.unwrap_or_default()
}

fn luhn(card: &str) -> bool {
    let values = card.bytes().rev().map(|b| u32::from(b - b'0')).enumerate();
    values.map(|(i, d)| if i % 2 == 1 { d * 2 / 10 + d * 2 % 10 } else { d }).sum::<u32>().is_multiple_of(10)
}

proptest! {
    #[test]
    fn any_text_scans_without_panic_and_spans_are_whole_characters(text in "\\PC{0,400}") {
        for finding in &scan(&text) {
            prop_assert!(finding.start < finding.end);
            prop_assert!(text.get(finding.start..finding.end).is_some());
        }
    }

    #[test]
    fn texts_made_of_telling_pieces_scan_too(pieces in proptest::collection::vec(pieces(), 0..40)) {
        let text = pieces.concat();
        let findings = scan(&text);
        for finding in &findings {
            prop_assert!(text.get(finding.start..finding.end).is_some());
        }
        let values: Vec<_> = findings.iter().filter(|f| matches!(f.kind.family(), Family::PersonalData | Family::Secret)).collect();
        for pair in values.windows(2) {
            prop_assert!(matches!(pair, [a, b] if a.end <= b.start));
        }
        redact(&text, findings.iter());
    }

    #[test]
    fn every_valid_card_is_found_and_redacted(middle in "[0-9]{14}", separator in "[ -]?", before in "[a-z ]{0,20}") {
        let card = grouped(&with_luhn(&format!("4{middle}")), 4, &separator);
        let text = format!("{before} card {card} ok");

        let findings = scan(&text);
        let clean = redact(&text, findings.iter());

        prop_assert!(findings.kinds().contains(&Kind::CreditCard), "{}", text);
        prop_assert!(!clean.contains(&card));
    }

    #[test]
    fn redacted_text_holds_none_of_the_values(area in 100_u32..600, group in 10_u32..99, serial in 1000_u32..9999, name in "[a-z]{3,9}") {
        let text = format!("Reach {name}@example.com; SSN {area}-{group}-{serial}. Again: {name}@example.com");
        let findings = scan(&text);

        let clean = redact(&text, findings.iter());

        for finding in &findings {
            prop_assert!(!clean.contains(&text[finding.start..finding.end]), "{}", clean);
        }
        prop_assert_eq!(findings.len(), 2 + usize::from(area != 666));
    }
}

fn pieces() -> impl Strategy<Value = String> {
    let known = [
        "ssn ",
        "card ",
        "4111 1111 1111 1111",
        "123-45-6789",
        "@",
        "a@b.co",
        "\u{200b}",
        "１２",
        "é",
        "日本",
        "insert into t (ssn) values ('",
        "')",
        "/*",
        "*/",
        "'",
        "\"",
        "{\"a\": \"",
        "\"}",
        "%27",
        "\\u0027",
        "\\n",
        " or ",
        " union select ",
        ";",
        "--",
        "born ",
        "12 May ",
        "1990",
        ":",
        "::",
        "fe80",
        ".",
        "-",
        "+",
        "(",
        ")",
        "\n",
        ",",
        "|",
        "id,ssn\n",
        "eyJ",
        "-----BEGIN PRIVATE KEY-----",
        "GB82 WEST",
        "[at]",
        "🙂",
    ];
    prop_oneof![proptest::sample::select(known.to_vec()).prop_map(str::to_owned), "[0-9]{1,9}", "\\PC{0,6}"]
}

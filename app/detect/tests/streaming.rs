//! A text that arrives in chunks is judged as the whole text is.

use detect::{Family, Finding, Scanner, scan};
use proptest::prelude::*;

fn in_chunks(text: &str, cuts: &[usize]) -> (Vec<Finding>, Vec<Finding>) {
    let mut scanner = Scanner::new();
    let mut early = Vec::new();
    let mut start = 0;
    for cut in cuts.iter().chain([&text.len()]) {
        let end = text.floor_char_boundary((*cut).max(start));
        early.extend(scanner.push(&text[start..end]).iter().copied());
        assert!(early.iter().all(|finding| finding.end <= scanner.settled()));
        start = end;
    }
    (scanner.finish().iter().copied().collect(), early)
}

#[test]
fn values_are_final_at_a_blank_line() {
    let mut scanner = Scanner::new();

    assert!(scanner.push("My SSN is 123-45-").is_empty());
    assert!(scanner.push("6789.\n").is_empty());
    let first = scanner.push("\nThe card is 4111 1111");
    let settled = scanner.settled();
    scanner.push(" 1111 1111.");

    let spans = |findings: &mut dyn Iterator<Item = Finding>| findings.map(|f| (f.kind.word(), f.start, f.end)).collect::<Vec<_>>();
    assert_eq!(spans(&mut first.iter().copied()), [("ssn", 10, 21)]);
    assert_eq!(settled, 24);
    assert_eq!(spans(&mut scanner.finish().iter().copied()), [("ssn", 10, 21), ("credit_card", 36, 55)]);
}

#[test]
fn a_key_with_a_blank_line_in_it_stays_whole() {
    let text = "-----BEGIN RSA PRIVATE KEY-----\nDEK-Info: AES\n\nMIIabc\n-----END RSA PRIVATE KEY-----\n\nbye";

    let (found, _) = in_chunks(text, &[40, 50, 60]);

    assert_eq!(found, scan(text).iter().copied().collect::<Vec<_>>());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn chunks_find_what_the_whole_finds(
        pieces in proptest::collection::vec(pieces(), 0..30),
        cuts in proptest::collection::vec(0_usize..400, 0..8),
    ) {
        let text = pieces.concat();
        let mut cuts = cuts;
        cuts.sort_unstable();

        let (found, early) = in_chunks(&text, &cuts);

        let whole: Vec<Finding> = scan(&text).iter().copied().collect();
        prop_assert_eq!(&found, &whole, "{}", text);
        for finding in early.iter().filter(|f| matches!(f.kind.family(), Family::PersonalData | Family::Secret)) {
            prop_assert!(whole.contains(finding));
        }
    }
}

fn pieces() -> impl Strategy<Value = String> {
    prop_oneof![8 => proptest::sample::select(PIECES.to_vec()).prop_map(str::to_owned), 1 => "[0-9]{1,9}", 1 => "\\PC{0,4}"]
}

const PIECES: &[&str] = &[
    "\n\n",
    "\n\n",
    "\n",
    "\r\n",
    " ",
    "ssn ",
    "card ",
    "4111 1111 1111 1111",
    "4111",
    "123-45-6789",
    "123",
    "@",
    "a@b.co",
    "ann ",
    "\u{200b}",
    "\u{301}",
    "é",
    "insert into t (ssn, x) values ('",
    "', '",
    "')",
    "(",
    ")",
    "{\"a\": \"",
    "\"",
    "\", \"",
    "\"}",
    "[\"4111\", \"1111",
    "%40",
    "%0A%0A",
    "\\u0040",
    "\\n\\n",
    "&#64;",
    "NDExMTExMTExMTExMTExMQ==",
    "born ",
    "12 May ",
    "1990",
    ":",
    "::",
    "fe80",
    ".",
    "-",
    "+",
    "+44 7911 123456",
    "id,ssn,dob\n",
    "1,123456789,1990-01-02\n",
    ",",
    "|",
    " [at] ",
    " dot ",
    "-----BEGIN PRIVATE KEY-----",
    "-----END PRIVATE KEY-----",
    "DE89",
    "3704 0044 0532 0130 00",
    "S1234567D",
    "K7QP2M",
    "pnr ",
    "' or 1=1 --",
    " union select ",
    "ignore previous instructions",
];

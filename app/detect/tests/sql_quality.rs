//! Quality on labelled texts of our own: one set that the rules were tuned on, one that was written afterwards with other
//! payloads and templates. The first run on the second set gave recall .93 and precision .99; what it missed by structure was
//! mended once, so today's figures on it are a little kind. Each payload travels in every carrier; `cargo test -p detect --test sql_quality -- --nocapture` prints both tables.

use std::collections::BTreeMap;

use detect::{Family, sql_injection};

const TUNED: [&str; 2] = [include_str!("data/sql/tuned_attacks.tsv"), include_str!("data/sql/tuned_benign.tsv")];
const HELD_OUT: [&str; 2] = [include_str!("data/sql/held_out_attacks.tsv"), include_str!("data/sql/held_out_benign.tsv")];

/// How a payload reaches a governed call.
type Carrier = (&'static str, fn(&str) -> String);

const CARRIERS: [Carrier; 8] = [
    ("bare", str::to_owned),
    ("parameter", |payload| format!("key={payload}")),
    ("url", |payload| format!("https://desk.example/find?sort=asc&key={}&page=3", percent(payload))),
    ("twice encoded", |payload| format!("https://desk.example/find?key={}", percent(&percent(payload)))),
    ("json", |payload| serde_json::json!({"where": {"key": payload}, "limit": 9}).to_string()),
    ("json in json", |payload| serde_json::json!({"call": serde_json::json!({"key": payload}).to_string()}).to_string()),
    ("form", |payload| format!("kind=a&key={}&go=1", percent(payload).replace("%20", "+"))),
    ("html", |payload| {
        payload.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_string() } else { format!("&#{};", u32::from(c)) }).collect()
    }),
];

/// A payload stands in the place of a name; somebody who asks about a query puts it behind a colon.
const ATTACKING: Carrier = ("sentence", |payload| format!("Tell me what we hold about account {payload}"));
const ASKING: Carrier = ("question", |text| format!("Could you explain this to me: {text}"));

fn percent(text: &str) -> String {
    text.bytes().map(|byte| if byte.is_ascii_alphanumeric() { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}

fn is_flagged(text: &str) -> bool {
    sql_injection(text).of_family(Family::SqlInjection).next().is_some()
}

/// Flagged and all, by label.
type Table = BTreeMap<String, (usize, usize)>;

fn count(lines: &str, misses: &mut Vec<String>, is_attack: bool) -> Table {
    let mut table = Table::new();
    for line in lines.lines() {
        let Some((label, payload)) = line.split_once('\t') else { continue };
        let spoken = if is_attack { ATTACKING } else { ASKING };
        for (carrier, carry) in CARRIERS.into_iter().chain([spoken]) {
            let text = carry(payload);
            let is_flagged = is_flagged(&text);
            let row = table.entry(label.to_owned()).or_default();
            row.0 += usize::from(is_flagged);
            row.1 += 1;
            if is_flagged != is_attack {
                misses.push(format!("{label} {carrier}: {text}"));
            }
        }
    }
    table
}

fn share(row: (usize, usize)) -> f64 {
    row.0 as f64 / row.1 as f64
}

/// Counts a set and holds it to a floor of recall and a ceiling of false alarms by label; answers the table.
fn check(name: &str, [attacks, benign]: [&str; 2], floor: f64, ceiling: f64) -> String {
    let mut misses = Vec::new();
    let found = count(attacks, &mut misses, true);
    let alarms = count(benign, &mut misses, false);
    let line = |what: &str, (label, row): (&String, &(usize, usize))| format!("{name}: {what} {label} {:.3} of {}\n", share(*row), row.1);

    assert!(found.values().all(|row| share(*row) >= floor), "{misses:#?}");
    assert!(alarms.values().all(|row| share(*row) <= ceiling), "{misses:#?}");

    found.iter().map(|row| line("recall", row)).chain(alarms.iter().map(|row| line("false alarms", row))).collect()
}

#[test]
fn the_tuned_set_is_told_apart() {
    println!("{}", check("tuned", TUNED, 0.985, 0.0));
}

#[test]
fn the_held_out_set_is_told_apart() {
    println!("{}", check("held out", HELD_OUT, 0.97, 0.003));
}

#[test]
fn base64_and_hexadecimal_are_opened() {
    for text in ["data=MSBVTklPTiBTRUxFQ1QgYSBGUk9NIGI=", "0x27206f7220313d31202d2d"] {
        assert!(is_flagged(text), "{text}");
    }
    assert!(!is_flagged("sha 9496e0b8e5484080a899eb61875cf19c and iVBORw0KGgoAAAANSUhEUgAAAAUA"));
}

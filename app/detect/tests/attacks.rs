//! Secrets, script, prompt injection and commands on a small labelled set: what has to be found and what only looks like it.

use std::collections::BTreeMap;

use detect::{Family, scan};

const LABELLED: &str = include_str!("data/attacks.tsv");
const FAMILIES: [(&str, Family); 4] = [
    ("secret", Family::Secret),
    ("xss", Family::CrossSiteScripting),
    ("prompt", Family::PromptInjection),
    ("command", Family::DangerousCommand),
];

/// Right, missed and false, by label; and the lines that were wrong.
fn count() -> (BTreeMap<&'static str, [u32; 3]>, Vec<String>) {
    let mut table = BTreeMap::new();
    let mut wrong = Vec::new();
    for line in LABELLED.lines() {
        let Some((label, text)) = line.split_once('\t') else { continue };
        let findings = scan(text);
        for (name, family) in FAMILIES {
            let is_found = findings.of_family(family).next().is_some();
            let row: &mut [u32; 3] = table.entry(name).or_default();
            match (is_found, label == name) {
                (true, true) => row[0] += 1,
                (false, true) => row[1] += 1,
                // One attack may carry another; only a clean text raises a false alarm.
                (true, false) if label == "none" => row[2] += 1,
                (true | false, false) => continue,
            }
            if is_found != (label == name) {
                wrong.push(format!("{name}: {line}"));
            }
        }
    }
    (table, wrong)
}

#[test]
fn recall_and_precision_hold() {
    let (table, wrong) = count();

    for (name, [right, missed, false_alarms]) in table {
        println!("{name}: {right} found, {missed} missed, {false_alarms} false alarms");
        let recall = f64::from(right) / f64::from(right + missed);
        let precision = f64::from(right) / f64::from(right + false_alarms);
        assert!(recall >= 0.9 && precision >= 0.95, "{name}: recall {recall:.2}, precision {precision:.2}: {wrong:#?}");
    }
}

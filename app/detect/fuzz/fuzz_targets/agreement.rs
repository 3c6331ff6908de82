//! What the slow references claim is found, whatever stands around it.
#![no_main]

#[path = "../../tests/reference/mod.rs"]
mod personal;
#[path = "../../tests/reference/sql.rs"]
mod sql;

use detect::{scan_values, sql_injection};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let values = scan_values(text);
    for (word, start, end) in personal::claims(text) {
        assert!(values.iter().any(|found| found.start <= start && end <= found.end), "{word} at {start}..{end}");
    }
    assert!(!sql::is_attack(text) || !sql_injection(text).is_empty());
});

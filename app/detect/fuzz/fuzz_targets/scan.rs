//! Any text: no panic, whole characters, values apart from each other, and redaction in both styles.
#![no_main]

use detect::{Family, Style, redact_as, scan};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let findings = scan(text);
    let mut done = 0;
    for finding in &findings {
        assert!(finding.start < finding.end && text.get(finding.start..finding.end).is_some());
        if matches!(finding.kind.family(), Family::PersonalData | Family::Secret) {
            assert!(done <= finding.start);
            done = finding.end;
        }
    }
    for style in [Style::Placeholder, Style::LastFour] {
        redact_as(text, findings.iter(), |_| style);
    }
});

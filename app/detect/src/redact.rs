use serde::de::IgnoredAny;

use crate::{
    Finding, Kind,
    json_place::{JsonPlace, Stretch},
};

/// What is written in place of a value.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Style {
    /// `[REDACTED:word]`.
    #[default]
    Placeholder,
    /// Stars, with the last four characters left, for numbers that people recognise by them; a placeholder
    /// for every other value.
    LastFour,
}

/// Replaces each found stretch by `[REDACTED:word]`; stretches that overlap become one placeholder,
/// named for the first. Valid JSON stays valid JSON.
pub fn redact<'a>(text: &str, findings: impl Iterator<Item = &'a Finding>) -> String {
    redact_as(text, findings, |_| Style::Placeholder)
}

/// The same, in the style that is chosen for each kind.
pub fn redact_as<'a>(text: &str, findings: impl Iterator<Item = &'a Finding>, style: impl Fn(Kind) -> Style) -> String {
    let mut sorted: Vec<&Finding> = findings.collect();
    sorted.sort_by_key(|f| (f.start, std::cmp::Reverse(f.end)));
    let mut json = Some(JsonPlace::new(text)).filter(|_| !sorted.is_empty() && is_json(text));
    // A placeholder is mostly longer than what it stands for.
    const LONGER: usize = 16;
    let mut out = String::with_capacity(text.len() + sorted.len() * LONGER);
    let mut done = 0;
    let mut next = sorted.iter().peekable();
    while let Some(finding) = next.next() {
        let mut end = finding.end;
        while let Some(overlapping) = next.next_if(|following| following.start < end) {
            end = end.max(overlapping.end);
        }
        let plain = Stretch { start: finding.start, end, is_bare: false };
        let stretch = json.as_mut().map_or(plain, |json| json.widen(finding.start, end));
        if stretch.start < done || stretch.end <= stretch.start {
            continue;
        }
        out.push_str(text.get(done..stretch.start).unwrap_or_default());
        let quote = if stretch.is_bare { "\"" } else { "" };
        out.push_str(quote);
        put(text.get(stretch.start..stretch.end).unwrap_or_default(), finding.kind, style(finding.kind), &mut out);
        out.push_str(quote);
        done = stretch.end;
    }
    out.push_str(text.get(done..).unwrap_or_default());
    out
}

fn is_json(text: &str) -> bool {
    let trimmed = text.trim();
    let is_container = trimmed.starts_with(['{', '[']) && trimmed.ends_with(['}', ']']);
    is_container && serde_json::from_str::<IgnoredAny>(trimmed).is_ok()
}

fn put(value: &str, kind: Kind, style: Style, out: &mut String) {
    if style == Style::LastFour && mask(value, kind, out) {
        return;
    }
    out.push_str("[REDACTED:");
    out.push_str(kind.word());
    out.push(']');
}

/// Writes stars for all but the last four letters and digits. A value that is short, encoded or disguised has
/// no last four that may be shown.
fn mask(value: &str, kind: Kind, out: &mut String) -> bool {
    const LEFT: usize = 4;
    const SHORTEST: usize = 8;
    let is_number =
        matches!(kind, Kind::CreditCard | Kind::Iban | Kind::UsBankAccount | Kind::AbaRouting | Kind::Ssn | Kind::Aadhaar | Kind::Phone);
    let is_plain = value.bytes().all(|b| b.is_ascii_digit() || (kind == Kind::Iban && b.is_ascii_uppercase()) || b" -.+()/".contains(&b));
    let signs = value.bytes().filter(u8::is_ascii_alphanumeric).count();
    if !is_number || !is_plain || signs < SHORTEST {
        return false;
    }
    let mut left = signs;
    for c in value.chars() {
        out.push(if c.is_ascii_alphanumeric() && left > LEFT { '*' } else { c });
        left -= usize::from(c.is_ascii_alphanumeric());
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{scan, scan_values};

    #[test]
    fn each_value_becomes_a_placeholder() {
        let text = "My SSN is 123-45-6789, card 4111 1111 1111 1111, again 4111111111111111.";

        let redacted = redact(text, scan(text).iter());

        assert_eq!(redacted, "My SSN is [REDACTED:ssn], card [REDACTED:credit_card], again [REDACTED:credit_card].");
    }

    #[test]
    fn overlapping_stretches_become_one() {
        let parts = [
            Finding { kind: Kind::Email, start: 2, end: 8, confidence: 90 },
            Finding { kind: Kind::Phone, start: 4, end: 10, confidence: 90 },
        ];

        assert_eq!(redact("0123456789ab", parts.iter()), "01[REDACTED:email]ab");
    }

    #[test]
    fn the_last_four_stay_when_they_may() {
        let check = |text: &str, expected: &str| {
            assert_eq!(redact_as(text, scan_values(text).iter(), |_| Style::LastFour), expected);
        };

        check("card 4111 1111 1111 1111", "card **** **** **** 1111");
        check("SSN 123-45-6789", "SSN ***-**-6789");
        check("to DE89370400440532013000", "to ******************3000");
        check("mail ann@example.com", "mail [REDACTED:email]");
        check("PNR K7QP2M", "PNR [REDACTED:booking_reference]");
        check("card NDExMTExMTExMTExMTExMQ==", "card [REDACTED:credit_card]");
        check("{\"card\": 4111111111111111}", "{\"card\": \"************1111\"}");
    }

    #[test]
    fn json_stays_json() {
        let check = |text: &str, expected: &str| assert_eq!(redact(text, scan_values(text).iter()), expected);

        check(r#"{"ssn": 123456789, "n": 1}"#, r#"{"ssn": "[REDACTED:ssn]", "n": 1}"#);
        check(r#"{"mail": "\u00e9va@example.com"}"#, r#"{"mail": "[REDACTED:email]"}"#);
        check(r#"{"mail": "\"ann b\"@example.com"}"#, r#"{"mail": "[REDACTED:email]"}"#);
        check(
            r#"["4111","1111","1111","1111"]"#,
            r#"["[REDACTED:credit_card]","[REDACTED:credit_card]","[REDACTED:credit_card]","[REDACTED:credit_card]"]"#,
        );
    }
}

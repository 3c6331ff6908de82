use crate::Finding;

/// Replaces each found stretch by `[REDACTED:word]`; stretches that overlap become one placeholder,
/// named for the first.
pub fn redact<'a>(text: &str, findings: impl Iterator<Item = &'a Finding>) -> String {
    let mut sorted: Vec<&Finding> = findings.collect();
    sorted.sort_by_key(|f| (f.start, std::cmp::Reverse(f.end)));
    let mut out = String::with_capacity(text.len());
    let mut done = 0;
    for finding in sorted {
        if finding.start >= done {
            out.push_str(text.get(done..finding.start).unwrap_or_default());
            out.push_str("[REDACTED:");
            out.push_str(finding.kind.word());
            out.push(']');
        }
        done = done.max(finding.end);
    }
    out.push_str(text.get(done..).unwrap_or_default());
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Kind, scan};

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
}

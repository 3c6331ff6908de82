use std::io::BufRead;

use anyhow::Context as _;
use detect::Finding;
use governance::detection::how;
use serde::Serialize;

use super::{Output, Subject, code_points::CodePoints};

/// One finding, without its value.
#[derive(Serialize)]
struct Found {
    r#type: &'static str,
    /// Code points from the beginning of the text.
    start: usize,
    end: usize,
    /// From 1.
    line: usize,
    /// Code points from the beginning of the line, from 1.
    column: usize,
    /// Of 100.
    confidence: u8,
    /// What speaks for it.
    validator: &'static str,
}

#[derive(Serialize)]
struct Report {
    findings: Vec<Found>,
}

/// Says what is found where, and why it is held for that; never what it is.
pub(super) fn find(subject: Subject, mut input: impl BufRead, out: Output) -> anyhow::Result<()> {
    let mut text = String::new();
    input.read_to_string(&mut text).context("the text has to be UTF-8")?;
    let report = report(subject, &text);
    out.show(&report, || words(subject, &report));
    Ok(())
}

fn report(subject: Subject, text: &str) -> Report {
    let found = detect::scan(text);
    let mut points = CodePoints::of(text);
    Report { findings: found.of_family(subject.family()).map(|finding| place(text, &mut points, finding)).collect() }
}

fn place(text: &str, points: &mut CodePoints<'_>, finding: &Finding) -> Found {
    let before = text.get(..finding.start).unwrap_or_default();
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    Found {
        r#type: finding.kind.word(),
        start: points.before(finding.start),
        end: points.before(finding.end),
        line: before.matches('\n').count() + 1,
        column: before.get(line_start..).unwrap_or_default().chars().count() + 1,
        confidence: finding.confidence,
        validator: how(finding.kind),
    }
}

fn words(subject: Subject, report: &Report) -> String {
    let mut lines: Vec<String> = report.findings.iter().map(line).collect();
    lines.push(match (subject, report.findings.len()) {
        (Subject::Pii, 0) => "No personal data found.".to_owned(),
        (Subject::Sqli, 0) => "No SQL injection found.".to_owned(),
        (_, 1) => "1 finding.".to_owned(),
        (_, many) => format!("{many} findings."),
    });
    lines.join("\n")
}

fn line(found: &Found) -> String {
    let place = format!("{}:{}-{}", found.line, found.column, found.column + found.end - found.start);
    format!("{place:<12} {:<24} {:>3} %  {}", found.r#type, found.confidence, found.validator)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_finding_has_its_place_and_never_its_value() {
        let report = report(Subject::Pii, "Grüße,\nülle: ann@example.com");

        let text = words(Subject::Pii, &report);

        assert!(text.starts_with("2:7-22 ") && text.contains("email") && text.ends_with("\n1 finding."), "{text}");
        assert!(!text.contains("ann@"), "{text}");
    }

    #[test]
    fn nothing_found_is_said() {
        assert_eq!(words(Subject::Pii, &report(Subject::Pii, "hello")), "No personal data found.");
        assert_eq!(words(Subject::Sqli, &report(Subject::Sqli, "hello")), "No SQL injection found.");
    }
}

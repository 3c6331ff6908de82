use std::time::Instant;

use detect::{Family, Finding, Findings, Kind, Style};
use model::{
    Invalid,
    views::{DetectionView, FoundLine},
};

use super::{
    how::{family, how},
    segments::segments,
};
use crate::{Error, Result};

/// Finds everything in the text that the detector knows, as a decision about it would.
pub async fn inspect(text: String) -> Result<DetectionView> {
    if text.trim().is_empty() {
        return Err(Invalid::new("text", "is required").into());
    }
    if text.len() > DetectionView::LONGEST_BYTES {
        let (most, size) = (DetectionView::LONGEST_BYTES / 1024, text.len().div_ceil(1024));
        let problem = format!("The text is {size} kB long: {most} kB are looked at.");
        return Err(Invalid::new("text", problem).into());
    }
    // The longest text may take milliseconds, which must not hold up the others.
    tokio::task::spawn_blocking(move || look(&text)).await.map_err(Error::broken)
}

fn look(text: &str) -> DetectionView {
    let started = Instant::now();
    let found = detect::scan(text);
    let written_as = |style: Style| detect::redact_as(text, found.iter().filter(|f| is_value(f.kind)), |_| style);
    let redacted = written_as(Style::Placeholder);
    let took_micros = u64::try_from(started.elapsed().as_micros()).unwrap_or(u64::MAX);
    DetectionView {
        size_bytes: u64::try_from(text.len()).unwrap_or(u64::MAX),
        took_micros,
        segments: segments(text, &found),
        found: found.iter().map(|finding| line(text, finding)).collect(),
        sql: sql(&found),
        masked: written_as(Style::LastFour),
        redacted,
    }
}

fn line(text: &str, finding: &Finding) -> FoundLine {
    let before = text.get(..finding.start).unwrap_or_default();
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    FoundLine {
        kind: finding.kind.word().to_owned(),
        family: family(finding.kind),
        confidence: finding.confidence,
        validator: how(finding.kind).to_owned(),
        line: before.matches('\n').count() + 1,
        column: before.get(line_start..).unwrap_or_default().chars().count() + 1,
    }
}

/// The place in the list of the most certain SQL injection.
fn sql(found: &Findings) -> Option<usize> {
    let attacks = found.iter().enumerate().filter(|(_, f)| f.kind.family() == Family::SqlInjection);
    attacks.max_by_key(|(_, f)| f.confidence).map(|(index, _)| index)
}

fn is_value(kind: Kind) -> bool {
    matches!(kind.family(), Family::PersonalData | Family::Secret)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_text_is_shown_with_everything_that_is_in_it() {
        let text = "line one\nmail ann@example.com, card 4111 1111 1111 1111\n1' UNION SELECT password FROM users--";

        let view = inspect(text.to_owned()).await.unwrap();

        let kinds: Vec<&str> = view.found.iter().map(|found| found.kind.as_str()).collect();
        assert_eq!(kinds, ["email", "credit_card", "sqli_union"]);
        assert_eq!((view.found[0].line, view.found[0].column), (2, 6));
        assert_eq!(view.sql, Some(2));
        assert!(view.redacted.contains("[REDACTED:email]") && view.redacted.contains("UNION SELECT"), "{}", view.redacted);
        assert!(view.masked.contains("1111") && !view.masked.contains("4111"), "{}", view.masked);
    }

    #[tokio::test]
    async fn nothing_and_too_much_are_refused_at_the_field() {
        for text in [" \n".to_owned(), "x".repeat(DetectionView::LONGEST_BYTES + 1)] {
            let Err(Error::Invalid(invalid)) = inspect(text).await else { panic!("was accepted") };
            assert_eq!(invalid.field, "text");
        }
        assert!(inspect("x".repeat(DetectionView::LONGEST_BYTES)).await.is_ok());
    }
}

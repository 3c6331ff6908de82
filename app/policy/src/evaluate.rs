use std::{collections::BTreeSet, ops::Range};

use detect::{Findings, Kind};
use model::{Action, Plane, TenantId, Verdict};
use time::OffsetDateTime;

use crate::{Evaluation, Match, Matcher, Redaction, Snapshot, snapshot::Entry};

/// What is asked about.
#[derive(Debug, Clone, Copy)]
pub struct Call<'a> {
    /// Which surface asked. Every policy speaks on every surface.
    pub plane: Plane,
    /// For whom.
    pub tenant: TenantId,
    /// The text that was scanned.
    pub text: &'a str,
    /// The instant that overrides are measured against.
    pub now: OffsetDateTime,
}

/// Evaluates every enabled policy that speaks for the tenant, whatever the others say; the strictest action wins.
pub fn evaluate(snapshot: &Snapshot, call: &Call<'_>, findings: &Findings) -> Evaluation {
    let candidates = snapshot.pattern_candidates(call.text);
    let mut matched = Vec::new();
    let mut redactions = Vec::new();
    let mut evaluated = 0;
    for (entry, is_candidate) in snapshot.entries().iter().zip(candidates) {
        if !entry.policy.applies_to(call.tenant) || !entry.is_enabled(call.now) {
            continue;
        }
        evaluated += 1;
        let Some((hit, labelled)) = hit(entry, is_candidate, call, findings) else { continue };
        if hit.action == Action::Redact {
            redactions.extend(labelled);
        }
        matched.push((entry.policy.priority, hit));
    }
    matched.sort_by(|(p1, a), (p2, b)| (a.action, a.severity, p2, &a.policy).cmp(&(b.action, b.severity, p1, &b.policy)));
    redactions.sort_by(|a, b| (a.span.start, b.span.end, &a.label).cmp(&(b.span.start, a.span.end, &b.label)));
    let matched: Vec<Match> = matched.into_iter().map(|(_, hit)| hit).collect();
    let verdict = Verdict::of(Action::strictest(matched.iter().map(|hit| hit.action)));
    Evaluation { verdict, matched, evaluated, redact: redactions }
}

/// The match of one policy, with what would be put in place of each stretch.
fn hit(entry: &Entry, is_candidate: bool, call: &Call<'_>, findings: &Findings) -> Option<(Match, Vec<Redaction>)> {
    let (matched_on, redactions) = match &entry.policy.matcher {
        Matcher::Detector(kinds) => detected(kinds, findings),
        Matcher::Pattern(pattern) if is_candidate => ("pattern".to_owned(), labelled(pattern.spans(call.text), entry.policy.id.as_str())),
        Matcher::Pattern(_) => return None,
    };
    if redactions.is_empty() {
        return None;
    }
    let hit = Match {
        policy: entry.policy.id.clone(),
        name: entry.policy.name.clone(),
        category: entry.policy.category.clone(),
        severity: entry.policy.severity,
        action: entry.action(call.now),
        version: entry.policy.version,
        matched_on,
        spans: redactions.iter().map(|redaction| redaction.span.clone()).collect(),
    };
    Some((hit, redactions))
}

fn detected(kinds: &[Kind], findings: &Findings) -> (String, Vec<Redaction>) {
    let mut words = BTreeSet::new();
    let mut redactions = Vec::new();
    for finding in findings.iter().filter(|finding| kinds.contains(&finding.kind)) {
        words.insert(finding.kind.word());
        redactions.push(Redaction { span: finding.start..finding.end, label: finding.kind.word().to_owned() });
    }
    (words.into_iter().collect::<Vec<_>>().join(", "), redactions)
}

fn labelled(spans: Vec<Range<usize>>, label: &str) -> Vec<Redaction> {
    spans.into_iter().map(|span| Redaction { span, label: label.to_owned() }).collect()
}

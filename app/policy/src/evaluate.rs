use std::{collections::BTreeSet, ops::Range, time::Duration};

use detect::{Family, Findings, Kind};
use model::{Action, Plane, TenantId, Verdict};
use time::OffsetDateTime;

use crate::{
    Evaluation, Facts, Match, Matcher, PolicyId, Redaction, Snapshot, Source, Way,
    facts::Asked,
    snapshot::{Entry, Held},
};

/// What is asked about.
#[derive(Debug, Clone, Copy)]
pub struct Call<'a> {
    /// Which surface asked.
    pub plane: Plane,
    /// For whom.
    pub tenant: TenantId,
    /// The text that was scanned: what the call says, and after [`crate::PART_END`] everything else in it.
    pub text: &'a str,
    /// The instant that overrides are measured against.
    pub now: OffsetDateTime,
    /// What the client says beside the text.
    pub facts: Facts<'a>,
}

/// What one policy said to one call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyResult {
    /// The policy.
    pub policy: PolicyId,
    /// Its version.
    pub version: u32,
    /// The action of its match, if it matched.
    pub matched: Option<Action>,
    /// How long it took.
    pub took: Duration,
}

/// Evaluates every enabled policy that speaks for the tenant and the surface, whatever the others say; the strictest
/// action wins.
pub fn evaluate(snapshot: &Snapshot, call: &Call<'_>, findings: &Findings) -> Evaluation {
    walk(snapshot, call, findings, |_, evaluate| evaluate())
}

/// The same, with what each policy said; `clock` tells how much time has passed since some instant.
pub fn evaluate_each(
    snapshot: &Snapshot,
    call: &Call<'_>,
    findings: &Findings,
    clock: &dyn Fn() -> Duration,
) -> (Evaluation, Vec<PolicyResult>) {
    let mut results = Vec::new();
    let evaluation = walk(snapshot, call, findings, |entry, evaluate| {
        let started = clock();
        let hit = evaluate();
        let took = clock().saturating_sub(started);
        let matched = hit.as_ref().map(|hit| hit.matched.action);
        results.push(PolicyResult { policy: entry.policy.id.clone(), version: entry.policy.version, matched, took });
        hit
    });
    (evaluation, results)
}

/// A match and what it takes out of the text.
struct Hit {
    matched: Match,
    redactions: Vec<Redaction>,
}

fn walk(
    snapshot: &Snapshot,
    call: &Call<'_>,
    findings: &Findings,
    mut each: impl FnMut(&Entry, &dyn Fn() -> Option<Hit>) -> Option<Hit>,
) -> Evaluation {
    let candidates = snapshot.pattern_candidates(call.text);
    let asked = Asked::of(call, findings);
    let surface = asked.surface();
    let mut matched = Vec::new();
    let mut redact = Vec::new();
    let mut evaluated = 0;
    for (entry, is_candidate) in snapshot.entries().iter().zip(candidates) {
        if !entry.policy.applies_to(call.tenant) || !entry.policy.surfaces.has(surface) || !entry.is_enabled(call.now) {
            continue;
        }
        evaluated += 1;
        if let Some(hit) = each(entry, &|| hit(entry, is_candidate, &asked)) {
            redact.extend(hit.redactions);
            matched.push((entry.policy.priority, hit.matched));
        }
    }
    matched.sort_by(|(p1, a), (p2, b)| (a.action, a.severity, p2, &a.policy).cmp(&(b.action, b.severity, p1, &b.policy)));
    redact.sort_by(|a, b| (a.span.start, b.span.end, &a.label).cmp(&(b.span.start, a.span.end, &b.label)));
    let matched: Vec<Match> = matched.into_iter().map(|(_, hit)| hit).collect();
    let verdict = Verdict::of(Action::strictest(matched.iter().map(|hit| hit.action)));
    Evaluation { verdict, matched, evaluated, redact }
}

/// What one policy says; `None` when it does not match.
fn hit(entry: &Entry, is_candidate: bool, asked: &Asked<'_>) -> Option<Hit> {
    let policy = &entry.policy;
    let own = || entry.action(asked.call.now, Way::of(asked.call.plane));
    match &policy.matcher {
        Matcher::Detector(kinds) => {
            let (words, found) = detected(kinds, asked.findings)?;
            Some(plain(policy, own(), words, found))
        }
        Matcher::Pattern(pattern) => {
            if !is_candidate {
                return None;
            }
            let Ok(spans) = pattern.spans(asked.call.text) else {
                let refuses = (Action::Block, Source::Policy);
                return Some(plain(policy, refuses, "pattern: it could not be compiled".to_owned(), Vec::new()));
            };
            let found = labelled(spans, policy.id.as_str());
            (!found.is_empty()).then(|| plain(policy, own(), "pattern".to_owned(), found))
        }
        Matcher::Conditions(conditions) => conditions.hold(asked).then(|| {
            let found = labelled(conditions.stretches(asked), policy.id.as_str());
            let found = if found.is_empty() { values(asked.findings) } else { found };
            plain(policy, own(), conditions.matched_on(), found)
        }),
        Matcher::Rego(rego) => rego.judge(asked).map(|answer| {
            let (own, source) = own();
            let action = answer.action(own);
            let redactions: Vec<Redaction> =
                answer.redactions.into_iter().map(|found| Redaction { label: policy.id.to_string(), ..found }).collect();
            let redacts = !redactions.is_empty();
            Hit { matched: Match { redacts, ..of(policy, (action, source), answer.matched_on, &redactions) }, redactions }
        }),
    }
}

/// A match with one action; what it found is taken out only when that is what it asks for.
fn plain(policy: &Held, asks: (Action, Source), matched_on: String, found: Vec<Redaction>) -> Hit {
    let matched = of(policy, asks, matched_on, &found);
    Hit { matched, redactions: if asks.0 == Action::Redact { found } else { Vec::new() } }
}

fn of(policy: &Held, (action, source): (Action, Source), matched_on: String, found: &[Redaction]) -> Match {
    Match {
        policy: policy.id.clone(),
        name: policy.name.clone(),
        category: policy.category.clone(),
        severity: policy.severity,
        action,
        source,
        redacts: action == Action::Redact,
        version: policy.version,
        matched_on,
        spans: found.iter().map(|redaction| redaction.span.clone()).collect(),
    }
}

fn detected(kinds: &[Kind], findings: &Findings) -> Option<(String, Vec<Redaction>)> {
    let mut words = BTreeSet::new();
    let mut found = Vec::new();
    for finding in findings.iter().filter(|finding| kinds.contains(&finding.kind)) {
        words.insert(finding.kind.word());
        found.push(Redaction::labelled(finding.start..finding.end, finding.kind.word()));
    }
    (!found.is_empty()).then(|| (words.into_iter().collect::<Vec<_>>().join(", "), found))
}

/// Every value that the detector found: what a policy takes out that asks for redaction and reads no text.
fn values(findings: &Findings) -> Vec<Redaction> {
    let values = findings.iter().filter(|finding| matches!(finding.kind.family(), Family::PersonalData | Family::Secret));
    values.map(|finding| Redaction::labelled(finding.start..finding.end, finding.kind.word())).collect()
}

fn labelled(spans: Vec<Range<usize>>, label: &str) -> Vec<Redaction> {
    spans.into_iter().map(|span| Redaction::labelled(span, label)).collect()
}

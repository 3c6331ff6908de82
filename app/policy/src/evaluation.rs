use std::ops::Range;

use model::{Action, Severity, Verdict};

use crate::{Category, PolicyId, Source};

/// The answer of a policy set to one call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evaluation {
    /// What the strictest match leads to.
    pub verdict: Verdict,
    /// Every policy that matched, the deciding one first.
    pub matched: Vec<Match>,
    /// How many policies were evaluated.
    pub evaluated: usize,
    /// The stretches that policies with the action `redact` take out, in order of the text.
    pub redact: Vec<Redaction>,
}

/// One policy that matched. It never holds the matched value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Match {
    /// The policy.
    pub policy: PolicyId,
    /// Its name for people.
    pub name: String,
    /// What it is about.
    pub category: Category,
    /// How bad it is.
    pub severity: Severity,
    /// The action in effect, after overrides.
    pub action: Action,
    /// What decided that action.
    pub source: Source,
    /// Whether values have to be taken out for it. A module may ask for that beside a stricter action.
    pub redacts: bool,
    /// The version that matched.
    pub version: u32,
    /// The words of the kinds that were found, or `pattern`.
    pub matched_on: String,
    /// Where it matched, in bytes of the text.
    pub spans: Vec<Range<usize>>,
}

/// A stretch to take out and the word to put in its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Redaction {
    /// Bytes of the text.
    pub span: Range<usize>,
    /// What stands behind `REDACTED:`.
    pub label: String,
    /// What a policy put there itself; only where no other stretch overlaps.
    pub with: Option<String>,
}

impl Redaction {
    /// A stretch that becomes `[REDACTED:label]`.
    pub fn labelled(span: Range<usize>, label: &str) -> Self {
        Self { span, label: label.to_owned(), with: None }
    }

    fn replacement(&self) -> String {
        format!("[REDACTED:{}]", self.label)
    }
}

impl Evaluation {
    /// A sentence that names the deciding policy.
    pub fn reason(&self) -> String {
        let Some(first) = self.matched.first() else { return "No policy matched.".to_owned() };
        let done = match first.action {
            Action::Block => "Blocked",
            Action::RequireApproval => "Held for approval",
            Action::Redact => "Redacted",
            Action::Warn => "Allowed with a warning",
            Action::Log => "Allowed and recorded",
            Action::Allow => "Allowed",
        };
        let more = match self.matched.len() - 1 {
            0 => String::new(),
            1 => "; 1 more policy matched".to_owned(),
            n => format!("; {n} more policies matched"),
        };
        format!("{done} by policy {} ({}) on {}{more}.", first.policy, first.name, first.matched_on)
    }

    /// The sentences that the answer carries for policies with the action `warn`.
    pub fn warnings(&self) -> Vec<String> {
        let warned = self.matched.iter().filter(|hit| hit.action == Action::Warn);
        warned.map(|hit| format!("Policy {} ({}) matched on {}.", hit.policy, hit.name, hit.matched_on)).collect()
    }

    /// The worst of the matched severities; low when nothing matched.
    pub fn severity(&self) -> Severity {
        self.matched.iter().map(|hit| hit.severity).min().unwrap_or(Severity::Low)
    }

    /// The text with `[REDACTED:label]`, or what the policy put there, for each stretch in `redact`; stretches that
    /// overlap become one placeholder, named for the first. The text must be the one that was evaluated.
    pub fn redacted_text(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        let mut done = 0;
        let mut rest = self.redact.as_slice();
        while let Some((first, mut after)) = rest.split_first() {
            let mut end = first.span.end;
            let mut is_alone = true;
            while let Some((next, later)) = after.split_first().filter(|(next, _)| next.span.start < end) {
                (end, after, is_alone) = (end.max(next.span.end), later, false);
            }
            out.push_str(text.get(done..first.span.start).unwrap_or_default());
            out.push_str(&first.with.clone().filter(|_| is_alone).unwrap_or_else(|| first.replacement()));
            (done, rest) = (end, after);
        }
        out.push_str(text.get(done..).unwrap_or_default());
        out
    }
}

use std::cell::OnceCell;

use detect::{Findings, Kind};
use model::{Plane, Severity};
use serde_json::{Map, Value, json};

use crate::{Call, Matcher, Surface, system_policies};

/// Separates what a call says from everything else that it carries, in the text that is scanned. No JSON document has
/// to use it.
pub const PART_END: char = '\u{1e}';

/// What a client says about a call beside its text. All of it is the caller's claim.
#[derive(Debug, Clone, Copy, Default)]
pub struct Facts<'a> {
    /// `decide`, `chat`, or what the client calls it.
    pub request_type: &'a str,
    /// The tool, model or connector, as `group/name` where both are known.
    pub target: Option<&'a str>,
    /// The end user for whom it is made.
    pub end_user: Option<&'a str>,
    /// The context object as it was sent.
    pub context: Option<&'a Map<String, Value>>,
}

/// A call as conditions and rules read it. Nothing is computed before somebody asks.
#[derive(Debug)]
pub(crate) struct Asked<'a> {
    pub(crate) call: &'a Call<'a>,
    pub(crate) findings: &'a Findings,
    document: OnceCell<regorus::Value>,
}

impl<'a> Asked<'a> {
    pub(crate) fn of(call: &'a Call<'a>, findings: &'a Findings) -> Self {
        Self { call, findings, document: OnceCell::new() }
    }

    /// What the call says, without what else it carries.
    pub(crate) fn query(&self) -> &'a str {
        let text = self.call.text;
        text.find(PART_END).and_then(|end| text.get(..end)).unwrap_or(text)
    }

    pub(crate) fn surface(&self) -> Surface {
        Surface::of(self.call.plane)
    }

    /// A member of the context, by path.
    pub(crate) fn context(&self, path: &[String]) -> Option<&'a Value> {
        let (first, rest) = path.split_first()?;
        rest.iter().try_fold(self.call.facts.context?.get(first)?, |value, name| value.get(name))
    }

    /// An attribute of the end user: `context.user.role`, or `context.user_role`.
    pub(crate) fn user(&self, attribute: &str) -> Option<&'a Value> {
        let context = self.call.facts.context?;
        let nested = context.get("user").and_then(|user| user.get(attribute));
        nested.or_else(|| context.iter().find(|(name, _)| name.strip_prefix("user_") == Some(attribute)).map(|(_, value)| value))
    }

    /// The tool or connector that the call goes to, when it goes to one.
    pub(crate) fn connector(&self) -> Option<&'a str> {
        self.names_tool().then(|| self.call.facts.target.map(|target| split(target).0)).flatten()
    }

    /// The operation of that connector.
    pub(crate) fn operation(&self) -> Option<&'a str> {
        let named = self.names_tool().then(|| self.call.facts.target.and_then(|target| split(target).1)).flatten();
        named.or_else(|| (self.call.plane == Plane::McpInput).then_some(self.call.facts.request_type))
    }

    /// The model's provider, as the context or the target names it.
    pub(crate) fn provider(&self) -> Option<&'a str> {
        let said = self.call.facts.context.and_then(|context| context.get("provider")?.as_str());
        said.or_else(|| (!self.is_tool_plane()).then(|| self.call.facts.target.map(|target| split(target).0)).flatten())
    }

    /// The model, as the context or the target names it.
    pub(crate) fn model(&self) -> Option<&'a str> {
        let said = self.call.facts.context.and_then(|context| context.get("model")?.as_str());
        said.or_else(|| (!self.is_tool_plane()).then(|| self.call.facts.target.and_then(|target| split(target).1)).flatten())
    }

    /// In decision mode a target may be either; the words for both then read it.
    fn names_tool(&self) -> bool {
        self.is_tool_plane() || self.call.plane == Plane::Decide
    }

    fn is_tool_plane(&self) -> bool {
        matches!(self.call.plane, Plane::McpInput | Plane::McpOutput)
    }

    pub(crate) fn risk_score(&self) -> f64 {
        risk_score(self.findings)
    }

    /// The document that rules read as `input`; made once for all of them.
    pub(crate) fn document(&self) -> &regorus::Value {
        self.document.get_or_init(|| regorus::Value::from(self.json()))
    }

    fn json(&self) -> Value {
        let facts = &self.call.facts;
        let mut user = facts.context.and_then(|context| context.get("user")?.as_object()).cloned().unwrap_or_default();
        if let Some(id) = facts.end_user {
            user.insert("id".to_owned(), Value::from(id));
        }
        let kinds: Vec<&str> = self.findings.kinds().into_iter().map(Kind::word).collect();
        let mut input = json!({
            "query": self.query(), "surface": self.surface().as_str(), "plane": self.call.plane.as_str(),
            "request_type": facts.request_type, "tenant_id": self.call.tenant.to_string(), "user": user,
            "context": facts.context.cloned().unwrap_or_default(), "detected": kinds, "risk_score": self.risk_score(),
        });
        let named = [
            ("target", facts.target),
            ("connector", self.connector()),
            ("operation", self.operation()),
            ("provider", self.provider()),
            ("model", self.model()),
            ("response", (self.surface() == Surface::Response).then(|| self.query())),
        ];
        if let Some(members) = input.as_object_mut() {
            members.extend(named.into_iter().filter_map(|(name, text)| Some((name.to_owned(), Value::from(text?)))));
            if let Some(permissions) = facts.context.and_then(|context| context.get("permissions")) {
                members.insert("permissions".to_owned(), permissions.clone());
            }
        }
        input
    }
}

/// 0 when nothing was found; otherwise 0.2, 0.5, 0.7 or 0.9 for the worst kind that was.
pub fn risk_score(findings: &Findings) -> f64 {
    let worst = findings.iter().map(|finding| severity_of(finding.kind)).min();
    worst.map_or(0.0, |severity| match severity {
        Severity::Critical => 0.9,
        Severity::High => 0.7,
        Severity::Medium => 0.5,
        Severity::Low => 0.2,
    })
}

fn split(target: &str) -> (&str, Option<&str>) {
    target.split_once('/').map_or((target, None), |(group, name)| (group, Some(name)))
}

/// How bad the shipped policy for this kind calls it.
fn severity_of(kind: Kind) -> Severity {
    let looks_for = |matcher: &Matcher| matches!(matcher, Matcher::Detector(kinds) if kinds.contains(&kind));
    system_policies().iter().find(|policy| looks_for(&policy.matcher)).map_or(Severity::High, |policy| policy.severity)
}

use model::Invalid;
use policy::{ConditionSpec, PolicyKind};
use serde::{Deserialize, Serialize};
use store::policies::PolicyFields;

use crate::{
    Error, Result,
    dynamic_policies::{self, ActionSpec, NewDynamicPolicy},
    policies::{NewPolicy, TestCase, read_cases},
    rego_policies::{self, NewRegoPolicy},
};

/// What the first member of every file says.
const FORMAT: &str = "axonflow-policy/1";

/// One policy as it lies in a file. Members that another kind has are left out.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PolicyFile {
    /// `axonflow-policy/1`.
    pub format: String,
    /// Its id in the organisation that it comes from. Another organisation goes by the name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Its name.
    pub name: String,
    /// What it is for.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// `pattern`, `conditions` or `rego`.
    pub kind: String,
    /// `organization` or `tenant`.
    pub tier: String,
    /// The name of the workspace that it speaks for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub workspace: Option<String>,
    /// What it is about.
    pub category: String,
    /// Whether it is evaluated.
    pub enabled: bool,
    /// What it asks for; of conditions, the actions say it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub action: Option<String>,
    /// How bad a match is; of conditions, the actions say it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub severity: Option<String>,
    /// Order among equally strict matches.
    #[serde(default)]
    pub priority: i32,
    /// Where it speaks; everywhere when empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub surfaces: Vec<String>,
    /// Free labels.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// Whether it comes into force with green tests only.
    #[serde(default)]
    pub critical: bool,
    /// The regular expression.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pattern: Option<String>,
    /// `risk`, `content`, `user` or `cost`.
    #[serde(rename = "type", default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// All of these have to hold.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub conditions: Option<Vec<ConditionSpec>>,
    /// Then this is done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub actions: Option<Vec<ActionSpec>>,
    /// The module.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<Lines>,
    /// Its tests.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tests: Option<Lines>,
    /// Calls and whether the policy matches them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub test_cases: Vec<TestCase>,
}

/// A text, in a file as a list of its lines, so that a change of one line is a change of one line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "OneOrMany", into = "OneOrMany")]
pub struct Lines(pub String);

#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum OneOrMany {
    One(String),
    Many(Vec<String>),
}

impl From<OneOrMany> for Lines {
    fn from(text: OneOrMany) -> Self {
        match text {
            OneOrMany::One(text) => Self(text),
            OneOrMany::Many(lines) => Self(lines.join("\n")),
        }
    }
}

impl From<Lines> for OneOrMany {
    fn from(text: Lines) -> Self {
        if text.0.contains('\n') { Self::Many(text.0.split('\n').map(str::to_owned).collect()) } else { Self::One(text.0) }
    }
}

impl PolicyFile {
    /// The file of a stored policy.
    pub(super) fn of(id: &str, tier: &str, workspace: Option<String>, fields: &PolicyFields) -> Result<Self> {
        let kind = PolicyKind::parse(&fields.kind).ok_or_else(|| Error::broken("a stored kind of policy is unknown"))?;
        let mut file = Self {
            format: FORMAT.to_owned(),
            id: Some(id.to_owned()),
            name: fields.name.clone(),
            description: fields.description.clone(),
            kind: kind.to_string(),
            tier: tier.to_owned(),
            workspace,
            category: fields.category.clone(),
            enabled: fields.enabled,
            action: Some(fields.action.clone()),
            severity: Some(fields.severity.clone()),
            priority: fields.priority,
            surfaces: fields.surfaces.clone(),
            tags: fields.tags.clone(),
            critical: fields.critical,
            pattern: None,
            label: None,
            conditions: None,
            actions: None,
            source: None,
            tests: None,
            test_cases: read_cases(&fields.test_cases)?,
        };
        let document = fields.document.clone().unwrap_or_default();
        match kind {
            PolicyKind::Pattern => file.pattern = Some(fields.pattern.clone()),
            PolicyKind::Conditions => {
                let document = dynamic_policies::Document::read(document).map_err(Error::broken)?;
                (file.action, file.severity) = (None, None);
                (file.label, file.conditions, file.actions) = (Some(document.kind), Some(document.conditions), Some(document.actions));
            }
            PolicyKind::Rego => {
                let document = rego_policies::Document::read(document).map_err(Error::broken)?;
                file.source = Some(Lines(document.source));
                file.tests = Some(Lines(document.tests)).filter(|tests| !tests.0.is_empty());
            }
        }
        Ok(file)
    }

    /// What it says, checked as every write is.
    pub(super) fn fields(&self) -> Result<(PolicyKind, PolicyFields)> {
        if self.format != FORMAT {
            return Err(Invalid::new("format", format!("must be {FORMAT}")).into());
        }
        let kind = PolicyKind::parse(&self.kind).ok_or_else(|| Invalid::new("kind", "must be pattern, conditions or rego"))?;
        self.expect_members(kind)?;
        let fields = match kind {
            PolicyKind::Pattern => self.as_pattern().fields(),
            PolicyKind::Conditions => self.as_conditions().fields(),
            PolicyKind::Rego => self.as_rego().fields(),
        };
        Ok((kind, fields?))
    }

    /// A member that means nothing to this kind would be lost without a word.
    fn expect_members(&self, kind: PolicyKind) -> Result<()> {
        let (is_pattern, is_conditions, is_rego) = (kind == PolicyKind::Pattern, kind == PolicyKind::Conditions, kind == PolicyKind::Rego);
        let strange = [
            ("pattern", self.pattern.is_some() && !is_pattern),
            ("surfaces", !self.surfaces.is_empty() && is_pattern),
            ("type", self.label.is_some() && !is_conditions),
            ("conditions", self.conditions.is_some() && !is_conditions),
            ("actions", self.actions.is_some() && !is_conditions),
            ("action", self.action.is_some() && is_conditions),
            ("severity", self.severity.is_some() && is_conditions),
            ("tags", !self.tags.is_empty() && is_conditions),
            ("source", self.source.is_some() && !is_rego),
            ("tests", self.tests.is_some() && !is_rego),
        ];
        match strange.into_iter().find(|(_, is_strange)| *is_strange) {
            Some((member, _)) => Err(Invalid::new(member, format!("does not belong to a policy of the kind {kind}")).into()),
            None => Ok(()),
        }
    }

    fn as_pattern(&self) -> NewPolicy {
        NewPolicy {
            name: self.name.clone(),
            description: Some(self.description.clone()),
            category: self.category.clone(),
            pattern: self.pattern.clone().unwrap_or_default(),
            severity: self.severity.clone(),
            enabled: Some(self.enabled),
            action: self.action.clone(),
            priority: Some(self.priority),
            tags: Some(self.tags.clone()),
            critical: Some(self.critical),
            test_cases: Some(self.test_cases.clone()),
            ..NewPolicy::default()
        }
    }

    fn as_conditions(&self) -> NewDynamicPolicy {
        NewDynamicPolicy {
            name: self.name.clone(),
            description: Some(self.description.clone()),
            kind: self.label.clone(),
            category: Some(self.category.clone()),
            conditions: self.conditions.clone(),
            actions: self.actions.clone(),
            surfaces: Some(self.surfaces.clone()),
            priority: Some(self.priority),
            enabled: Some(self.enabled),
            critical: Some(self.critical),
            test_cases: Some(self.test_cases.clone()),
            ..NewDynamicPolicy::default()
        }
    }

    fn as_rego(&self) -> NewRegoPolicy {
        NewRegoPolicy {
            name: self.name.clone(),
            description: Some(self.description.clone()),
            category: Some(self.category.clone()),
            source: self.source.clone().map(|lines| lines.0).unwrap_or_default(),
            tests: self.tests.clone().map(|lines| lines.0),
            action: self.action.clone(),
            severity: self.severity.clone(),
            surfaces: Some(self.surfaces.clone()),
            priority: Some(self.priority),
            tags: Some(self.tags.clone()),
            enabled: Some(self.enabled),
            critical: Some(self.critical),
            test_cases: Some(self.test_cases.clone()),
            ..NewRegoPolicy::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn file(body: &Value) -> PolicyFile {
        let mut whole = json!({"format": FORMAT, "name": "Own", "tier": "organization", "category": "dynamic-risk", "enabled": true});
        whole.as_object_mut().unwrap().extend(body.as_object().cloned().unwrap());
        serde_json::from_value(whole).unwrap()
    }

    fn comes_back(body: &Value) {
        let sent = file(body);
        let (_, fields) = sent.fields().unwrap();

        let back = PolicyFile::of("pol_1", &sent.tier, sent.workspace.clone(), &fields).unwrap();

        let text = serde_json::to_string(&back).unwrap();
        assert_eq!(serde_json::from_str::<PolicyFile>(&text).unwrap(), back);
        assert_eq!(back.fields().unwrap().1, fields, "{text}");
    }

    #[test]
    fn a_round_trip_loses_nothing_of_any_kind() {
        let cases = json!([{"name": "one", "call": {"query": "x", "context": {"a": null}}, "matches": false}]);
        comes_back(&json!({
            "kind": "pattern", "pattern": "a\\d+", "category": "sensitive-data", "action": "warn", "severity": "low", "priority": -3,
            "tags": ["b", "a"], "critical": true, "test_cases": cases, "description": "two\nlines",
        }));
        comes_back(&json!({
            "kind": "conditions", "type": "cost", "surfaces": ["response", "request"], "enabled": false,
            "conditions": [{"field": "query", "operator": "equals", "value": "x"}, {"field": "hour", "operator": "exists", "value": null}],
            "actions": [{"type": "block", "config": {"reason": "No."}}, {"type": "log", "config": {}}],
        }));
        comes_back(&json!({"kind": "rego", "source": ["package a", "", "deny if true", ""], "tests": "package a", "action": "redact"}));
    }

    #[test]
    fn a_text_is_a_list_of_its_lines() {
        for text in ["", "one", "one\n", "\n", "a\r\nb\n\n"] {
            let stored = serde_json::to_value(Lines(text.to_owned())).unwrap();
            assert_eq!(serde_json::from_value::<Lines>(stored.clone()).unwrap().0, text, "{stored}");
        }
        assert_eq!(serde_json::to_value(Lines("a\nb\n".to_owned())).unwrap(), json!(["a", "b", ""]));
    }

    #[test]
    fn what_would_be_lost_is_refused() {
        let refused = |body: &Value| match file(body).fields() {
            Err(Error::Invalid(invalid)) => invalid.field,
            other => unreachable!("{other:?}"),
        };
        assert_eq!(refused(&json!({"kind": "pattern", "pattern": "a", "surfaces": ["request"]})), "surfaces");
        assert_eq!(refused(&json!({"kind": "rego", "source": "package a\ndeny if true\n", "pattern": "a"})), "pattern");
        assert_eq!(refused(&json!({"kind": "conditions", "action": "block"})), "action");
        assert_eq!(refused(&json!({"kind": "other"})), "kind");
        assert_eq!(refused(&json!({"kind": "rego", "source": "package a\ndeny if nothing(1)\n"})), "source");
        assert!(serde_json::from_value::<PolicyFile>(json!({"format": FORMAT, "sourc": "x"})).is_err());
    }
}

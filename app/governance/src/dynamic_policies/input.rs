use model::Invalid;
use policy::{ConditionSpec, PolicyKind};
use serde::Deserialize;
use store::policies::PolicyFields;

use super::{ActionSpec, Document};
use crate::{
    Error, Result,
    policies::{TestCase, checked_words, stored_cases},
};

/// A dynamic policy to make, in the words of the wire.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct NewDynamicPolicy {
    /// Its name.
    pub name: String,
    /// What it is for.
    pub description: Option<String>,
    /// `risk`, which is the default, `content`, `user` or `cost`: a label.
    #[serde(rename = "type")]
    pub kind: Option<String>,
    /// `dynamic-risk` when unsaid; begins with `dynamic-`.
    pub category: Option<String>,
    /// `tenant`, which is the default, or `organization`.
    pub tier: Option<String>,
    /// Must be the caller's own organisation, when given.
    pub organization_id: Option<String>,
    /// All of these have to hold.
    pub conditions: Option<Vec<ConditionSpec>>,
    /// Then this is done.
    pub actions: Option<Vec<ActionSpec>>,
    /// Where it speaks; everywhere when unsaid.
    pub surfaces: Option<Vec<String>>,
    /// Order among equally strict matches.
    pub priority: Option<i32>,
    /// Whether it is evaluated; yes when unsaid.
    pub enabled: Option<bool>,
    /// Whether it comes into force with green tests only.
    pub critical: Option<bool>,
    /// Calls and whether the policy matches them.
    pub test_cases: Option<Vec<TestCase>>,
}

/// What is to change; what is `None` stays.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct DynamicPolicyChange {
    /// Its name.
    pub name: Option<String>,
    /// What it is for.
    pub description: Option<String>,
    /// `risk`, `content`, `user` or `cost`.
    #[serde(rename = "type")]
    pub kind: Option<String>,
    /// Begins with `dynamic-`.
    pub category: Option<String>,
    /// Cannot change; the same is taken.
    pub tier: Option<String>,
    /// All of these have to hold.
    pub conditions: Option<Vec<ConditionSpec>>,
    /// Then this is done.
    pub actions: Option<Vec<ActionSpec>>,
    /// Where it speaks.
    pub surfaces: Option<Vec<String>>,
    /// Order among equally strict matches.
    pub priority: Option<i32>,
    /// Whether it is evaluated.
    pub enabled: Option<bool>,
    /// Whether it comes into force with green tests only.
    pub critical: Option<bool>,
    /// Calls and whether the policy matches them.
    pub test_cases: Option<Vec<TestCase>>,
}

impl NewDynamicPolicy {
    pub(crate) fn fields(&self) -> Result<PolicyFields> {
        let document = Document {
            kind: self.kind.clone().unwrap_or_else(|| "risk".to_owned()),
            conditions: self.conditions.clone().unwrap_or_default(),
            actions: self.actions.clone().unwrap_or_default(),
        };
        let words = PolicyFields {
            name: self.name.clone(),
            description: self.description.clone().unwrap_or_default(),
            category: self.category.clone().unwrap_or_else(|| "dynamic-risk".to_owned()),
            kind: PolicyKind::Conditions.to_string(),
            pattern: String::new(),
            document: None,
            surfaces: self.surfaces.clone().unwrap_or_default(),
            severity: String::new(),
            action: String::new(),
            enabled: self.enabled.unwrap_or(true),
            priority: self.priority.unwrap_or(0),
            tags: Vec::new(),
            critical: self.critical.unwrap_or(false),
            test_cases: stored_cases(self.test_cases.as_deref().unwrap_or_default()),
        };
        checked(words, &document)
    }
}

impl DynamicPolicyChange {
    pub(super) fn onto(self, current: PolicyFields) -> Result<PolicyFields> {
        let stored = Document::read(current.document.clone().unwrap_or_default()).map_err(Error::broken)?;
        let document = Document {
            kind: self.kind.unwrap_or(stored.kind),
            conditions: self.conditions.unwrap_or(stored.conditions),
            actions: self.actions.unwrap_or(stored.actions),
        };
        let words = PolicyFields {
            name: self.name.unwrap_or(current.name),
            description: self.description.unwrap_or(current.description),
            category: self.category.unwrap_or(current.category),
            surfaces: self.surfaces.unwrap_or(current.surfaces),
            enabled: self.enabled.unwrap_or(current.enabled),
            priority: self.priority.unwrap_or(current.priority),
            critical: self.critical.unwrap_or(current.critical),
            test_cases: self.test_cases.as_deref().map_or_else(|| current.test_cases.clone(), stored_cases),
            ..current
        };
        checked(words, &document)
    }
}

/// Action and severity of the policy are those of what the document does.
fn checked(words: PolicyFields, document: &Document) -> Result<PolicyFields> {
    if !words.category.starts_with("dynamic-") {
        return Err(Invalid::new("category", "must begin with dynamic-").into());
    }
    let compiled = document.compile()?;
    checked_words(PolicyFields {
        document: Some(document.stored()),
        action: compiled.action.to_string(),
        severity: compiled.severity.to_string(),
        ..words
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn new() -> NewDynamicPolicy {
        serde_json::from_value(json!({
            "name": "Night", "conditions": [{"field": "hour", "operator": "less_than", "value": 6}],
            "actions": [{"type": "require_approval", "config": {}}],
        }))
        .unwrap()
    }

    fn refused(new: &NewDynamicPolicy) -> &'static str {
        match new.fields() {
            Err(Error::Invalid(invalid)) => invalid.field,
            other => unreachable!("{other:?}"),
        }
    }

    #[test]
    fn what_is_unsaid_has_the_documented_default_and_the_action_follows_from_the_document() {
        let fields = new().fields().unwrap();

        assert_eq!(
            (fields.category.as_str(), fields.kind.as_str(), fields.action.as_str()),
            ("dynamic-risk", "conditions", "require_approval")
        );
        assert!(fields.enabled && fields.document.is_some());
    }

    #[test]
    fn each_wrong_field_is_named() {
        assert_eq!(refused(&NewDynamicPolicy { conditions: None, ..new() }), "conditions");
        assert_eq!(refused(&NewDynamicPolicy { actions: None, ..new() }), "actions");
        assert_eq!(refused(&NewDynamicPolicy { category: Some("sensitive-data".to_owned()), ..new() }), "category");
        assert_eq!(refused(&NewDynamicPolicy { kind: Some("mood".to_owned()), ..new() }), "type");
        assert_eq!(refused(&NewDynamicPolicy { surfaces: Some(vec!["moon".to_owned()]), ..new() }), "surfaces");
        assert_eq!(refused(&NewDynamicPolicy { name: String::new(), ..new() }), "name");
    }

    #[test]
    fn a_change_of_one_thing_keeps_the_others() {
        let before = new().fields().unwrap();

        let after = DynamicPolicyChange { enabled: Some(false), ..DynamicPolicyChange::default() }.onto(before.clone()).unwrap();

        assert_eq!(after, PolicyFields { enabled: false, ..before });
    }
}

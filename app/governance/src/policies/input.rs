use model::{Action, Invalid, Severity, ShortText};
use policy::{Category, Pattern, PolicyKind, Surfaces};
use serde::Deserialize;
use store::policies::PolicyFields;

use super::test_cases::{self, TestCase};
use crate::Result;

/// A policy to make, in the words of the wire.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct NewPolicy {
    /// Its name.
    pub name: String,
    /// What it is for.
    pub description: Option<String>,
    /// What it is about.
    pub category: String,
    /// `tenant`, which is the default, or `organization`.
    pub tier: Option<String>,
    /// Must be the caller's own organisation, when given.
    pub organization_id: Option<String>,
    /// The regular expression.
    pub pattern: String,
    /// How bad a match is; medium when unsaid.
    pub severity: Option<String>,
    /// Whether it is evaluated; yes when unsaid.
    pub enabled: Option<bool>,
    /// What it asks for; block when unsaid.
    pub action: Option<String>,
    /// Order among equally strict matches.
    pub priority: Option<i32>,
    /// Free labels.
    pub tags: Option<Vec<String>>,
    /// Whether it comes into force with green tests only.
    pub critical: Option<bool>,
    /// Calls and whether the policy matches them.
    pub test_cases: Option<Vec<TestCase>>,
}

/// What is to change; what is `None` stays.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct PolicyChange {
    /// Its name.
    pub name: Option<String>,
    /// What it is for.
    pub description: Option<String>,
    /// What it is about.
    pub category: Option<String>,
    /// The regular expression.
    pub pattern: Option<String>,
    /// How bad a match is.
    pub severity: Option<String>,
    /// Whether it is evaluated.
    pub enabled: Option<bool>,
    /// What it asks for.
    pub action: Option<String>,
    /// Order among equally strict matches.
    pub priority: Option<i32>,
    /// Free labels.
    pub tags: Option<Vec<String>>,
    /// Whether it comes into force with green tests only.
    pub critical: Option<bool>,
    /// Calls and whether the policy matches them.
    pub test_cases: Option<Vec<TestCase>>,
}

impl NewPolicy {
    pub(crate) fn fields(&self) -> Result<PolicyFields> {
        checked(PolicyFields {
            name: self.name.clone(),
            description: self.description.clone().unwrap_or_default(),
            category: self.category.clone(),
            kind: PolicyKind::Pattern.to_string(),
            pattern: self.pattern.clone(),
            document: None,
            surfaces: Vec::new(),
            severity: self.severity.clone().unwrap_or_else(|| Severity::Medium.to_string()),
            action: self.action.clone().unwrap_or_else(|| Action::Block.to_string()),
            enabled: self.enabled.unwrap_or(true),
            priority: self.priority.unwrap_or(0),
            tags: self.tags.clone().unwrap_or_default(),
            critical: self.critical.unwrap_or(false),
            test_cases: test_cases::stored(self.test_cases.as_deref().unwrap_or_default()),
        })
    }
}

impl PolicyChange {
    pub(super) fn onto(self, current: PolicyFields) -> Result<PolicyFields> {
        checked(PolicyFields {
            name: self.name.unwrap_or(current.name),
            description: self.description.unwrap_or(current.description),
            category: self.category.unwrap_or(current.category),
            kind: current.kind,
            pattern: self.pattern.unwrap_or(current.pattern),
            document: None,
            surfaces: current.surfaces,
            severity: self.severity.unwrap_or(current.severity),
            action: self.action.unwrap_or(current.action),
            enabled: self.enabled.unwrap_or(current.enabled),
            priority: self.priority.unwrap_or(current.priority),
            tags: self.tags.unwrap_or(current.tags),
            critical: self.critical.unwrap_or(current.critical),
            test_cases: self.test_cases.as_deref().map_or(current.test_cases, test_cases::stored),
        })
    }
}

fn checked(fields: PolicyFields) -> Result<PolicyFields> {
    Pattern::parse(&fields.pattern).map_err(|error| Invalid::new("pattern", error.message))?;
    checked_words(fields)
}

/// What every kind of policy has. Whatever passes can be loaded again, so that no stored policy ever stops the evaluation.
pub(crate) fn checked_words(mut fields: PolicyFields) -> Result<PolicyFields> {
    fields.name = ShortText::<120>::parse("name", &fields.name)?.into();
    if fields.description.chars().count() > 2_000 {
        return Err(Invalid::new("description", "is longer than 2000 characters").into());
    }
    Category::parse(&fields.category)?;
    Surfaces::parse(&fields.surfaces)?;
    Severity::parse(&fields.severity).ok_or_else(|| Invalid::new("severity", "must be critical, high, medium or low"))?;
    Action::parse(&fields.action).ok_or_else(|| Invalid::new("action", "must be block, require_approval, redact, warn, log or allow"))?;
    if fields.tags.len() > 20 || fields.tags.iter().any(|tag| tag.chars().count() > 50) {
        return Err(Invalid::new("tags", "are at most 20 of at most 50 characters").into());
    }
    test_cases::read(&fields.test_cases)?;
    Ok(fields)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Error;

    fn new() -> NewPolicy {
        NewPolicy {
            name: " Project names ".to_owned(),
            category: "sensitive-data".to_owned(),
            pattern: r"(?i)project\s+heron".to_owned(),
            ..NewPolicy::default()
        }
    }

    fn refused(new: &NewPolicy) -> &'static str {
        match new.fields() {
            Err(Error::Invalid(invalid)) => invalid.field,
            other => unreachable!("{other:?}"),
        }
    }

    #[test]
    fn what_is_unsaid_has_the_documented_default() {
        let fields = new().fields().unwrap();

        assert_eq!((fields.name.as_str(), fields.severity.as_str(), fields.action.as_str()), ("Project names", "medium", "block"));
        assert!(fields.enabled);
    }

    #[test]
    fn each_wrong_field_is_named() {
        assert_eq!(refused(&NewPolicy { name: " ".to_owned(), ..new() }), "name");
        assert_eq!(refused(&NewPolicy { name: "x".repeat(121), ..new() }), "name");
        assert_eq!(refused(&NewPolicy { category: "weather".to_owned(), ..new() }), "category");
        assert_eq!(refused(&NewPolicy { pattern: "(".to_owned(), ..new() }), "pattern");
        assert_eq!(refused(&NewPolicy { pattern: "a".repeat(1_001), ..new() }), "pattern");
        assert_eq!(refused(&NewPolicy { severity: Some("info".to_owned()), ..new() }), "severity");
        assert_eq!(refused(&NewPolicy { action: Some("alert".to_owned()), ..new() }), "action");
        assert_eq!(refused(&NewPolicy { tags: Some(vec![String::new(); 21]), ..new() }), "tags");
    }

    #[test]
    fn a_change_keeps_what_it_does_not_name() {
        let before = new().fields().unwrap();
        let change = PolicyChange { enabled: Some(false), ..PolicyChange::default() };

        let after = change.onto(before.clone()).unwrap();

        assert_eq!((after.enabled, after.pattern, after.name), (false, before.pattern, before.name));
    }
}

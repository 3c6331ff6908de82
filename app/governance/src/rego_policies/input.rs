use model::{Action, Severity};
use policy::PolicyKind;
use serde::Deserialize;
use store::policies::PolicyFields;

use super::Document;
use crate::{
    Error, Result,
    policies::{TestCase, checked_words, stored_cases},
};

/// A Rego policy to make, in the words of the wire.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct NewRegoPolicy {
    /// Its name.
    pub name: String,
    /// What it is for.
    pub description: Option<String>,
    /// What it is about; `dynamic-compliance` when unsaid.
    pub category: Option<String>,
    /// `tenant`, which is the default, or `organization`.
    pub tier: Option<String>,
    /// Must be the caller's own organisation, when given.
    pub organization_id: Option<String>,
    /// The module.
    pub source: String,
    /// A module of the same package with `test_` rules.
    pub tests: Option<String>,
    /// What `deny` and `allow` ask for; block when unsaid.
    pub action: Option<String>,
    /// How bad a match is; high when unsaid.
    pub severity: Option<String>,
    /// Where it speaks; everywhere when unsaid.
    pub surfaces: Option<Vec<String>>,
    /// Order among equally strict matches.
    pub priority: Option<i32>,
    /// Free labels.
    pub tags: Option<Vec<String>>,
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
pub struct RegoPolicyChange {
    /// Its name.
    pub name: Option<String>,
    /// What it is for.
    pub description: Option<String>,
    /// What it is about.
    pub category: Option<String>,
    /// The module.
    pub source: Option<String>,
    /// Its tests.
    pub tests: Option<String>,
    /// What `deny` and `allow` ask for.
    pub action: Option<String>,
    /// How bad a match is.
    pub severity: Option<String>,
    /// Where it speaks.
    pub surfaces: Option<Vec<String>>,
    /// Order among equally strict matches.
    pub priority: Option<i32>,
    /// Free labels.
    pub tags: Option<Vec<String>>,
    /// Whether it is evaluated.
    pub enabled: Option<bool>,
    /// Whether it comes into force with green tests only.
    pub critical: Option<bool>,
    /// Calls and whether the policy matches them.
    pub test_cases: Option<Vec<TestCase>>,
}

impl NewRegoPolicy {
    pub(crate) fn fields(&self) -> Result<PolicyFields> {
        let document = Document { source: self.source.clone(), tests: self.tests.clone().unwrap_or_default() };
        let words = PolicyFields {
            name: self.name.clone(),
            description: self.description.clone().unwrap_or_default(),
            category: self.category.clone().unwrap_or_else(|| "dynamic-compliance".to_owned()),
            kind: PolicyKind::Rego.to_string(),
            pattern: String::new(),
            document: None,
            surfaces: self.surfaces.clone().unwrap_or_default(),
            severity: self.severity.clone().unwrap_or_else(|| Severity::High.to_string()),
            action: self.action.clone().unwrap_or_else(|| Action::Block.to_string()),
            enabled: self.enabled.unwrap_or(true),
            priority: self.priority.unwrap_or(0),
            tags: self.tags.clone().unwrap_or_default(),
            critical: self.critical.unwrap_or(false),
            test_cases: stored_cases(self.test_cases.as_deref().unwrap_or_default()),
        };
        checked(words, &document)
    }
}

impl RegoPolicyChange {
    pub(super) fn onto(self, current: PolicyFields) -> Result<PolicyFields> {
        let stored = Document::read(current.document.clone().unwrap_or_default()).map_err(Error::broken)?;
        let document = Document { source: self.source.unwrap_or(stored.source), tests: self.tests.unwrap_or(stored.tests) };
        let words = PolicyFields {
            name: self.name.unwrap_or(current.name),
            description: self.description.unwrap_or(current.description),
            category: self.category.unwrap_or(current.category),
            surfaces: self.surfaces.unwrap_or(current.surfaces),
            severity: self.severity.unwrap_or(current.severity),
            action: self.action.unwrap_or(current.action),
            enabled: self.enabled.unwrap_or(current.enabled),
            priority: self.priority.unwrap_or(current.priority),
            tags: self.tags.unwrap_or(current.tags),
            critical: self.critical.unwrap_or(current.critical),
            test_cases: self.test_cases.as_deref().map_or_else(|| current.test_cases.clone(), stored_cases),
            ..current
        };
        checked(words, &document)
    }
}

fn checked(words: PolicyFields, document: &Document) -> Result<PolicyFields> {
    document.check()?;
    checked_words(PolicyFields { document: Some(document.stored()), ..words })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn new(source: &str, tests: &str) -> NewRegoPolicy {
        NewRegoPolicy { name: "Own".to_owned(), source: source.to_owned(), tests: Some(tests.to_owned()), ..NewRegoPolicy::default() }
    }

    fn refused(new: &NewRegoPolicy) -> (&'static str, String) {
        match new.fields() {
            Err(Error::Invalid(invalid)) => (invalid.field, invalid.problem),
            other => unreachable!("{other:?}"),
        }
    }

    #[test]
    fn a_module_that_does_not_compile_is_refused_with_its_line() {
        let (field, problem) = refused(&new("package a\ndeny if lookup(1)\n", ""));

        assert_eq!(field, "source");
        assert!(problem.starts_with("line 2: "), "{problem}");
        assert_eq!(refused(&new("package a\ndeny if true\n", "package a\ntest_x if {\n")).0, "tests");
    }

    #[test]
    fn deny_blocks_when_nothing_else_is_said() {
        let fields = new("package a\ndeny if true\n", "").fields().unwrap();

        assert_eq!((fields.kind.as_str(), fields.action.as_str(), fields.severity.as_str()), ("rego", "block", "high"));
    }
}

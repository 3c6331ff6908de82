use model::{
    Severity,
    views::{DraftChoices, DraftCondition, PolicyDraft},
};
use policy::{Category, ConditionSpec, Conditions, Matcher, Operator, Policy, PolicyKind};
use serde_json::{Map, Value};
use store::policies::PolicyFields;

use super::{cases::rows_of, entry::written_as};
use crate::{
    Error, Result,
    dynamic_policies::{self, ActionSpec},
    rego_policies,
};

/// What the form of a policy offers.
pub fn choices() -> DraftChoices {
    DraftChoices {
        categories: Category::all().map(str::to_owned).collect(),
        fields: Conditions::fields().map(str::to_owned).collect(),
        operators: Operator::ALL.iter().map(|operator| operator.as_str().to_owned()).collect(),
    }
}

/// A draft to begin with.
pub fn starting(kind: &str) -> PolicyDraft {
    let kind = PolicyKind::parse(kind).unwrap_or(PolicyKind::Pattern);
    let (category, severity) = match kind {
        PolicyKind::Pattern => ("sensitive-data", Severity::Medium),
        PolicyKind::Conditions => ("dynamic-access", Severity::High),
        PolicyKind::Rego => ("dynamic-compliance", Severity::High),
    };
    PolicyDraft {
        kind: kind.to_string(),
        category: category.to_owned(),
        tier: "organization".to_owned(),
        severity: severity.to_string(),
        action: "block".to_owned(),
        ..PolicyDraft::default()
    }
}

/// A shipped policy, as far as it has a text of its own.
pub(super) fn of_shipped(policy: &Policy) -> PolicyDraft {
    let words = PolicyDraft {
        name: policy.name.clone(),
        description: policy.description.clone(),
        category: policy.category.to_string(),
        tier: policy.tier.to_string(),
        severity: policy.severity.to_string(),
        action: policy.action.to_string(),
        kind: super::entry::kind_of(&policy.matcher).to_string(),
        ..PolicyDraft::default()
    };
    match &policy.matcher {
        Matcher::Detector(_) => words,
        Matcher::Pattern(pattern) => PolicyDraft { pattern: pattern.as_str().to_owned(), ..words },
        Matcher::Conditions(conditions) => PolicyDraft { conditions: conditions.specs().iter().map(row_of).collect(), ..words },
        Matcher::Rego(rego) => PolicyDraft { source: rego.source().to_owned(), ..words },
    }
}

/// A form of a policy of the organisation's own.
pub(super) fn of_fields(tier: &str, fields: &PolicyFields) -> Result<PolicyDraft> {
    let words = PolicyDraft {
        kind: fields.kind.clone(),
        name: fields.name.clone(),
        description: fields.description.clone(),
        category: fields.category.clone(),
        tier: tier.to_owned(),
        severity: fields.severity.clone(),
        action: fields.action.clone(),
        surfaces: fields.surfaces.clone(),
        off: !fields.enabled,
        critical: fields.critical,
        ..PolicyDraft::default()
    };
    let document = fields.document.clone().unwrap_or_default();
    Ok(match written_as(fields)? {
        PolicyKind::Pattern => PolicyDraft { pattern: fields.pattern.clone(), cases: rows_of(&fields.test_cases)?, ..words },
        PolicyKind::Conditions => {
            let document = dynamic_policies::Document::read(document).map_err(Error::broken)?;
            let conditions = document.conditions.iter().map(row_of).collect();
            with_action(PolicyDraft { conditions, cases: rows_of(&fields.test_cases)?, ..words }, &document.actions)
        }
        PolicyKind::Rego => {
            let document = rego_policies::Document::read(document).map_err(Error::broken)?;
            PolicyDraft { source: document.source, tests: document.tests, ..words }
        }
    })
}

/// The form shows the action that decides; the others stand beside it and stay.
fn with_action(draft: PolicyDraft, actions: &[ActionSpec]) -> PolicyDraft {
    let Some(deciding) = actions.iter().find(|action| !is_beside(action)).or_else(|| actions.first()) else { return draft };
    let text = |name: &str| deciding.config.get(name).and_then(Value::as_str).map(str::to_owned);
    PolicyDraft {
        action: if deciding.kind == "alert" { "warn".to_owned() } else { deciding.kind.clone() },
        reason: text("reason").or_else(|| text("message")).unwrap_or_default(),
        providers: list_in_words(deciding.config.get("allowed_providers")),
        ..draft
    }
}

/// Whether it can stand beside one that decides.
pub(super) fn is_beside(action: &ActionSpec) -> bool {
    matches!(action.kind.as_str(), "alert" | "warn" | "log")
}

/// A condition as its row of the form.
pub(super) fn row_of(spec: &ConditionSpec) -> DraftCondition {
    let value = match &spec.value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        list @ Value::Array(_) => list_in_words(Some(list)),
        other @ (Value::Bool(_) | Value::Number(_) | Value::Object(_)) => other.to_string(),
    };
    DraftCondition { field: spec.field.clone(), operator: spec.operator.clone(), value }
}

/// A list apart by commas where that can be read back, else as JSON.
fn list_in_words(list: Option<&Value>) -> String {
    let Some(items) = list.and_then(Value::as_array) else { return String::new() };
    let texts: Option<Vec<&str>> = items.iter().map(Value::as_str).collect();
    let plain = texts.filter(|texts| texts.iter().all(|text| !text.contains(',') && text.trim() == *text && !text.starts_with('[')));
    plain.map_or_else(|| Value::Array(items.clone()).to_string(), |texts| texts.join(", "))
}

/// A row of the form as a condition; a row without a field says nothing.
pub(super) fn spec_of(row: &DraftCondition) -> Option<ConditionSpec> {
    let field = row.field.trim();
    let operator = if row.operator.is_empty() { "equals" } else { row.operator.as_str() };
    (!field.is_empty()).then(|| ConditionSpec { field: field.to_owned(), operator: operator.to_owned(), value: value_of(row, operator) })
}

fn value_of(row: &DraftCondition, operator: &str) -> Value {
    let text = row.value.trim();
    let number = || serde_json::from_str::<serde_json::Number>(text).map_or_else(|_| Value::String(text.to_owned()), Value::Number);
    match Operator::parse(operator) {
        Some(Operator::Exists | Operator::NotExists) if text.is_empty() => Value::Null,
        Some(Operator::In | Operator::NotIn | Operator::ContainsAny) => list_of(text, is_number(&row.field)),
        Some(Operator::GreaterThan | Operator::GreaterThanOrEqual | Operator::LessThan | Operator::LessThanOrEqual) => number(),
        Some(_) | None if is_number(&row.field) => number(),
        // Spaces around what a text is compared with can matter.
        Some(_) | None => Value::String(row.value.clone()),
    }
}

/// Fields that hold a number, whatever the operator.
fn is_number(field: &str) -> bool {
    matches!(field.trim(), "risk_score" | "detected_count" | "hour")
}

/// `a, b` or a JSON list.
pub(super) fn list_of(text: &str, of_numbers: bool) -> Value {
    if let Ok(list @ Value::Array(_)) = serde_json::from_str(text) {
        return list;
    }
    let items = text.split(',').map(str::trim).filter(|item| !item.is_empty());
    let read = |item: &str| if of_numbers { serde_json::from_str(item).ok() } else { None };
    Value::Array(items.map(|item| read(item).unwrap_or_else(|| Value::String(item.to_owned()))).collect())
}

/// What the action of conditions needs to know.
pub(super) fn config_of(draft: &PolicyDraft) -> Map<String, Value> {
    let mut config = Map::new();
    if !draft.reason.trim().is_empty() {
        config.insert("reason".to_owned(), Value::String(draft.reason.trim().to_owned()));
    }
    if !draft.severity.is_empty() {
        config.insert("severity".to_owned(), Value::String(draft.severity.clone()));
    }
    if draft.action == "route" {
        config.insert("allowed_providers".to_owned(), list_of(&draft.providers, false));
    }
    config
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_condition_comes_back_from_the_form_as_it_was() {
        for value in [json!("contractor"), json!(" spaced "), json!(["a", "b c"]), json!(["a, b", "c"]), json!(["[x]"])] {
            let operator = if value.is_array() { "in" } else { "equals" };
            let spec = ConditionSpec { field: "user.role".to_owned(), operator: operator.to_owned(), value };

            assert_eq!(spec_of(&row_of(&spec)), Some(spec));
        }
    }

    #[test]
    fn numbers_are_numbers_where_they_are_compared_as_such() {
        let spec = |field: &str, operator: &str, value: &str| {
            let row = DraftCondition { field: field.to_owned(), operator: operator.to_owned(), value: value.to_owned() };
            spec_of(&row).map(|spec| spec.value)
        };

        assert_eq!(spec("risk_score", "equals", "0.7"), Some(json!(0.7)));
        assert_eq!(spec("context.amount", "greater_than", "500"), Some(json!(500)));
        assert_eq!(spec("context.amount", "equals", "500"), Some(json!("500")));
        assert_eq!(spec("hour", "in", "7, 8"), Some(json!([7, 8])));
        assert_eq!(spec("user.id", "exists", ""), Some(Value::Null));
        assert_eq!(spec(" ", "equals", "x"), None);
    }
}

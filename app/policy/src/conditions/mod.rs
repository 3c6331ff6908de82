//! Conditions: what a policy asks of a call, field by field. All of them have to hold.

mod check;
mod field;
mod operator;
mod parse;
mod seen;

use std::ops::Range;

use model::Invalid;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use check::Check;
use field::Field;

pub use operator::Operator;

use crate::facts::Asked;

/// One condition in the words of the wire.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConditionSpec {
    /// What it looks at.
    pub field: String,
    /// How it compares.
    pub operator: String,
    /// With what.
    #[serde(default)]
    pub value: Value,
}

/// Conditions, compiled.
#[derive(Debug, Clone)]
pub struct Conditions {
    /// As they were written.
    specs: Vec<ConditionSpec>,
    /// The author's own words for a match.
    because: Option<String>,
    /// Cheap ones first: a text is read only when everything else holds.
    tests: Vec<Test>,
}

#[derive(Debug, Clone)]
struct Test {
    field: Field,
    is_negated: bool,
    check: Check,
}

impl Conditions {
    /// Compiles conditions; one that could never be evaluated as written refuses them all.
    pub fn parse(specs: &[ConditionSpec]) -> Result<Self, Invalid> {
        let mut tests = parse::tests(specs)?;
        tests.sort_by_key(|test| test.field.is_scanned());
        Ok(Self { specs: specs.to_vec(), because: None, tests })
    }

    /// The same with a sentence that records and answers carry when they hold.
    #[must_use]
    pub fn because(self, sentence: &str) -> Self {
        Self { because: Some(sentence.to_owned()), ..self }
    }

    /// The names that a field can have, beside `user.NAME` and `context.NAME`.
    pub fn fields() -> impl Iterator<Item = &'static str> {
        Field::names()
    }

    /// As they were written.
    pub fn specs(&self) -> &[ConditionSpec] {
        &self.specs
    }

    /// Whether all of them hold.
    pub(crate) fn hold(&self, asked: &Asked<'_>) -> bool {
        self.tests.iter().all(|test| test.check.holds(&test.field.see(asked)) != test.is_negated)
    }

    /// What they looked at, for records; never a value.
    pub(crate) fn matched_on(&self) -> String {
        let fields = self.specs.iter().map(|spec| spec.field.as_str()).collect::<Vec<_>>().join(", ");
        self.because.as_ref().map_or_else(|| fields.clone(), |sentence| format!("{fields}: {sentence}"))
    }

    /// Where they matched in the text; empty when none of them reads it.
    pub(crate) fn stretches(&self, asked: &Asked<'_>) -> Vec<Range<usize>> {
        let reading = self.tests.iter().filter(|test| test.field.is_scanned() && !test.is_negated);
        let mut found: Vec<Range<usize>> = reading.flat_map(|test| test.check.stretches(&test.field.see(asked))).collect();
        found.sort_by_key(|span| (span.start, span.end));
        found.dedup();
        found
    }
}

use std::fmt;

use model::{DeedKind, PersonalField, Verdict};
use serde_json::{Map, Value};
use uuid::Uuid;

/// One thing that happened, before it is numbered.
#[derive(Clone, PartialEq)]
pub struct Deed {
    /// What happened.
    pub kind: DeedKind,
    /// The decision, the approval, or a fresh id.
    pub record_id: Uuid,
    /// What it happened to, when that is not a person.
    pub target: Option<String>,
    /// The answer to a governed call.
    pub verdict: Option<Verdict>,
    /// What else is true about it. Stays forever: nothing personal, no floats.
    pub facts: Map<String, Value>,
    /// Values that can be erased later; the record only commits to them.
    pub personal: Vec<(PersonalField, String)>,
}

impl Deed {
    /// A deed without any detail yet.
    pub fn new(kind: DeedKind, record_id: Uuid) -> Self {
        Self { kind, record_id, target: None, verdict: None, facts: Map::new(), personal: Vec::new() }
    }

    /// Says what it happened to.
    #[must_use]
    pub fn target(mut self, target: impl Into<String>) -> Self {
        self.target = Some(target.into());
        self
    }

    /// Says how the call was answered.
    #[must_use]
    pub fn verdict(mut self, verdict: Verdict) -> Self {
        self.verdict = Some(verdict);
        self
    }

    /// Adds a fact; a second one under the same key replaces the first.
    #[must_use]
    pub fn fact(mut self, key: impl Into<String>, value: impl Into<Value>) -> Self {
        self.facts.insert(key.into(), value.into());
        self
    }

    /// Adds a personal value, once per field.
    #[must_use]
    pub fn personal(mut self, field: PersonalField, value: impl Into<String>) -> Self {
        self.personal.push((field, value.into()));
        self
    }

    /// Adds a personal value when there is one.
    #[must_use]
    pub fn personal_opt(self, field: PersonalField, value: Option<impl Into<String>>) -> Self {
        match value {
            Some(value) => self.personal(field, value),
            None => self,
        }
    }
}

/// Names the personal fields and keeps their values out of logs.
impl fmt::Debug for Deed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let fields: Vec<_> = self.personal.iter().map(|(field, _)| field.as_str()).collect();
        f.debug_struct("Deed")
            .field("kind", &self.kind)
            .field("record_id", &self.record_id)
            .field("target", &self.target)
            .field("verdict", &self.verdict)
            .field("facts", &self.facts)
            .field("personal", &fields)
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_keeps_personal_values_out() {
        let deed = Deed::new(DeedKind::SignedIn, Uuid::nil()).personal(PersonalField::Ip, "203.0.113.9");

        let shown = format!("{deed:?}");

        assert!(shown.contains("ip") && !shown.contains("203.0.113.9"), "{shown}");
    }
}

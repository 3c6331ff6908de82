use std::collections::BTreeMap;

use detect::{Findings, Kind};
use model::views::{FoundFamily, FoundKind};
use serde_json::{Map, Value};

use super::family;

/// How often each kind was found in one call. It has no values, so it may be recorded and published.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Tally(BTreeMap<Kind, u64>);

impl Tally {
    pub(crate) fn of(found: &Findings) -> Self {
        let mut tally = Self::default();
        tally.add(found);
        tally
    }

    /// Counts what is in the keys and values of a JSON value.
    #[must_use]
    pub(crate) fn and_json(mut self, value: &Value) -> Self {
        self.add(&detect::scan(&detect::json_text(value)));
        self
    }

    /// Counts what is in a text.
    #[must_use]
    pub(crate) fn and_text(mut self, text: &str) -> Self {
        self.add(&detect::scan(text));
        self
    }

    fn add(&mut self, found: &Findings) {
        for finding in found {
            *self.0.entry(finding.kind).or_default() += 1;
        }
    }

    /// For the fact `detections` of a record; an empty object when nothing was found.
    pub(crate) fn fact(&self) -> Value {
        Value::Object(self.0.iter().map(|(kind, count)| (kind.word().to_owned(), Value::from(*count))).collect::<Map<_, _>>())
    }

    /// The kinds whose values are removed before anything is stored.
    pub(crate) fn values(&self) -> Vec<FoundKind> {
        let all = self.0.iter().map(|(kind, count)| FoundKind { kind: kind.word().to_owned(), family: family(*kind), count: *count });
        all.filter(|found| found.family != FoundFamily::Attack).collect()
    }

    /// Adds to the process's metrics; no label says whose call it was.
    pub(crate) fn publish(&self, plane: &'static str) {
        for (kind, count) in &self.0 {
            metrics::counter!("axonflow_detections_total", "plane" => plane, "kind" => kind.word()).increment(*count);
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn kinds_are_counted_and_values_kept_apart_from_attacks() {
        let found = detect::scan("ann@example.com bob@example.com 1' UNION SELECT password FROM users--");

        let tally = Tally::of(&found);

        assert_eq!(tally.fact(), json!({"email": 2, "sqli_union": 1}));
        assert_eq!(tally.values(), [FoundKind { kind: "email".to_owned(), family: FoundFamily::PersonalData, count: 2 }]);
        assert_eq!(Tally::default().fact(), json!({}));
    }

    #[test]
    fn nested_json_and_text_are_counted_together() {
        let tally = Tally::default().and_json(&json!({"a": [{"ssn": 123_456_789}]})).and_text("ann@example.com");

        assert_eq!(tally.fact(), json!({"ssn": 1, "email": 1}));
    }
}

use std::collections::BTreeMap;

use detect::Kind;
use model::{PersonalField, Plane, views::FoundKind};
use serde::Deserialize;
use serde_json::Value;
use store::ledger_read::StoredRecord;

use crate::{Error, Result, detection::family};

/// A stored record, opened for showing. What is not there reads as empty: older records know fewer facts.
pub(crate) struct Reading(Value);

/// One policy that matched, as the record says it.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct MatchedFact {
    pub(crate) policy: String,
    pub(crate) name: String,
    pub(crate) action: String,
    pub(crate) severity: String,
    pub(crate) category: String,
    pub(crate) version: u32,
    /// What it matched on, by kind, never by value.
    pub(crate) on: String,
    /// What decided the action.
    pub(crate) by: String,
}

impl Reading {
    pub(crate) fn of(record: &StoredRecord) -> Result<Self> {
        Ok(Self(record.json()?))
    }

    /// A text beside the facts.
    pub(crate) fn top(&self, key: &str) -> &str {
        self.0[key].as_str().unwrap_or_default()
    }

    /// The workspace of the key that acted.
    pub(crate) fn tenant(&self) -> &str {
        self.0["actor"]["tenant"].as_str().unwrap_or_default()
    }

    pub(crate) fn fact(&self, key: &str) -> &Value {
        &self.0["facts"][key]
    }

    pub(crate) fn text(&self, key: &str) -> Option<&str> {
        self.fact(key).as_str().filter(|text| !text.is_empty())
    }

    pub(crate) fn number(&self, key: &str) -> u64 {
        self.fact(key).as_u64().unwrap_or(0)
    }

    /// Whether a report says that the call went wrong.
    pub(crate) fn says_failed(&self) -> bool {
        *self.fact("success") == Value::Bool(false)
    }

    /// The tool, model or connector.
    pub(crate) fn target(&self) -> Option<&str> {
        self.0["target"].as_str().filter(|target| !target.is_empty()).or_else(|| self.text("target"))
    }

    pub(crate) fn plane(&self) -> Result<Plane> {
        let word = self.text("plane").unwrap_or_default();
        Plane::parse(word).ok_or_else(|| Error::broken(format!("a decision names the unknown plane {word:?}")))
    }

    /// The policies that matched, deciding one first.
    pub(crate) fn matched(&self) -> Vec<MatchedFact> {
        let listed = self.fact("matched").as_array().map(Vec::as_slice).unwrap_or_default();
        listed.iter().filter_map(|one| MatchedFact::deserialize(one).ok()).collect()
    }

    /// What was found, by kind.
    pub(crate) fn detections(&self) -> Vec<FoundKind> {
        let kinds = self.fact("detections").as_object().into_iter().flatten();
        let known = kinds.filter_map(|(word, count)| Some((word, Kind::parse(word)?, count.as_u64()?)));
        known.map(|(word, kind, count)| FoundKind { kind: word.clone(), family: family(kind), count }).collect()
    }
}

/// Free labels that the caller sent along, redacted; they stand beside the record, so that they can be erased.
pub(super) fn context_of(record: &StoredRecord) -> BTreeMap<String, String> {
    let kept = record.value(PersonalField::Context).and_then(|text| serde_json::from_str::<Value>(text).ok());
    let pairs = kept.as_ref().and_then(Value::as_object).into_iter().flatten();
    pairs.filter_map(|(key, value)| Some((key.clone(), value.as_str()?.to_owned()))).collect()
}

#[cfg(test)]
mod tests {
    use model::views::FoundFamily;
    use serde_json::json;

    use super::*;

    #[test]
    fn what_is_missing_reads_as_empty() {
        let reading = Reading(json!({"facts": {"matched": [{"policy": "p", "version": 2}, 5], "target": "db"}, "target": null}));

        assert_eq!(reading.matched().first().map(|m| (m.policy.as_str(), m.version)), Some(("p", 2)));
        assert_eq!(reading.matched().len(), 1);
        assert_eq!((reading.target(), reading.top("org"), reading.number("took_us")), (Some("db"), "", 0));
        assert!(reading.detections().is_empty() && reading.plane().is_err());
    }

    #[test]
    fn detections_and_plane_are_read() {
        let reading = Reading(json!({"facts": {"detections": {"ssn": 2, "unheard_of": 1}, "plane": "decide"}}));

        assert_eq!(reading.detections(), [FoundKind { kind: "ssn".to_owned(), family: FoundFamily::PersonalData, count: 2 }]);
        assert_eq!(reading.plane().ok(), Some(Plane::Decide));
    }
}

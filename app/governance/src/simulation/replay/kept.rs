use std::collections::BTreeMap;

use model::{Action, DecisionId, Id, KeyId, PersonalField, Plane, TenantId, Verdict};
use policy::PART_END;
use serde_json::{Map, Value};
use store::ledger_read::StoredRecord;
use time::OffsetDateTime;

use crate::{Error, Result, decide::ScannedText};

/// Texts from this length on may have been cut when they were stored.
const MAYBE_CUT_BYTES: usize = 4 * 1024 - 3;
/// What stands where a value was taken out.
const PLACEHOLDER: &str = "[REDACTED:";

/// A past decision, as far as it is still known.
pub(super) struct Kept {
    pub(super) decision: DecisionId,
    pub(super) at: OffsetDateTime,
    pub(super) key: Option<KeyId>,
    pub(super) tenant: TenantId,
    pub(super) plane: Plane,
    pub(super) request_type: String,
    pub(super) target: Option<String>,
    pub(super) end_user: Option<String>,
    pub(super) text: String,
    /// Why the text is not what was sent.
    pub(super) text_lacks: Option<Lack>,
    pub(super) context: Map<String, Value>,
    /// Whether the context is all that was sent.
    pub(super) context_is_whole: bool,
    pub(super) matched: Vec<(String, Action)>,
    /// Whether it is the retry that spent an approval.
    pub(super) is_retry: bool,
}

/// What is missing of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Lack {
    Redacted,
    Cut,
    Context,
}

impl Kept {
    pub(super) fn read(record: &StoredRecord) -> Result<Self> {
        let json = record.json()?;
        let fact = |name: &str| json.get("facts").and_then(|facts| facts.get(name));
        let word = |name: &str| fact(name).and_then(Value::as_str);
        let unreadable = || Error::broken("a recorded decision cannot be read");
        let tenant = json.pointer("/actor/tenant").and_then(Value::as_str).and_then(|tenant| tenant.parse().ok());
        let text = record.value(PersonalField::Query);
        let context = labels(record.value(PersonalField::Context));
        let text_lacks = lack(text);
        let text = text.unwrap_or_default().to_owned();
        Ok(Self {
            decision: Id::from_uuid(record.record_id),
            at: record.at,
            key: record.key,
            tenant: tenant.unwrap_or(Id::from_uuid(uuid::Uuid::nil())),
            plane: word("plane").and_then(Plane::parse).ok_or_else(unreadable)?,
            request_type: word("request_type").unwrap_or_default().to_owned(),
            target: word("target").map(str::to_owned),
            end_user: record.value(PersonalField::EndUser).map(str::to_owned),
            context_is_whole: text_lacks.is_none() && is_whole(&text, &context),
            text_lacks,
            text,
            context,
            matched: fact("matched").map(matches).ok_or_else(unreadable)?,
            is_retry: word("approval").is_some() && record.verdict != Some(Verdict::RequireApproval),
        })
    }

    /// The policy that decided, and what policies said together.
    pub(super) fn decided(&self) -> (Option<&str>, Verdict) {
        decided(self.matched.iter().map(|(policy, action)| (policy.as_str(), *action)))
    }
}

/// The first of the strictest, and the verdict that it leads to.
pub(super) fn decided<'a>(matched: impl Iterator<Item = (&'a str, Action)>) -> (Option<&'a str>, Verdict) {
    let first = matched.min_by_key(|(_, action)| *action);
    (first.map(|(policy, _)| policy), Verdict::of(first.map(|(_, action)| action)))
}

fn matches(matched: &Value) -> Vec<(String, Action)> {
    let one = |line: &Value| Some((line.get("policy")?.as_str()?.to_owned(), Action::parse(line.get("action")?.as_str()?)?));
    matched.as_array().into_iter().flatten().filter_map(one).collect()
}

fn lack(text: Option<&str>) -> Option<Lack> {
    match text {
        None => Some(Lack::Redacted),
        Some(text) if text.contains(PLACEHOLDER) => Some(Lack::Redacted),
        Some(text) if text.len() >= MAYBE_CUT_BYTES => Some(Lack::Cut),
        Some(_) => None,
    }
}

fn labels(stored: Option<&str>) -> Map<String, Value> {
    stored.and_then(|text| serde_json::from_str::<Value>(text).ok()).and_then(|value| value.as_object().cloned()).unwrap_or_default()
}

/// Whether the parts of the text behind what it says are those of the kept labels and no others. A flag has no part of its own, and
/// its label is a text, which has one; so both are told apart by the word.
fn is_whole(text: &str, labels: &Map<String, Value>) -> bool {
    let told: BTreeMap<&str, usize> = counted(text);
    let flag = |label: &Value| matches!(label.as_str(), Some("true" | "false"));
    let (flags, others): (Map<_, _>, Map<_, _>) = labels.clone().into_iter().partition(|(_, label)| flag(label));
    let mut expected = ScannedText::of("").with_members(Some(&others)).into_text();
    for name in flags.keys() {
        expected.push(PART_END);
        expected.push('\n');
        expected.push_str(name);
    }
    told == counted(&expected)
}

fn counted(text: &str) -> BTreeMap<&str, usize> {
    let mut counts = BTreeMap::new();
    for part in text.split(PART_END).skip(1) {
        *counts.entry(part).or_insert(0) += 1;
    }
    counts
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn whole(context: &Value, labels: &Value) -> bool {
        let text = ScannedText::of("hello").with_members(context.as_object()).into_text();
        is_whole(&text, labels.as_object().unwrap())
    }

    #[test]
    fn a_context_of_plain_members_is_kept_whole_and_a_nested_one_is_not() {
        assert!(whole(&json!({}), &json!({})));
        assert!(whole(&json!({"team": "ops", "retries": 2, "dry": true}), &json!({"dry": "true", "retries": "2", "team": "ops"})));
        assert!(!whole(&json!({"user": {"role": "x"}}), &json!({})));
        assert!(!whole(&json!({"a": "1", "b": ["2"]}), &json!({"a": "1"})));
        assert!(!whole(&json!({"a": "1"}), &json!({})));
    }

    #[test]
    fn what_a_text_lacks_is_named() {
        assert_eq!(lack(None), Some(Lack::Redacted));
        assert_eq!(lack(Some("mail [REDACTED:email]")), Some(Lack::Redacted));
        assert_eq!(lack(Some(&"x".repeat(4_096))), Some(Lack::Cut));
        assert_eq!(lack(Some("hello")), None);
    }

    #[test]
    fn the_strictest_match_decides() {
        let matched = [("a", Action::Warn), ("b", Action::Block), ("c", Action::Block)];

        assert_eq!(decided(matched.into_iter()), (Some("b"), Verdict::Deny));
        assert_eq!(decided(std::iter::empty()), (None, Verdict::Allow));
    }
}

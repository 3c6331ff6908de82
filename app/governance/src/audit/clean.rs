use detect::{Family, Kind};
use serde_json::Value;

/// What is kept of one personal value; the rest of a long answer proves nothing more.
const KEPT_BYTES: usize = 4_096;
/// Words in facts stay forever, so they stay short.
const WORD_BYTES: usize = 200;
/// A label of an end user is cut here.
const LABEL_CHARS: usize = 254;
/// The largest integer that every reader of a record reads alike.
const MAX_INTEGER: u64 = (1 << 53) - 1;

/// The text without personal data and secrets, cut to what is kept. Redacts first, so that no cut value slips through.
pub(crate) fn text(text: &str) -> String {
    let found = detect::scan(text);
    cut(&detect::redact(text, found.iter().filter(|finding| is_value(finding.kind))), KEPT_BYTES)
}

/// The JSON value as text, without personal data and secrets; nothing when there is nothing in it.
pub(super) fn json(value: &Value) -> Option<String> {
    let is_empty = match value {
        Value::Null => true,
        Value::Object(members) => members.is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::String(text) => text.is_empty(),
        Value::Bool(_) | Value::Number(_) => false,
    };
    (!is_empty).then(|| cut(&detect::redact_json(value, &is_value).0.to_string(), KEPT_BYTES))
}

/// A word of the client's, short and without personal data.
pub(crate) fn word(word: &str) -> String {
    cut(&text(word.trim()), WORD_BYTES)
}

/// Words joined by slashes, as tools and models are named: looked at as a whole and each alone, since a slash may belong to
/// a value or hide where it ends.
pub(crate) fn path(path: &str) -> String {
    let parts: Vec<String> = text(path).split('/').map(|part| text(part.trim())).collect();
    cut(&parts.join("/"), WORD_BYTES)
}

/// The label of an end user. An address may name a person and is how the person is found and erased, so it stays; a card
/// or identity number names nobody that may be stored.
pub(crate) fn end_user(label: &str) -> Option<String> {
    let found = detect::scan(label);
    let clean = detect::redact(label, found.iter().filter(|finding| is_value(finding.kind) && finding.kind != Kind::Email));
    let clean = clean.trim();
    (!clean.is_empty()).then(|| clean.chars().take(LABEL_CHARS).collect())
}

/// A count that every reader reads alike.
pub(super) fn count(count: i64) -> u64 {
    u64::try_from(count).unwrap_or(0).min(MAX_INTEGER)
}

fn is_value(kind: Kind) -> bool {
    matches!(kind.family(), Family::PersonalData | Family::Secret)
}

fn cut(text: &str, most: usize) -> String {
    text.get(..text.floor_char_boundary(most)).unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn values_go_before_the_cut() {
        let long = format!("{} 123-45-6789", "My SSN is".repeat(600));

        assert!(text(&long).len() <= KEPT_BYTES);
        assert_eq!(text("mail ann@example.com"), "mail [REDACTED:email]");
    }

    #[test]
    fn every_part_of_a_path_is_looked_at() {
        assert_eq!(path("4111111111111111/4111111111111111"), "[REDACTED:credit_card]/[REDACTED:credit_card]");
        assert_eq!(path("crm/ lookup "), "crm/lookup");
    }

    #[test]
    fn an_end_user_may_be_an_address_and_nothing_else_that_is_a_value() {
        assert_eq!(end_user(" ann@example.com ").as_deref(), Some("ann@example.com"));
        assert_eq!(end_user("4111 1111 1111 1111").as_deref(), Some("[REDACTED:credit_card]"));
        assert_eq!(end_user(" "), None);
    }

    #[test]
    fn a_cut_never_splits_a_character() {
        assert_eq!(word(&"ü".repeat(150)).chars().count(), 100);
    }

    #[test]
    fn empty_json_is_nothing() {
        for empty in [json!(null), json!({}), json!([]), json!("")] {
            assert_eq!(json(&empty), None, "{empty}");
        }
        assert_eq!(json(&json!({"to": "ann@example.com"})).as_deref(), Some(r#"{"to":"[REDACTED:email]"}"#));
    }

    #[test]
    fn counts_stay_in_range() {
        assert_eq!((count(-1), count(7), count(i64::MAX)), (0, 7, MAX_INTEGER));
    }
}

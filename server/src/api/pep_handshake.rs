//! What an enforcement point says that it can discharge, in the header `X-Axonflow-PEP-Handshake`.

use axum::{
    extract::FromRequestParts,
    http::{HeaderMap, request::Parts},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use gate::problem::Problem;
use governance::decide::Redaction;
use serde::Deserialize;

const HEADER: &str = "x-axonflow-pep-handshake";
const MOST_BYTES: usize = 4_096;
const MOST_CAPABILITIES: usize = 64;
const LONGEST_NAME: usize = 128;

/// Every obligation that can be declared.
const OBLIGATIONS: [&str; 14] = [
    "approval_challenge",
    "field_remove",
    "field_redact",
    "field_hash",
    "field_mask",
    "field_annotate",
    "field_tokenize",
    "schema_transform",
    "response_filter",
    "route_restriction",
    "step_up_authentication",
    "quota_reservation",
    "immutable_audit",
    "notification",
];

/// What the caller declared. No header is no declaration, which is not the same as declaring nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct PepHandshake(Option<Vec<String>>);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Declaration {
    profile_version: u32,
    pep_id: String,
    audience: String,
    capabilities: Vec<Capability>,
}

#[derive(Deserialize, PartialEq, Eq, PartialOrd, Ord)]
#[serde(deny_unknown_fields)]
struct Capability {
    #[serde(rename = "type")]
    kind: String,
    version: u32,
}

impl<S: Send + Sync> FromRequestParts<S> for PepHandshake {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        Self::read(&parts.headers)
    }
}

impl PepHandshake {
    /// Whether a redaction can be left to the caller.
    pub(super) fn redaction(&self) -> Redaction {
        let can_redact = self.0.as_ref().is_none_or(|declared| declared.iter().any(|kind| kind == "field_redact"));
        if can_redact { Redaction::Possible } else { Redaction::Impossible }
    }

    fn read(headers: &HeaderMap) -> Result<Self, Problem> {
        let mut all = headers.get_all(HEADER).iter();
        let Some(sent) = all.next() else { return Ok(Self(None)) };
        let is_single = all.next().is_none();
        let declared = sent.to_str().ok().filter(|_| is_single).and_then(parse);
        declared.map(|kinds| Self(Some(kinds))).ok_or_else(|| {
            Problem::new(400, "malformed_handshake", "The header X-Axonflow-PEP-Handshake is repeated or is not a handshake.")
        })
    }
}

fn parse(encoded: &str) -> Option<Vec<String>> {
    if encoded.len() > MOST_BYTES {
        return None;
    }
    let bytes = URL_SAFE_NO_PAD.decode(encoded).ok()?;
    let declaration: Declaration = serde_json::from_slice(&bytes).ok()?;
    declaration.is_good().then(|| declaration.capabilities.into_iter().map(|capability| capability.kind).collect())
}

impl Declaration {
    fn is_good(&self) -> bool {
        let capabilities = &self.capabilities;
        self.profile_version == 1
            && is_name(&self.pep_id, |b| b.is_ascii_lowercase() || b.is_ascii_digit(), b"._-")
            && is_name(&self.audience, |b| b.is_ascii_alphanumeric(), b"._:/-")
            && capabilities.len() <= MOST_CAPABILITIES
            && capabilities.is_sorted_by(|a, b| a < b)
            && capabilities.iter().all(|capability| OBLIGATIONS.contains(&capability.kind.as_str()) && capability.version > 0)
    }
}

/// Starts with a plain character and goes on with plain ones and `marks`.
fn is_name(text: &str, is_plain: impl Fn(u8) -> bool, marks: &[u8]) -> bool {
    let mut bytes = text.bytes();
    text.len() <= LONGEST_NAME && bytes.next().is_some_and(&is_plain) && bytes.all(|b| is_plain(b) || marks.contains(&b))
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;
    use serde_json::{Value, json};

    use super::*;

    fn read(headers: &[String]) -> Result<PepHandshake, u16> {
        let mut map = HeaderMap::new();
        for header in headers {
            map.append(HEADER, HeaderValue::from_str(header).unwrap());
        }
        PepHandshake::read(&map).map_err(|problem| problem.status)
    }

    fn encoded(capabilities: &Value) -> String {
        let whole = json!({"profile_version": 1, "pep_id": "gw-1", "audience": "https://a.example/x", "capabilities": capabilities});
        URL_SAFE_NO_PAD.encode(whole.to_string())
    }

    #[test]
    fn no_declaration_is_not_an_empty_one() {
        assert_eq!(read(&[]).unwrap().redaction(), Redaction::Possible);
        assert_eq!(read(&[encoded(&json!([]))]).unwrap().redaction(), Redaction::Impossible);
        assert_eq!(read(&[encoded(&json!([{"type": "notification", "version": 1}]))]).unwrap().redaction(), Redaction::Impossible);
        assert_eq!(read(&[encoded(&json!([{"type": "field_redact", "version": 2}]))]).unwrap().redaction(), Redaction::Possible);
    }

    #[test]
    fn malformed_and_repeated_ones_are_refused() {
        let good = encoded(&json!([]));
        let other = |name: &str, value: Value| {
            let mut whole = json!({"profile_version": 1, "pep_id": "gw-1", "audience": "a", "capabilities": []});
            whole[name] = value;
            URL_SAFE_NO_PAD.encode(whole.to_string())
        };
        let two = json!([{"type": "notification", "version": 1}, {"type": "field_redact", "version": 1}]);
        let twice = json!([{"type": "field_redact", "version": 1}, {"type": "field_redact", "version": 1}]);
        for bad in [
            vec![good.clone(), good.clone()],
            vec![String::new()],
            vec!["e30".to_owned()],
            vec![format!("{good}=")],
            vec!["A".repeat(5_000)],
            vec![encoded(&two)],
            vec![encoded(&twice)],
            vec![encoded(&json!([{"type": "other", "version": 1}]))],
            vec![encoded(&json!([{"type": "field_redact", "version": 0}]))],
            vec![other("pep_id", json!("Upper"))],
            vec![other("audience", json!("with space"))],
            vec![other("profile_version", json!(2))],
            vec![other("more", json!(1))],
        ] {
            assert_eq!(read(&bad).map(|_| ()), Err(400), "{bad:?}");
        }
        assert!(read(&[good]).is_ok());
    }
}

use std::time::Duration;

use model::Principal;
use serde_json::Value;
use store::{
    Housekeeping, OrgScope,
    directory::{events, tokens},
};

use super::DirectoryCaller;
use crate::{Governance, Result};

/// A body is kept up to here.
const MOST_BYTES: usize = 16 * 1024;

/// A call of a directory and its answer, for the log of calls.
#[derive(Debug)]
pub struct Call<'a> {
    /// The HTTP method.
    pub method: &'a str,
    /// The path and query.
    pub path: &'a str,
    /// The HTTP status of the answer.
    pub status: u16,
    /// The body that was sent.
    pub body: Option<&'a Value>,
    /// What came of it, or why it was refused.
    pub detail: &'a str,
    /// How long it took.
    pub took: Duration,
}

/// Notes a call. One that cannot be noted is told to the operators; what was done stands, with its record in the ledger.
pub async fn note(gov: &Governance, caller: &DirectoryCaller, call: Call<'_>) {
    let Principal::Directory { token } = *caller.scope.principal() else { return };
    let event = events::NewEvent {
        token,
        method: call.method.to_owned(),
        path: call.path.chars().take(2_000).collect(),
        status: i32::from(call.status),
        request: call.body.map(without_passwords).unwrap_or_default(),
        detail: call.detail.to_owned(),
        took_micros: i64::try_from(call.took.as_micros()).unwrap_or(i64::MAX),
    };
    let noted = async {
        let mut tx = gov.pool().org_tx(&caller.scope).await?;
        if caller.is_due_to_note {
            tokens::touch(&mut tx, token).await?;
            events::forget_old(&mut tx).await?;
        }
        events::add(&mut tx, &event).await?;
        tx.commit_housekeeping(Housekeeping::DirectoryCallNoted).await
    };
    if let Err(error) = noted.await {
        tracing::error!(error = &error as &dyn std::error::Error, "a directory's call was not noted");
    }
}

/// The newest calls first.
pub async fn events(gov: &Governance, scope: &OrgScope, limit: u16) -> Result<Vec<events::EventRow>> {
    let mut tx = gov.pool().org_tx(scope).await?;
    Ok(events::list(&mut tx, i64::from(limit)).await?)
}

/// The body as text; Okta sends a password with every new person.
fn without_passwords(body: &Value) -> String {
    let mut body = body.clone();
    blank(&mut body);
    let text = body.to_string().replace('\0', "");
    text.chars().take(MOST_BYTES).collect()
}

fn blank(value: &mut Value) {
    match value {
        Value::Array(values) => values.iter_mut().for_each(blank),
        Value::Object(object) => {
            let path = object.iter().find(|(key, _)| key.eq_ignore_ascii_case("path")).and_then(|(_, path)| path.as_str());
            let is_about_one = path.is_some_and(|path| path.to_ascii_lowercase().contains("password"));
            for (key, value) in object.iter_mut() {
                let is_value = is_about_one && key.eq_ignore_ascii_case("value");
                if is_value || key.to_ascii_lowercase().contains("password") {
                    *value = Value::String("[removed]".to_owned());
                } else {
                    blank(value);
                }
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn passwords_are_taken_out_wherever_they_are() {
        let body = json!({
            "Password": "one", "userName": "a",
            "Operations": [{"op": "replace", "Path": "urn:x:User:password", "Value": "two"}, {"op": "replace", "value": {"passWord": "three", "title": "t"}}],
        });

        let kept = without_passwords(&body);

        assert!(!["one", "two", "three"].iter().any(|secret| kept.contains(&format!("\"{secret}\""))), "{kept}");
        assert!(kept.contains("\"userName\":\"a\"") && kept.contains("\"title\":\"t\""), "{kept}");
    }
}

use std::error::Error as StdError;

use aws_sdk_secretsmanager::{Client, error::SdkError, operation::get_secret_value::GetSecretValueError};
use serde_json::Value;
use vault::SecretString;

use crate::Aws;

/// Reads AWS Secrets Manager.
#[derive(Debug, Clone)]
pub struct AwsSecrets(Client);

/// Why a secret could not be read. Never carries what was read.
#[derive(Debug, thiserror::Error)]
pub enum SecretFault {
    /// The service did not answer in time.
    #[error("AWS Secrets Manager does not answer")]
    Unavailable(#[source] Box<dyn StdError + Send + Sync>),
    /// There is no secret of this name.
    #[error("AWS Secrets Manager has no secret `{0}` in this account and region")]
    Missing(String),
    /// The service refuses.
    #[error("AWS Secrets Manager refuses `{id}`: check that this service may use secretsmanager:GetSecretValue")]
    Refused {
        /// Which secret.
        id: String,
        /// What it said.
        #[source]
        why: Box<dyn StdError + Send + Sync>,
    },
    /// The secret is there and holds no such member.
    #[error("the secret `{id}` is no JSON object with a text in `{field}`")]
    NoField {
        /// Which secret.
        id: String,
        /// What was looked for.
        field: String,
    },
    /// The secret is binary.
    #[error("the secret `{0}` is not a text")]
    NotText(String),
}

impl AwsSecrets {
    /// A reader in the account and region of `aws`.
    pub fn new(aws: &Aws) -> Self {
        Self(Client::new(aws.config()))
    }

    /// The current value of a secret, or one member of the JSON object that it is.
    pub async fn read(&self, id: &str, field: Option<&str>) -> Result<SecretString, SecretFault> {
        let answer = self.0.get_secret_value().secret_id(id).send().await.map_err(|error| fault(id, error))?;
        let whole = answer.secret_string.map(SecretString::new).ok_or_else(|| SecretFault::NotText(id.to_owned()))?;
        match field {
            None => Ok(whole),
            Some(field) => member(&whole, field).ok_or_else(|| SecretFault::NoField { id: id.to_owned(), field: field.to_owned() }),
        }
    }
}

fn member(whole: &SecretString, field: &str) -> Option<SecretString> {
    let Value::Object(mut members) = serde_json::from_str(whole.expose()).ok()? else { return None };
    match members.remove(field)? {
        Value::String(text) => Some(SecretString::new(text)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => None,
    }
}

fn fault(id: &str, error: SdkError<GetSecretValueError>) -> SecretFault {
    let Some(answer) = error.as_service_error() else { return SecretFault::Unavailable(Box::new(error)) };
    let is_theirs = error.raw_response().is_some_and(|response| response.status().is_server_error());
    if answer.is_resource_not_found_exception() {
        SecretFault::Missing(id.to_owned())
    } else if is_theirs {
        SecretFault::Unavailable(Box::new(error))
    } else {
        SecretFault::Refused { id: id.to_owned(), why: Box::new(error) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_text_member_of_an_object_is_a_secret() {
        let read = |whole: &str| member(&SecretString::new(whole.to_owned()), "password").map(|secret| secret.expose().clone());

        assert_eq!(read(r#"{"username": "web", "password": "s3cret"}"#).as_deref(), Some("s3cret"));
        for other in [r#"{"username": "web"}"#, r#"{"password": 7}"#, r#"["password"]"#, "s3cret", ""] {
            assert_eq!(read(other), None, "{other}");
        }
    }
}

use std::{fmt, path::PathBuf, str::FromStr};

use crate::{Secret, SecretString};

/// A secret in the configuration: given as it is, or by where it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SecretSetting {
    /// The secret itself.
    Given(SecretString),
    /// Where it is kept; read when it is needed, and again while the service runs.
    At(SecretReference),
}

/// Where a secret is kept. It tells nothing of the secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SecretReference {
    /// `secretsmanager:ID` or `secretsmanager:ID#FIELD`: AWS Secrets Manager, whole or one member of a JSON object.
    SecretsManager {
        /// Name or ARN of the secret.
        id: String,
        /// A member of the JSON object that it is.
        field: Option<String>,
    },
    /// `file:PATH`: what the file holds, without the end of its last line.
    File(PathBuf),
    /// `env:NAME`: an environment variable.
    Variable(String),
}

impl FromStr for SecretSetting {
    type Err = NoReference;

    /// Whatever begins with `secretsmanager:`, `file:` or `env:` is a reference; everything else is the secret itself.
    fn from_str(text: &str) -> Result<Self, NoReference> {
        let reference = match text.split_once(':') {
            Some(("secretsmanager", place)) => secrets_manager(place),
            Some(("file", path)) => Some(SecretReference::File(PathBuf::from(path))).filter(|_| !path.is_empty()),
            Some(("env", name)) => Some(SecretReference::Variable(name.to_owned())).filter(|_| !name.is_empty()),
            Some(_) | None => return Ok(Self::Given(Secret::new(text.to_owned()))),
        };
        reference.map(Self::At).ok_or(NoReference)
    }
}

/// A reference that names nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("names no secret: write secretsmanager:ID, secretsmanager:ID#FIELD, file:PATH or env:NAME")]
pub struct NoReference;

fn secrets_manager(place: &str) -> Option<SecretReference> {
    let (id, field) = place.split_once('#').map_or((place, None), |(id, field)| (id, Some(field)));
    let is_named = !id.is_empty() && field != Some("");
    is_named.then(|| SecretReference::SecretsManager { id: id.to_owned(), field: field.map(ToOwned::to_owned) })
}

impl fmt::Display for SecretReference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::SecretsManager { id, field: None } => write!(f, "secretsmanager:{id}"),
            Self::SecretsManager { id, field: Some(field) } => write!(f, "secretsmanager:{id}#{field}"),
            Self::File(path) => write!(f, "file:{}", path.display()),
            Self::Variable(name) => write!(f, "env:{name}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> SecretSetting {
        text.parse().unwrap()
    }

    #[test]
    fn references_are_read_and_written_alike() {
        let arn = "secretsmanager:arn:aws:secretsmanager:eu-west-1:123456789012:secret:db-AbCdEf#password";
        for text in ["secretsmanager:prod/db", "secretsmanager:prod/db#password", arn, "file:/run/secrets/db", "env:DB_PASSWORD"] {
            let SecretSetting::At(reference) = read(text) else { panic!("{text} is no reference") };

            assert_eq!(reference.to_string(), text);
        }
    }

    #[test]
    fn everything_else_is_the_secret_itself_and_is_not_printed() {
        for text in ["postgres://web:pw@db/axonflow", "s3cret", "", "File:/x", "envelope"] {
            assert_eq!(read(text), SecretSetting::Given(Secret::new(text.to_owned())));
        }
        assert_eq!(format!("{:?}", read("s3cret")), "Given([secret])");
    }

    #[test]
    fn a_reference_to_nothing_is_refused() {
        for text in ["secretsmanager:", "secretsmanager:#field", "secretsmanager:id#", "file:", "env:"] {
            assert_eq!(text.parse::<SecretSetting>(), Err(NoReference), "{text}");
        }
    }
}

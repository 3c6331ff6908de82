use std::{path::PathBuf, sync::Arc};

use cloud::{Aws, AwsSecrets, Patience, SecretFault};
use tokio::sync::OnceCell;
use vault::{SecretReference, SecretSetting, SecretString};

/// Reads secrets from where the configuration says that they are. Cheap to clone.
#[derive(Debug, Clone, Default)]
pub struct SecretReader {
    /// Made when the first reference asks for it: most configurations never do.
    aws: Arc<OnceCell<AwsSecrets>>,
}

/// Why a secret could not be read. The reference is told, never what was read.
#[derive(Debug, thiserror::Error)]
pub enum Unreadable {
    /// The variable is not set, or is no UTF-8.
    #[error("the environment variable {0} is not set")]
    NoVariable(String),
    /// The file is not there, not ours to read, or no UTF-8.
    #[error("{} cannot be read", path.display())]
    NoFile {
        /// Which file.
        path: PathBuf,
        /// Why.
        #[source]
        why: std::io::Error,
    },
    /// There is nothing in it.
    #[error("the secret at {0} is empty")]
    Empty(SecretReference),
    /// AWS Secrets Manager.
    #[error(transparent)]
    Aws(#[from] SecretFault),
}

impl SecretReader {
    /// A reader over a way to AWS that is there already.
    pub fn over(aws: AwsSecrets) -> Self {
        Self { aws: Arc::new(OnceCell::new_with(Some(aws))) }
    }

    /// The secret as it is now.
    pub async fn read(&self, setting: &SecretSetting) -> Result<SecretString, Unreadable> {
        match setting {
            SecretSetting::Given(secret) => Ok(secret.clone()),
            SecretSetting::At(reference) => {
                let secret = self.look_up(reference).await?;
                if secret.expose().is_empty() { Err(Unreadable::Empty(reference.clone())) } else { Ok(secret) }
            }
        }
    }

    async fn look_up(&self, reference: &SecretReference) -> Result<SecretString, Unreadable> {
        match reference {
            SecretReference::SecretsManager { id, field } => Ok(self.aws().await.read(id, field.as_deref()).await?),
            SecretReference::File(path) => match tokio::fs::read_to_string(path).await {
                Ok(text) => Ok(without_line_end(text)),
                Err(why) => Err(Unreadable::NoFile { path: path.clone(), why }),
            },
            SecretReference::Variable(name) => std::env::var(name).map(SecretString::new).map_err(|_| Unreadable::NoVariable(name.clone())),
        }
    }

    async fn aws(&self) -> &AwsSecrets {
        self.aws.get_or_init(async || AwsSecrets::new(&Aws::from_environment(Patience::default()).await)).await
    }
}

/// Editors end a file with a line end, which is no part of the secret.
fn without_line_end(text: String) -> SecretString {
    let text = SecretString::new(text);
    let line = text.expose().strip_suffix('\n').map(|line| line.strip_suffix('\r').unwrap_or(line));
    match line {
        Some(line) => SecretString::new(line.to_owned()),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn read(text: &str) -> Result<String, String> {
        let read = SecretReader::default().read(&text.parse().unwrap()).await;
        read.map(|secret| secret.expose().clone()).map_err(|error| error.to_string())
    }

    #[tokio::test]
    async fn a_file_is_read_without_the_end_of_its_line() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("secret");

        for (content, secret) in [("s3cret\n", "s3cret"), ("s3cret\r\n", "s3cret"), ("s3cret", "s3cret"), (" a\nb \n\n", " a\nb \n")] {
            std::fs::write(&path, content).unwrap();
            assert_eq!(read(&format!("file:{}", path.display())).await.as_deref(), Ok(secret));
        }
    }

    #[tokio::test]
    async fn what_is_not_there_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("none");

        assert_eq!(read(&format!("file:{}", path.display())).await, Err(format!("{} cannot be read", path.display())));
        assert_eq!(
            read("env:AXONFLOW_NOBODY_SETS_THIS").await.unwrap_err(),
            "the environment variable AXONFLOW_NOBODY_SETS_THIS is not set"
        );
        std::fs::write(&path, "\n").unwrap();
        assert!(read(&format!("file:{}", path.display())).await.unwrap_err().ends_with("is empty"));
    }
}

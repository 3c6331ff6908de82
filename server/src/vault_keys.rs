//! Opens the vault under the keys that the configuration names: one seals, the others open what they sealed before.

use std::{path::PathBuf, sync::Arc};

use anyhow::{Context as _, bail};
use cloud::{Aws, KeyNames, KmsKeys, Patience};
use vault::{KeyProvider, LocalKey, SecretSetting, Vault};

use crate::{
    clock,
    config::{DatabaseArgs, KeySource, VaultArgs},
    secrets::SecretReader,
};

/// Opens the vault, and asks a key service whether it can be used.
pub async fn open(args: &DatabaseArgs, secrets: &SecretReader) -> anyhow::Result<Vault> {
    let sealing = choose(args)?;
    let mut vault = Vault::new(provider(sealing, args, secrets).await?);
    for other in [KeySource::Kms, KeySource::Environment, KeySource::File] {
        if other != sealing && is_given(other, args) {
            vault = vault.also_opens(provider(other, args, secrets).await?);
        }
    }
    if let Some(former) = &args.vault.connector_encryption_key_former {
        vault = vault.also_opens(given("CONNECTOR_ENCRYPTION_KEY_FORMER", former, secrets).await?);
    }
    Ok(vault)
}

/// What seals. A configured database is one that matters: it gets no key file that nobody asked for.
fn choose(args: &DatabaseArgs) -> anyhow::Result<KeySource> {
    let VaultArgs { source, kms_key, connector_encryption_key, .. } = &args.vault;
    match (source, kms_key, connector_encryption_key) {
        (Some(KeySource::Kms), None, _) => bail!("AXONFLOW_VAULT is kms: set AXONFLOW_KMS_KEY to the key's id, ARN or alias"),
        (Some(KeySource::Environment), _, None) => {
            bail!("AXONFLOW_VAULT is environment: set CONNECTOR_ENCRYPTION_KEY, made with `openssl rand -hex 32`")
        }
        (Some(source), _, _) => Ok(*source),
        (None, Some(_), _) => Ok(KeySource::Kms),
        (None, None, Some(_)) => Ok(KeySource::Environment),
        (None, None, None) if args.database_url.is_none() => Ok(KeySource::File),
        (None, None, None) => bail!(
            "DATABASE_URL is set, and no key that protects secrets in it: set AXONFLOW_KMS_KEY (a key of AWS KMS), or \
             CONNECTOR_ENCRYPTION_KEY (made with `openssl rand -hex 32`), or AXONFLOW_VAULT=file to keep a key in {}",
            key_file(args).display()
        ),
    }
}

fn is_given(source: KeySource, args: &DatabaseArgs) -> bool {
    match source {
        KeySource::Kms => args.vault.kms_key.is_some(),
        KeySource::Environment => args.vault.connector_encryption_key.is_some(),
        KeySource::File => key_file(args).exists(),
    }
}

async fn provider(source: KeySource, args: &DatabaseArgs, secrets: &SecretReader) -> anyhow::Result<Arc<dyn KeyProvider>> {
    match source {
        KeySource::Kms => kms(&args.vault).await,
        KeySource::Environment => {
            let key = args.vault.connector_encryption_key.as_ref().context("CONNECTOR_ENCRYPTION_KEY is not set")?;
            given("CONNECTOR_ENCRYPTION_KEY", key, secrets).await
        }
        KeySource::File => {
            std::fs::create_dir_all(&args.data_dir).with_context(|| format!("cannot make {}", args.data_dir.display()))?;
            Ok(Arc::new(LocalKey::open_or_create(&key_file(args), &mut rand::rng())?))
        }
    }
}

async fn given(name: &'static str, key: &SecretSetting, secrets: &SecretReader) -> anyhow::Result<Arc<dyn KeyProvider>> {
    let text = secrets.read(key).await.context(name)?;
    Ok(Arc::new(LocalKey::from_text(name, &text)?))
}

async fn kms(args: &VaultArgs) -> anyhow::Result<Arc<dyn KeyProvider>> {
    let platform = args.kms_key.as_deref().context("AXONFLOW_KMS_KEY is not set")?;
    let names = KeyNames::new(platform, args.kms_org_key.as_deref()).context("AXONFLOW_KMS_ORG_KEY")?;
    let aws = Aws::from_environment(Patience::default()).await;
    Ok(Arc::new(KmsKeys::connect(&aws, names, clock::system()).await?))
}

fn key_file(args: &DatabaseArgs) -> PathBuf {
    args.data_dir.join("local.key")
}

#[cfg(test)]
mod tests {
    use clap::Parser as _;

    use super::*;

    #[derive(clap::Parser)]
    struct Line {
        #[command(flatten)]
        database: DatabaseArgs,
    }

    const URLS: [&str; 4] = ["--database-url", "postgres://web@db/a", "--platform-database-url", "postgres://platform@db/a"];
    const KEY: &str = "00ff102030405060708090a0b0c0d0e0f0fffefdfcfbfaf9f8f7f6f5f4f3f2fb";

    fn args(line: &[&str]) -> DatabaseArgs {
        Line::try_parse_from(["axonflow"].iter().chain(line)).unwrap().database
    }

    fn chosen(line: &[&str]) -> Result<KeySource, String> {
        choose(&args(line)).map_err(|error| error.to_string())
    }

    #[test]
    fn nothing_configured_is_a_key_file() {
        assert_eq!(chosen(&[]), Ok(KeySource::File));
    }

    #[test]
    fn a_configured_database_needs_a_key_that_somebody_chose() {
        let refused = chosen(&URLS).unwrap_err();

        for way in ["AXONFLOW_KMS_KEY", "CONNECTOR_ENCRYPTION_KEY", "AXONFLOW_VAULT=file"] {
            assert!(refused.contains(way), "{refused}");
        }
        assert_eq!(chosen(&[&URLS[..], &["--vault", "file"]].concat()), Ok(KeySource::File));
        assert_eq!(chosen(&[&URLS[..], &["--connector-encryption-key", KEY]].concat()), Ok(KeySource::Environment));
        assert_eq!(chosen(&[&URLS[..], &["--kms-key", "alias/axonflow"]].concat()), Ok(KeySource::Kms));
    }

    #[test]
    fn a_choice_without_its_key_is_refused() {
        assert!(chosen(&["--vault", "kms"]).unwrap_err().contains("AXONFLOW_KMS_KEY"));
        assert!(chosen(&["--vault", "environment"]).unwrap_err().contains("CONNECTOR_ENCRYPTION_KEY"));
    }

    #[test]
    fn the_key_service_seals_when_both_are_given_unless_told_otherwise() {
        let both = ["--kms-key", "alias/axonflow", "--connector-encryption-key", KEY];

        assert_eq!(chosen(&both), Ok(KeySource::Kms));
        assert_eq!(chosen(&[&both[..], &["--vault", "environment"]].concat()), Ok(KeySource::Environment));
    }

    #[tokio::test]
    async fn a_short_key_is_refused_and_not_told() {
        let refused = open(&args(&["--connector-encryption-key", "sh0rt-secret"]), &SecretReader::default()).await.unwrap_err();

        assert!(format!("{refused:#}").starts_with("CONNECTOR_ENCRYPTION_KEY is not a key of 32 bytes"), "{refused:#}");
        assert!(!format!("{refused:#}").contains("sh0rt"));
    }

    #[tokio::test]
    async fn a_key_is_read_from_where_it_is_kept() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("key");
        std::fs::write(&path, format!("{KEY}\n")).unwrap();
        let open = async |key: &str| open(&args(&["--connector-encryption-key", key]), &SecretReader::default()).await;
        let context = vault::Context::platform("x");

        let kept = open(&format!("file:{}", path.display())).await.unwrap();
        let sealed = kept.seal(&context, b"value").await.unwrap();

        assert_eq!(open(KEY).await.unwrap().open(&context, &sealed).await.unwrap().expose(), b"value");
        assert!(format!("{:#}", open("file:/nowhere/at/all").await.unwrap_err()).contains("/nowhere/at/all cannot be read"));
    }
}

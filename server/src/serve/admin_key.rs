use anyhow::Context as _;
use vault::{SecretSetting, api_key::digest};

use crate::secrets::SecretReader;

/// Shorter keys could be guessed: nothing else slows a guess down.
const FEWEST_CHARS: usize = 32;

/// The digest of the key of the operators' API, when one is configured; the key itself is not kept.
pub(super) async fn read(setting: Option<&SecretSetting>, reader: &SecretReader) -> anyhow::Result<Option<[u8; 32]>> {
    let Some(setting) = setting else { return Ok(None) };
    let key = reader.read(setting).await.context("AXONFLOW_ADMIN_API_KEY")?;
    anyhow::ensure!(key.expose().chars().count() >= FEWEST_CHARS, "AXONFLOW_ADMIN_API_KEY needs at least {FEWEST_CHARS} characters");
    Ok(Some(digest(key.expose())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_key_that_could_be_guessed_stops_the_start() {
        let read = async |key: &str| read(Some(&key.parse().unwrap()), &SecretReader::default()).await;

        assert!(read(&"k".repeat(31)).await.is_err());
        assert_eq!(read(&"k".repeat(32)).await.unwrap(), Some(digest(&"k".repeat(32))));
    }
}

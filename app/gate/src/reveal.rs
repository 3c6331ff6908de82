//! Values that are read once: sealed into the session by the request that makes them, and taken out by another (the next page
//! shows new recovery codes; the answer of a passkey is held against what was asked).

use base64::{Engine, engine::general_purpose::STANDARD_NO_PAD};
use governance::{Error, Result, account};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use time::{Duration, OffsetDateTime};
use uuid::Uuid;
use vault::{Context, Sealed, SecretBytes};

use crate::Door;

/// New recovery codes.
pub(crate) const RECOVERY_CODES: &str = "recovery-codes";

/// A value that nobody came for is gone after so long.
const LASTS: Duration = Duration::minutes(10);

#[derive(Serialize, Deserialize)]
struct Reveal {
    ticket: Uuid,
    #[serde(with = "time::serde::rfc3339")]
    until: OffsetDateTime,
    sealed: String,
}

impl Door {
    /// Keeps a value for one reading by the same session and whoever is signed in now; a second one under the same name replaces it.
    pub async fn keep_reveal(&self, name: &str, value: &(impl Serialize + Sync)) -> Result<()> {
        let plain = SecretBytes::new(serde_json::to_vec(value).map_err(Error::broken)?);
        let ticket = Uuid::new_v4();
        let sealed = self.gov.parts.vault.seal(&self.context(name, ticket).await?, plain.expose()).await?;
        let sealed = STANDARD_NO_PAD.encode(sealed.to_bytes());
        self.write(&key(name), Reveal { ticket, until: self.gov.now() + LASTS, sealed }).await
    }

    /// Takes the value out. Of two readings at once, on whatever nodes, one gets it.
    pub async fn take_reveal<T: DeserializeOwned>(&self, name: &str) -> Result<Option<T>> {
        let Some(reveal): Option<Reveal> = self.read(&key(name)).await? else { return Ok(None) };
        self.forget(&key(name)).await?;
        self.keep_now().await?;
        if reveal.until <= self.gov.now() || !account::spend_once(&self.gov, reveal.ticket).await? {
            return Ok(None);
        }
        let sealed = Sealed::from_bytes(&STANDARD_NO_PAD.decode(&reveal.sealed).map_err(Error::broken)?)?;
        let plain = self.gov.parts.vault.open(&self.context(name, reveal.ticket).await?, &sealed).await?;
        serde_json::from_slice(plain.expose()).map(Some).map_err(Error::broken)
    }

    async fn context(&self, name: &str, ticket: Uuid) -> Result<Context> {
        let session = match self.signed_in().await {
            Ok(who) => who.session.to_string(),
            Err(Error::Unauthenticated(_)) => "not-signed-in".to_owned(),
            Err(other) => return Err(other),
        };
        Ok(Context::platform(&format!("session/{session}/{name}/{ticket}")))
    }
}

fn key(name: &str) -> String {
    format!("reveal/{name}")
}

use anyhow::{Context as _, bail};
use governance::contexts;
use serde::Serialize;
use store::{PlatformPool, platform};
use time::OffsetDateTime;
use vault::{
    Secret, SecretBytes, Vault,
    signing::{Purpose, SigningKeyPair},
};

use super::{KeyPurpose, KeyState, Roster};

/// A key that was made.
#[derive(Debug, Clone, Serialize)]
pub struct Rolled {
    /// Its id.
    pub kid: String,
    /// What it signs.
    pub purpose: KeyPurpose,
    /// From when on.
    #[serde(with = "time::serde::rfc3339")]
    pub signs_from: OffsetDateTime,
}

/// Makes a key that signs from `signs_from` on; until then it is only known.
pub async fn roll(pool: &PlatformPool, vault: &Vault, purpose: KeyPurpose, signs_from: OffsetDateTime) -> anyhow::Result<Rolled> {
    let (kid, public, private) = match purpose {
        KeyPurpose::ApiKeys => pair(Purpose::ApiKeys),
        KeyPurpose::Checkpoints => pair(Purpose::Checkpoints),
        KeyPurpose::UserTokens => pair(Purpose::UserTokens),
        KeyPurpose::Tokens => {
            let root: Secret<[u8; 32]> = Secret::random(&mut rand::rng());
            (uuid::Uuid::new_v4().simple().to_string(), Vec::new(), SecretBytes::new(root.expose().to_vec()))
        }
    };
    let sealed = vault.seal(&contexts::signing_key(&kid), private.expose()).await?;
    platform::add_signing_key(pool, &kid, purpose.word(), &public, &sealed.to_bytes(), signs_from).await?;
    Ok(Rolled { kid, purpose, signs_from })
}

fn pair(purpose: Purpose) -> (String, Vec<u8>, SecretBytes) {
    let pair = SigningKeyPair::generate(purpose, &mut rand::rng());
    (pair.kid().to_owned(), pair.public().to_bytes().to_vec(), pair.to_bytes())
}

/// Ends the trust in a key that signs no more; whatever it signed is refused from now on.
pub async fn retire(pool: &PlatformPool, roster: &Roster, kid: &str) -> anyhow::Result<()> {
    let found = roster.states().into_iter().find(|(_, row, _)| row.kid == kid);
    let (purpose, _, state) = found.with_context(|| format!("there is no signing key {kid}"))?;
    match state {
        KeyState::Verifying | KeyState::Next => Ok(platform::retire_signing_key(pool, kid).await?),
        KeyState::Retired => bail!("the signing key {kid} is retired already"),
        KeyState::Signing => bail!("{kid} signs now: make its successor with `axonflow vault roll-key {}` first", name(purpose)),
    }
}

const fn name(purpose: KeyPurpose) -> &'static str {
    match purpose {
        KeyPurpose::ApiKeys => "api-keys",
        KeyPurpose::Checkpoints => "checkpoints",
        KeyPurpose::Tokens => "tokens",
        KeyPurpose::UserTokens => "user-tokens",
    }
}

use std::sync::Arc;

use anyhow::{Context as _, ensure};
use ed25519_dalek::{SigningKey, VerifyingKey};
use governance::{Checkpoints, SigningKeys, UserTokens, contexts};
use ledger::VerifierKey;
use store::{
    CheckpointSigner, PlatformPool, RequestPool,
    entry::{self, SigningKeyRow},
};
use time::{Duration, OffsetDateTime};
use vault::{
    Sealed, Secret, SecretBytes, Vault,
    api_key::{ApiKeyIssuer, ApiKeyVerifier},
    signing::{PublicKey, Purpose, SigningKeyPair},
    token::Mac,
    user_token::{UserTokenIssuer, UserTokenVerifier},
};

use super::{KeyPurpose, Roster, roll};

/// The name that checkpoint signatures carry.
const CHECKPOINT_KEY_NAME: &str = "axonflow/checkpoint";

/// Makes a key for every purpose that has none, as on an empty database.
pub async fn ensure(platform: &PlatformPool, pool: &RequestPool, vault: &Vault, now: OffsetDateTime) -> anyhow::Result<()> {
    let roster = Roster::new(entry::signing_keys(pool).await?, now);
    for purpose in KeyPurpose::ALL {
        if roster.signing(purpose).is_none() {
            // There is none before it, so a clock that is behind must not find it in the future.
            roll::roll(platform, vault, purpose, now - Duration::DAY).await?;
        }
    }
    Ok(())
}

/// Opens what signs and reads what verifies.
pub async fn load(roster: &Roster, vault: &Vault) -> anyhow::Result<SigningKeys> {
    let api_keys = pair(signing(roster, KeyPurpose::ApiKeys)?, vault, Purpose::ApiKeys).await?;
    let trusted = roster.trusted(KeyPurpose::ApiKeys).map(public).collect::<anyhow::Result<Vec<_>>>()?;
    Ok(SigningKeys {
        issuer: ApiKeyIssuer::new(api_keys)?,
        verifier: ApiKeyVerifier::new(trusted),
        mac: mac(roster, vault).await?,
        checkpoints: checkpoints(roster, vault).await?,
        user_tokens: user_tokens(roster, vault).await?,
    })
}

async fn user_tokens(roster: &Roster, vault: &Vault) -> anyhow::Result<UserTokens> {
    let current = pair(signing(roster, KeyPurpose::UserTokens)?, vault, Purpose::UserTokens).await?;
    let trusted = roster.trusted(KeyPurpose::UserTokens).map(public).collect::<anyhow::Result<Vec<_>>>()?;
    Ok(UserTokens { issuer: UserTokenIssuer::new(current)?, verifier: UserTokenVerifier::new(trusted) })
}

fn signing(roster: &Roster, purpose: KeyPurpose) -> anyhow::Result<&SigningKeyRow> {
    roster.signing(purpose).with_context(|| format!("there is no signing key for {}", purpose.word()))
}

async fn pair(row: &SigningKeyRow, vault: &Vault, kind: Purpose) -> anyhow::Result<SigningKeyPair> {
    let pair = SigningKeyPair::from_bytes(kind, &private(row, vault).await?)?;
    ensure!(public(row)? == *pair.public(), "the signing key {} does not fit its public half", row.kid);
    Ok(pair)
}

async fn private(row: &SigningKeyRow, vault: &Vault) -> anyhow::Result<SecretBytes> {
    let opened = vault.open(&contexts::signing_key(&row.kid), &Sealed::from_bytes(&row.sealed_private)?).await;
    opened.context("the platform's signing keys cannot be opened; the vault needs the key that sealed them")
}

fn public(row: &SigningKeyRow) -> anyhow::Result<PublicKey> {
    let bytes: &[u8; 32] =
        row.public_key.as_slice().try_into().with_context(|| format!("the public half of {} has a wrong size", row.kid))?;
    Ok(PublicKey::from_bytes(bytes)?)
}

/// Tokens of every trusted secret are read; the one that signs makes new ones.
async fn mac(roster: &Roster, vault: &Vault) -> anyhow::Result<Mac> {
    let current = signing(roster, KeyPurpose::Tokens)?;
    let mut mac = Mac::new(root(current, vault).await?);
    for row in roster.trusted(KeyPurpose::Tokens).filter(|row| row.kid != current.kid) {
        mac = mac.also_reads(root(row, vault).await?);
    }
    Ok(mac)
}

async fn root(row: &SigningKeyRow, vault: &Vault) -> anyhow::Result<Secret<[u8; 32]>> {
    Secret::copied_from(private(row, vault).await?.expose()).context("the stored token key has a wrong size")
}

/// Every trusted key signs each head as long as it is trusted, so that who pinned the last one has time to pin the next.
async fn checkpoints(roster: &Roster, vault: &Vault) -> anyhow::Result<Checkpoints> {
    let current = signing(roster, KeyPurpose::Checkpoints)?;
    let key = checkpoint_key(current, vault).await?;
    let mut verifier_keys = vec![VerifierKey::of(CHECKPOINT_KEY_NAME, &key)?];
    for row in roster.all(KeyPurpose::Checkpoints).filter(|row| row.kid != current.kid) {
        verifier_keys.push(VerifierKey::new(CHECKPOINT_KEY_NAME, VerifyingKey::from_bytes(&public(row)?.to_bytes())?)?);
    }
    let mut former = Vec::new();
    for row in roster.begun(KeyPurpose::Checkpoints).filter(|row| row.kid != current.kid) {
        former.push(checkpoint_key(row, vault).await?);
    }
    let signer: CheckpointSigner = Arc::new(move |checkpoint| {
        let note = ledger::sign(checkpoint, CHECKPOINT_KEY_NAME, &key)?;
        former.iter().try_fold(note, |note, key| ledger::add_signature(&note, CHECKPOINT_KEY_NAME, key))
    });
    Ok(Checkpoints { signer, verifier_keys })
}

async fn checkpoint_key(row: &SigningKeyRow, vault: &Vault) -> anyhow::Result<SigningKey> {
    let bytes = pair(row, vault, Purpose::Checkpoints).await?.to_bytes();
    let seed: Secret<[u8; 32]> = bytes.expose().get(2..).and_then(Secret::copied_from).context("the checkpoint key has a wrong size")?;
    Ok(SigningKey::from_bytes(seed.expose()))
}

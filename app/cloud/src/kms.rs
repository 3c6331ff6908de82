use std::{
    collections::HashMap,
    fmt,
    sync::{Mutex, PoisonError},
};

use aws_sdk_kms::{Client, primitives::Blob, types::DataKeySpec};
use model::Clock;
use time::OffsetDateTime;
use vault::{Context, DataKey, Error, KeyFuture, KeyProvider, NewDataKey, Result};
use zeroize::Zeroizing;

use crate::{
    Aws, KeyNames,
    cached_keys::{CachedKeys, KEPT_FOR},
    fault,
};

/// Wraps data keys with AWS KMS: `GenerateDataKey` and `Decrypt`, bound to organisation and record by the encryption
/// context.
///
/// A value names the ARN of the key that wrapped it, so an alias may be pointed at a new key and old values still open.
/// Only keys of the account and region of the platform's key are asked, whatever a stored value says.
pub struct KmsKeys {
    client: Client,
    names: KeyNames,
    /// The start of every ARN that is asked: `arn:aws:kms:REGION:ACCOUNT:key/`.
    account: String,
    clock: Clock,
    data_keys: CachedKeys,
    /// What each name stood for when it was used last, and until when that is believed.
    current: Mutex<HashMap<String, (String, OffsetDateTime)>>,
}

impl KmsKeys {
    /// Proves that the platform's key can be used both ways, so that a wrong key or a missing right shows at the start and
    /// not with the first value that cannot be opened again.
    pub async fn connect(aws: &Aws, names: KeyNames, clock: Clock) -> Result<Self> {
        let mut keys = Self {
            client: Client::new(aws.config()),
            names,
            account: String::new(),
            clock,
            data_keys: CachedKeys::default(),
            current: Mutex::default(),
        };
        let proof = keys.generate(&Context::platform("start")).await?;
        let (account, _) = proof.key_id.split_once(":key/").ok_or_else(|| Error::KeyServiceWrong { key: proof.key_id.clone() })?;
        keys.account = format!("{account}:key/");
        Ok(keys)
    }

    async fn generate(&self, context: &Context) -> Result<NewDataKey> {
        let name = self.names.for_context(context);
        let wrong = || Error::KeyServiceWrong { key: name.clone() };
        let request = self.client.generate_data_key().key_id(&name).key_spec(DataKeySpec::Aes256);
        let answer = request.set_encryption_context(pairs(context)).send().await.map_err(|error| fault::of_key_service(&name, error))?;
        let key_id = answer.key_id.filter(|arn| arn.starts_with(&self.account)).ok_or_else(wrong)?;
        let plaintext = answer.plaintext.and_then(data_key).ok_or_else(wrong)?;
        let wrapped = answer.ciphertext_blob.map(Blob::into_inner).ok_or_else(wrong)?;
        // A value sealed under a key that does not come back could never be opened again.
        match self.decrypt(&key_id, &wrapped, context).await {
            Ok(again) if again == plaintext => {}
            Ok(_) | Err(Error::CannotOpen) => return Err(wrong()),
            Err(error) => return Err(error),
        }
        let now = self.clock.now();
        self.data_keys.keep(&key_id, &wrapped, context, &plaintext, now);
        self.remember(name, &key_id, now);
        Ok(NewDataKey { key_id, plaintext, wrapped })
    }

    async fn decrypt(&self, key_id: &str, wrapped: &[u8], context: &Context) -> Result<DataKey> {
        let request = self.client.decrypt().key_id(key_id).ciphertext_blob(Blob::new(wrapped));
        let answer = request.set_encryption_context(pairs(context)).send().await.map_err(|error| fault::of_key_service(key_id, error))?;
        answer.plaintext.and_then(data_key).ok_or_else(|| Error::KeyServiceWrong { key: key_id.to_owned() })
    }

    async fn unwrap(&self, key_id: &str, wrapped: &[u8], context: &Context) -> Result<DataKey> {
        if let Some(key) = self.data_keys.find(key_id, wrapped, context, self.clock.now()) {
            return Ok(key);
        }
        let key = self.decrypt(key_id, wrapped, context).await?;
        self.data_keys.keep(key_id, wrapped, context, &key, self.clock.now());
        Ok(key)
    }

    async fn current(&self, context: &Context) -> Result<String> {
        let (name, now) = (self.names.for_context(context), self.clock.now());
        let known = self.current.lock().unwrap_or_else(PoisonError::into_inner).get(&name).cloned();
        match known {
            Some((arn, until)) if now < until => Ok(arn),
            _ => Ok(self.generate(context).await?.key_id),
        }
    }

    fn remember(&self, name: String, key_id: &str, now: OffsetDateTime) {
        let mut current = self.current.lock().unwrap_or_else(PoisonError::into_inner);
        current.retain(|_, (_, until)| now < *until);
        current.insert(name, (key_id.to_owned(), now + KEPT_FOR));
    }
}

impl KeyProvider for KmsKeys {
    fn holds(&self, key_id: &str) -> bool {
        key_id.starts_with(&self.account)
    }

    fn current_key_id<'a>(&'a self, context: &'a Context) -> KeyFuture<'a, String> {
        Box::pin(self.current(context))
    }

    fn generate_data_key<'a>(&'a self, context: &'a Context) -> KeyFuture<'a, NewDataKey> {
        Box::pin(self.generate(context))
    }

    fn unwrap_data_key<'a>(&'a self, key_id: &'a str, wrapped: &'a [u8], context: &'a Context) -> KeyFuture<'a, DataKey> {
        Box::pin(self.unwrap(key_id, wrapped, context))
    }
}

impl fmt::Debug for KmsKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "KmsKeys({:?})", self.names)
    }
}

fn pairs(context: &Context) -> Option<HashMap<String, String>> {
    Some(context.pairs().into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
}

/// Exactly 32 bytes; the library's own copy is overwritten.
fn data_key(plaintext: Blob) -> Option<DataKey> {
    let bytes = Zeroizing::new(plaintext.into_inner());
    DataKey::copied_from(&bytes)
}

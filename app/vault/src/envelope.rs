use std::{fmt, sync::Arc};

use crate::{
    Context, Error, KeyProvider, NewDataKey, Result, Sealed, SecretBytes,
    cipher::{decrypt, encrypt, random_nonce},
    context::Layer,
};

/// Seals small values, each under a fresh data key that only a [`KeyProvider`] can unwrap.
#[derive(Clone)]
pub struct Vault {
    current: Arc<dyn KeyProvider>,
    former: Vec<Arc<dyn KeyProvider>>,
}

impl Vault {
    /// A vault that seals and opens with one provider.
    pub fn new(provider: Arc<dyn KeyProvider>) -> Self {
        Self { current: provider, former: Vec::new() }
    }

    /// Also opens, but never seals, what an earlier provider wrapped: for the time of a key change.
    #[must_use]
    pub fn also_opens(mut self, former: Arc<dyn KeyProvider>) -> Self {
        self.former.push(former);
        self
    }

    /// Seals a value for `context`.
    pub async fn seal(&self, context: &Context, plaintext: &[u8]) -> Result<Sealed> {
        let NewDataKey { key_id, plaintext: data_key, wrapped } = self.current.generate_data_key(context).await?;
        let nonce = random_nonce()?;
        let bound_to = context.associated_data(Layer::Record, &key_id);
        Sealed::new(&key_id, wrapped, nonce, encrypt(&data_key, nonce, plaintext, &bound_to)?)
    }

    /// Opens a value; it must have been sealed for the same context.
    pub async fn open(&self, context: &Context, sealed: &Sealed) -> Result<SecretBytes> {
        let provider = self.holder_of(&sealed.key_id)?;
        let data_key = provider.unwrap_data_key(&sealed.key_id, &sealed.wrapped_key, context).await?;
        let bound_to = context.associated_data(Layer::Record, &sealed.key_id);
        decrypt(&data_key, sealed.nonce, &sealed.ciphertext, &bound_to)
    }

    /// The value sealed anew under the key that seals now; `None` when it is under that key already.
    pub async fn rewrap(&self, context: &Context, sealed: &Sealed) -> Result<Option<Sealed>> {
        if self.current.current_key_id(context).await? == sealed.key_id {
            return Ok(None);
        }
        let plaintext = self.open(context, sealed).await?;
        self.seal(context, plaintext.expose()).await.map(Some)
    }

    fn holder_of(&self, key_id: &str) -> Result<&dyn KeyProvider> {
        let mut providers = std::iter::once(&self.current).chain(&self.former);
        let holder = providers.find(|provider| provider.holds(key_id));
        holder.map(AsRef::as_ref).ok_or_else(|| Error::KeyNotHeld { sealed_under: key_id.to_owned() })
    }
}

impl fmt::Debug for Vault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Vault(one provider seals, {} more open)", self.former.len())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use model::OrgId;
    use rand::{SeedableRng, rngs::StdRng};
    use uuid::Uuid;

    use super::*;
    use crate::LocalKey;

    const CANARY: &[u8] = b"canary-credential-7f3a";

    fn org(n: u128) -> OrgId {
        OrgId::from_uuid(Uuid::from_u128(n))
    }

    fn provider(seed: u64) -> Arc<LocalKey> {
        let folder = tempfile::tempdir().unwrap();
        Arc::new(LocalKey::open_or_create(&folder.path().join("key"), &mut StdRng::seed_from_u64(seed)).unwrap())
    }

    fn vault() -> Vault {
        Vault::new(provider(1))
    }

    #[tokio::test]
    async fn a_value_opens_for_its_own_record() {
        let (vault, context) = (vault(), Context::org(org(1), "connector/1"));

        let stored = vault.seal(&context, CANARY).await.unwrap().to_bytes();
        let opened = vault.open(&context, &Sealed::from_bytes(&stored).unwrap()).await.unwrap();

        assert_eq!(opened.expose(), CANARY);
    }

    #[tokio::test]
    async fn a_row_swapped_between_organisations_does_not_open() {
        let vault = vault();
        let sealed = vault.seal(&Context::org(org(1), "connector/1"), CANARY).await.unwrap();

        let elsewhere = [
            Context::org(org(2), "connector/1"),
            Context::org(org(1), "connector/2"),
            Context::platform("connector/1"),
            Context::platform(&Context::org(org(1), "connector/1").pairs()[0].1),
        ];

        for context in elsewhere {
            assert!(matches!(vault.open(&context, &sealed).await, Err(Error::CannotOpen)), "{context:?}");
        }
    }

    #[tokio::test]
    async fn parts_of_two_values_do_not_mix() {
        let (vault, context) = (vault(), Context::org(org(1), "connector/1"));
        let one = vault.seal(&context, b"one").await.unwrap();
        let two = vault.seal(&context, b"two").await.unwrap();

        let mixed = Sealed { wrapped_key: two.wrapped_key.clone(), ..one.clone() };

        assert!(matches!(vault.open(&context, &mixed).await, Err(Error::CannotOpen)));
    }

    #[tokio::test]
    async fn every_changed_byte_is_noticed() {
        let (vault, context) = (vault(), Context::platform("signing/1"));
        let bytes = vault.seal(&context, CANARY).await.unwrap().to_bytes();

        for at in 0..bytes.len() {
            let mut changed = bytes.clone();
            changed[at] ^= 0x20;
            let opened = match Sealed::from_bytes(&changed) {
                Ok(sealed) => vault.open(&context, &sealed).await,
                Err(error) => Err(error),
            };
            assert!(opened.is_err(), "byte {at}");
        }
    }

    #[tokio::test]
    async fn each_value_has_its_own_key_and_nonce_and_shows_no_plaintext() {
        let (vault, context) = (vault(), Context::org(org(1), "connector/1"));
        let (mut keys, mut nonces) = (HashSet::new(), HashSet::new());

        for _ in 0..200 {
            let sealed = vault.seal(&context, CANARY).await.unwrap();
            let data_key = vault.current.unwrap_data_key(&sealed.key_id, &sealed.wrapped_key, &context).await.unwrap();
            assert!(keys.insert(*data_key.expose()) && nonces.insert(sealed.nonce));
            assert!(!sealed.to_bytes().windows(CANARY.len()).any(|window| window == CANARY));
        }
    }

    #[tokio::test]
    async fn another_key_is_named_in_the_refusal() {
        let context = Context::platform("signing/1");
        let sealed = vault().seal(&context, CANARY).await.unwrap();
        let other = Vault::new(provider(2));

        let refusal = other.open(&context, &sealed).await.unwrap_err();

        assert!(matches!(&refusal, Error::KeyNotHeld { sealed_under } if sealed_under == sealed.key_id()), "{refusal}");
    }

    #[tokio::test]
    async fn a_former_key_still_opens_but_no_longer_seals() {
        let context = Context::platform("signing/1");
        let old = vault().seal(&context, CANARY).await.unwrap();
        let vault = Vault::new(provider(2)).also_opens(provider(1));

        assert_eq!(vault.open(&context, &old).await.unwrap().expose(), CANARY);
        assert_eq!(vault.seal(&context, CANARY).await.unwrap().key_id(), provider(2).id());
    }

    #[tokio::test]
    async fn a_rewrapped_value_opens_without_the_former_key() {
        let context = Context::org(org(1), "connector/1");
        let old = vault().seal(&context, CANARY).await.unwrap();
        let both = Vault::new(provider(2)).also_opens(provider(1));

        let moved = both.rewrap(&context, &old).await.unwrap().unwrap();

        assert_eq!(Vault::new(provider(2)).open(&context, &moved).await.unwrap().expose(), CANARY);
        assert!(both.rewrap(&context, &moved).await.unwrap().is_none(), "it is under the current key already");
        assert!(both.rewrap(&Context::org(org(2), "connector/1"), &old).await.is_err(), "another organisation's value");
    }
}

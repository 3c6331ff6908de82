//! A key that this process holds itself, for where there is no key service: from a file, or given as a text.

mod file;
mod text;

use std::fmt;

use crate::{
    Context, DataKey, Error, KeyFuture, KeyProvider, NewDataKey, Result,
    cipher::{CipherKey, NONCE_BYTES, decrypt, encrypt, random_key, random_nonce},
    context::Layer,
    keyed_hash::derive,
};

/// Wraps data keys with a key of 32 bytes.
///
/// The key is a root: each organisation's data keys are wrapped under a key derived for that organisation. Its id is
/// derived too, so the same key opens the same values whether it came from a file or from a text.
pub struct LocalKey {
    key_id: String,
    root: CipherKey,
}

impl LocalKey {
    /// Names the key without telling it.
    pub fn id(&self) -> &str {
        &self.key_id
    }

    fn from_root(root: CipherKey) -> Self {
        let id = derive(&root, "axonflow/local-key/1/id", b"");
        let key_id = format!("local-{}", hex::encode(id.expose().first_chunk::<8>().unwrap_or(&[0; 8])));
        Self { key_id, root }
    }

    fn wrapping_key(&self, context: &Context) -> CipherKey {
        derive(&self.root, "axonflow/local-key/1/wrap", &context.owner_bytes())
    }

    fn wrap_new(&self, context: &Context) -> Result<NewDataKey> {
        let (plaintext, nonce) = (random_key()?, random_nonce()?);
        let bound_to = context.associated_data(Layer::DataKey, &self.key_id);
        let ciphertext = encrypt(&self.wrapping_key(context), nonce, plaintext.expose(), &bound_to)?;
        Ok(NewDataKey { key_id: self.key_id.clone(), plaintext, wrapped: [nonce.as_slice(), &ciphertext].concat() })
    }

    fn unwrap(&self, wrapped: &[u8], context: &Context) -> Result<DataKey> {
        let (nonce, ciphertext) = wrapped.split_first_chunk::<NONCE_BYTES>().ok_or(Error::CannotOpen)?;
        let bound_to = context.associated_data(Layer::DataKey, &self.key_id);
        let opened = decrypt(&self.wrapping_key(context), *nonce, ciphertext, &bound_to)?;
        DataKey::copied_from(opened.expose()).ok_or(Error::CannotOpen)
    }
}

impl KeyProvider for LocalKey {
    fn holds(&self, key_id: &str) -> bool {
        self.key_id == key_id
    }

    fn current_key_id<'a>(&'a self, _context: &'a Context) -> KeyFuture<'a, String> {
        Box::pin(async { Ok(self.key_id.clone()) })
    }

    fn generate_data_key<'a>(&'a self, context: &'a Context) -> KeyFuture<'a, NewDataKey> {
        Box::pin(async { self.wrap_new(context) })
    }

    fn unwrap_data_key<'a>(&'a self, _key_id: &'a str, wrapped: &'a [u8], context: &'a Context) -> KeyFuture<'a, DataKey> {
        Box::pin(async { self.unwrap(wrapped, context) })
    }
}

impl fmt::Debug for LocalKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "LocalKey({})", self.key_id)
    }
}

#[cfg(test)]
mod tests {
    use model::OrgId;
    use uuid::Uuid;

    use super::*;
    use crate::Secret;

    fn key() -> LocalKey {
        LocalKey::from_root(Secret::new([7; 32]))
    }

    #[test]
    fn a_data_key_unwraps_only_under_its_own_context() {
        let (keys, org) = (key(), |n| OrgId::from_uuid(Uuid::from_u128(n)));
        let context = Context::org(org(1), "connector/1");
        let made = keys.wrap_new(&context).unwrap();

        assert!(keys.unwrap(&made.wrapped, &context).unwrap() == made.plaintext);
        for other in [Context::org(org(2), "connector/1"), Context::org(org(1), "connector/2"), Context::platform("connector/1")] {
            assert!(matches!(keys.unwrap(&made.wrapped, &other), Err(Error::CannotOpen)), "{other:?}");
        }
        assert!(matches!(keys.unwrap(b"short", &context), Err(Error::CannotOpen)));
    }

    #[test]
    fn each_organisation_has_its_own_wrapping_key() {
        let keys = key();
        let of = |n| keys.wrapping_key(&Context::org(OrgId::from_uuid(Uuid::from_u128(n)), "connector/1"));

        assert!(of(1) != of(2) && of(1) == of(1));
        assert!(of(1) != keys.root);
    }
}

//! No type of this room shows a secret when it is printed for debugging.

use std::{fmt::Debug, sync::Arc};

use base64::{
    Engine,
    engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD},
};
use model::{KeyId, OrgId};
use rand::{SeedableRng, rngs::StdRng};
use time::OffsetDateTime;
use uuid::Uuid;
use vault::{
    Context, DataKey, LocalKey, NewDataKey, Secret, SecretBytes, SecretString, Vault,
    api_key::ApiKeyIssuer,
    signing::{Purpose, SigningKeyPair},
    token::Mac,
};

const CANARY: [u8; 32] = *b"canary-7f3a-canary-7f3a-canary-7";

/// Every form in which `{:?}` of a wrapper could give the bytes away. Eight bytes are enough to know them by.
fn forms(secret: &[u8]) -> Vec<String> {
    let start = &secret[..8.min(secret.len())];
    let hex: String = start.iter().map(|byte| format!("{byte:02x}")).collect();
    let list = format!("{start:?}");
    vec![
        String::from_utf8_lossy(start).into_owned(),
        hex.to_uppercase(),
        hex,
        list.trim_matches(['[', ']']).to_owned(),
        STANDARD_NO_PAD.encode(&start[..6]),
        URL_SAFE_NO_PAD.encode(&start[..6]),
    ]
}

fn assert_hidden(value: &impl Debug, secret: &[u8]) {
    let shown = format!("{value:?} {value:#?} {value:02x?}");
    let joined: String = shown.split_whitespace().collect();
    for form in forms(secret) {
        assert!(!shown.contains(&form) && !joined.contains(&form.replace(' ', "")), "{form} is shown in {shown}");
    }
}

#[test]
fn wrappers_show_nothing() {
    assert_hidden(&SecretString::new(String::from_utf8_lossy(&CANARY).into_owned()), &CANARY);
    assert_hidden(&SecretBytes::new(CANARY.to_vec()), &CANARY);
    assert_hidden(&DataKey::new(CANARY), &CANARY);
    assert_hidden(&NewDataKey { key_id: String::new(), plaintext: Secret::new(CANARY), wrapped: vec![1] }, &CANARY);
    assert_hidden(&Mac::new(Secret::new(CANARY)), &CANARY);
}

#[test]
fn keys_show_nothing() {
    let mut rng = StdRng::seed_from_u64(1);
    let pair = SigningKeyPair::generate(Purpose::ApiKeys, &mut rng);
    let stored = pair.to_bytes();
    assert_hidden(&pair, &stored.expose()[2..]);
    assert_hidden(&stored, stored.expose());

    let issuer = ApiKeyIssuer::new(pair).unwrap();
    assert_hidden(&issuer, &stored.expose()[2..]);

    let id = Uuid::from_u128(1);
    let key =
        issuer.mint(KeyId::from_uuid(id), OrgId::from_uuid(id), model::KeyEnvironment::Live, None, OffsetDateTime::UNIX_EPOCH, &mut rng);
    assert_hidden(&key, key.expose().as_bytes());
}

#[tokio::test]
async fn the_vault_shows_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("key");
    let keys = LocalKey::open_or_create(&path, &mut StdRng::seed_from_u64(1)).unwrap();
    let written = std::fs::read_to_string(&path).unwrap();
    let digits = written.lines().find_map(|line| line.strip_prefix("key: ")).unwrap();
    assert_eq!(digits.len(), 64);
    assert_hidden(&keys, digits.as_bytes());
    assert!(!format!("{keys:?} {}", keys.id()).contains(&digits[..8]));

    let vault = Vault::new(Arc::new(keys));
    let context = Context::platform("canary");
    let sealed = vault.seal(&context, &CANARY).await.unwrap();
    assert_hidden(&sealed, &CANARY);
    assert_hidden(&vault, digits.as_bytes());
    assert_hidden(&vault.open(&context, &sealed).await.unwrap(), &CANARY);
}

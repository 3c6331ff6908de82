//! Signing keys change with an overlap: the next one is known before it signs, the last one verifies until it is retired
//! (TC-19).

use std::sync::Arc;

use axonflow::signing::{self, KeyPurpose, Roster};
use governance::SigningKeys;
use ledger::Checkpoint;
use model::{KeyId, OrgId};
use store::entry;
use time::{Duration, OffsetDateTime};
use uuid::Uuid;
use vault::{LocalKey, SecretString, Vault, api_key::ApiKeyError, user_token::UserIdentity};

use crate::kit::{self, ScratchDatabase, kit};

const LEAD: Duration = Duration::minutes(5);

/// A database of its own, and what a process there would sign and verify with at a time.
struct Platform {
    db: ScratchDatabase,
    vault: Vault,
    now: OffsetDateTime,
}

impl Platform {
    async fn new() -> Self {
        let db = kit().await.scratch().await;
        let key = LocalKey::from_text("KEY", &SecretString::new("5".repeat(64))).unwrap();
        let (vault, now) = (Vault::new(Arc::new(key)), db.platform.clock().now());
        signing::ensure(&db.platform, &db.pool, &vault, now).await.unwrap();
        Self { db, vault, now }
    }

    async fn roster(&self, after: Duration) -> Roster {
        Roster::new(entry::signing_keys(&self.db.pool).await.unwrap(), self.now + after)
    }

    async fn keys(&self, after: Duration) -> SigningKeys {
        signing::load(&self.roster(after).await, &self.vault).await.unwrap()
    }

    async fn roll(&self, purpose: KeyPurpose) -> String {
        signing::roll(&self.db.platform, &self.vault, purpose, self.now + LEAD).await.unwrap().kid
    }

    /// An API key that this process issues at a time.
    fn api_key(&self, keys: &SigningKeys) -> String {
        let id = Uuid::from_u128(7);
        let minted =
            keys.issuer.mint(KeyId::from_uuid(id), OrgId::from_uuid(id), model::KeyEnvironment::Live, None, self.now, &mut rand::rng());
        minted.expose().clone()
    }
}

#[test]
fn an_api_key_verifies_before_during_and_after_the_change_and_not_after_the_retirement() {
    kit::run(async {
        let platform = Platform::new().await;
        let before = platform.keys(Duration::ZERO).await;
        let (old_kid, old) = (before.issuer.kid().to_owned(), platform.api_key(&before));
        let next = platform.roll(KeyPurpose::ApiKeys).await;

        // Nobody signs with the next key before everybody has had time to learn of it.
        let during = platform.keys(LEAD - Duration::SECOND).await;
        assert_eq!(during.issuer.kid(), old_kid);
        let after = platform.keys(LEAD).await;
        assert_eq!(after.issuer.kid(), next);
        let new = platform.api_key(&after);
        for keys in [&during, &after] {
            assert!(keys.verifier.verify(&old, platform.now).is_ok() && keys.verifier.verify(&new, platform.now).is_ok());
        }

        signing::retire(&platform.db.platform, &platform.roster(LEAD).await, &old_kid).await.unwrap();
        let last = platform.keys(LEAD).await;
        assert_eq!(last.verifier.verify(&old, platform.now), Err(ApiKeyError::UnknownSigner));
        assert!(last.verifier.verify(&new, platform.now).is_ok());
    });
}

#[test]
fn a_user_token_verifies_before_during_and_after_the_change_and_not_after_the_retirement() {
    kit::run(async {
        let platform = Platform::new().await;
        let identity = UserIdentity {
            subject: "ann".to_owned(),
            org: OrgId::from_uuid(Uuid::from_u128(7)),
            expires_at: platform.now + Duration::HOUR,
        };
        let issue = |keys: &SigningKeys| keys.user_tokens.issuer.issue("us", &identity, Uuid::from_u128(1), platform.now).expose().clone();
        let is_taken = |keys: &SigningKeys, token: &str| keys.user_tokens.verifier.verify(token, "us", platform.now).is_ok();
        let before = platform.keys(Duration::ZERO).await;
        let old = issue(&before);
        let old_kid = platform.roster(Duration::ZERO).await.signing(KeyPurpose::UserTokens).unwrap().kid.clone();
        platform.roll(KeyPurpose::UserTokens).await;

        let (during, after) = (platform.keys(LEAD - Duration::SECOND).await, platform.keys(LEAD).await);
        let new = issue(&after);
        assert!([&during, &after].iter().all(|keys| is_taken(keys, &old) && is_taken(keys, &new)));

        signing::retire(&platform.db.platform, &platform.roster(LEAD).await, &old_kid).await.unwrap();
        let last = platform.keys(LEAD).await;
        assert!(!is_taken(&last, &old) && is_taken(&last, &new));
    });
}

#[test]
fn the_key_that_signs_cannot_be_retired() {
    kit::run(async {
        let platform = Platform::new().await;
        let kid = platform.keys(Duration::ZERO).await.issuer.kid().to_owned();

        let refused = signing::retire(&platform.db.platform, &platform.roster(Duration::ZERO).await, &kid).await.unwrap_err();

        assert!(refused.to_string().contains("axonflow vault roll-key api-keys"), "{refused}");
        assert_eq!(platform.keys(Duration::ZERO).await.issuer.kid(), kid);
    });
}

#[test]
fn a_token_of_the_last_key_is_read_until_it_is_retired() {
    kit::run(async {
        let platform = Platform::new().await;
        let before = platform.keys(Duration::ZERO).await;
        let token = before.mac.issue("context", b"payload");
        let old = platform.roster(Duration::ZERO).await.signing(KeyPurpose::Tokens).unwrap().kid.clone();
        platform.roll(KeyPurpose::Tokens).await;

        let after = platform.keys(LEAD).await;
        assert_eq!(after.mac.read("context", &token).as_deref(), Some(b"payload".as_slice()));
        assert_ne!(after.mac.issue("context", b"payload"), token);
        // The key that is to come is read already: another process may be ahead of this one.
        let early = platform.keys(Duration::ZERO).await;
        assert!(early.mac.read("context", &after.mac.issue("context", b"payload")).is_some());

        signing::retire(&platform.db.platform, &platform.roster(LEAD).await, &old).await.unwrap();
        assert_eq!(platform.keys(LEAD).await.mac.read("context", &token), None);
    });
}

#[test]
fn a_signed_head_verifies_for_good_and_both_keys_sign_in_the_overlap() {
    kit::run(async {
        let platform = Platform::new().await;
        let before = platform.keys(Duration::ZERO).await.checkpoints;
        let origin = ledger::origin_of(OrgId::from_uuid(Uuid::from_u128(7)));
        let head = Checkpoint { origin, size: 1, root: [1; 32].into(), at_micros: 1 };
        let note = (before.signer)(&head).unwrap();
        let old = platform.roster(Duration::ZERO).await.signing(KeyPurpose::Checkpoints).unwrap().kid.clone();
        platform.roll(KeyPurpose::Checkpoints).await;

        let overlap = platform.keys(LEAD).await.checkpoints;
        let of_both = (overlap.signer)(&head).unwrap();
        assert_ne!(overlap.verifier_keys[0], before.verifier_keys[0], "the key to pin is the one that signs");
        for pinned in [&before.verifier_keys[..1], &overlap.verifier_keys[..1]] {
            assert!(ledger::parse_and_verify(&of_both, pinned).is_ok());
        }

        signing::retire(&platform.db.platform, &platform.roster(LEAD).await, &old).await.unwrap();
        let after = platform.keys(LEAD).await.checkpoints;
        assert!(ledger::parse_and_verify(&note, &after.verifier_keys).is_ok(), "an old head is still checked");
        let of_one = (after.signer)(&head).unwrap();
        assert!(ledger::parse_and_verify(&of_one, &after.verifier_keys[..1]).is_ok());
        assert!(ledger::parse_and_verify(&of_one, &before.verifier_keys[..1]).is_err(), "a retired key signs no more");
    });
}

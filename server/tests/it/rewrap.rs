//! Moving sealed values to another key: all of them, in place, once, and on from where it stopped.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use axonflow::rewrap::{Rewrap, Tally};
use governance::contexts;
use model::{ApprovalId, PersonId};
use store::platform;
use tempfile::tempdir;
use time::OffsetDateTime;
use vault::{Context, DataKey, Error, KeyFuture, KeyProvider, LocalKey, NewDataKey, Sealed, SecretString, Vault};

use crate::kit::{self, Org, ScratchDatabase, kit, rows};

const SEED: &[u8] = b"an authenticator's seed";
const CALL: &[u8] = b"the exact call of a hold";
const PRIVATE: &[u8] = b"the private half of a key";

fn key(digit: &str) -> Arc<LocalKey> {
    Arc::new(LocalKey::from_text("KEY", &SecretString::new(digit.repeat(64))).unwrap())
}

/// Two organisations with a held call each, a person, and a signing key, all sealed under key `1`.
struct Stored {
    db: ScratchDatabase,
    calls: Vec<(Org, ApprovalId)>,
    person: PersonId,
}

impl Stored {
    async fn new() -> Self {
        let (db, old) = (kit().await.scratch().await, Vault::new(key("1")));
        let mut calls = Vec::new();
        for _ in 0..2 {
            let org = Org::create(&db.platform).await;
            let approval = rows::populate(&db.pool, &org.scope(&db.platform)).await.approval;
            let sealed = seal(&old, &contexts::held_call(org.id, approval), CALL).await;
            let sql = "update approvals set call_sealed = $1 where approval_id = $2";
            sqlx::query(sql).bind(sealed).bind(approval.as_uuid()).execute(&db.superuser).await.unwrap();
            calls.push((org, approval));
        }
        let person = calls[0].0.member(&db.platform, "owner").await;
        let sealed = seal(&old, &contexts::authenticator(person), SEED).await;
        let sql = "update auth.persons set totp_sealed = $1 where person_id = $2";
        sqlx::query(sql).bind(sealed).bind(person.as_uuid()).execute(&db.superuser).await.unwrap();
        let sealed = seal(&old, &contexts::signing_key("k1"), PRIVATE).await;
        platform::add_signing_key(&db.platform, "k1", "tokens", &[], &sealed, OffsetDateTime::UNIX_EPOCH).await.unwrap();
        Self { db, calls, person }
    }

    async fn rewrap(&self, vault: &Vault) -> anyhow::Result<Tally> {
        Rewrap::new(vault, &self.db.platform).run(|_| {}).await
    }

    /// Everything that is stored, opened by this vault.
    async fn opened(&self, vault: &Vault) -> Vec<Vec<u8>> {
        let mut sealed = vec![];
        for (org, approval) in &self.calls {
            let sql = "select call_sealed from approvals where approval_id = $1";
            let stored: Vec<u8> = sqlx::query_scalar(sql).bind(approval.as_uuid()).fetch_one(&self.db.superuser).await.unwrap();
            sealed.push((contexts::held_call(org.id, *approval), stored));
        }
        let seeds = platform::sealed_seeds(&self.db.platform, None, 10).await.unwrap();
        sealed.push((contexts::authenticator(self.person), seeds[0].1.clone()));
        let keys = platform::sealed_signing_keys(&self.db.platform).await.unwrap();
        sealed.push((contexts::signing_key("k1"), keys[0].1.clone()));
        let mut opened = Vec::new();
        for (context, stored) in sealed {
            opened.push(vault.open(&context, &Sealed::from_bytes(&stored).unwrap()).await.unwrap().expose().clone());
        }
        opened
    }

    /// How many records of the move each organisation has, and what they count.
    async fn recorded(&self) -> Vec<(i64, String)> {
        let mut found = Vec::new();
        for (org, _) in &self.calls {
            let sql = "select count(*), string_agg(record, ' ') from ledger_body where org_id = $1 and kind = 'vault.rewrapped'";
            found.push(sqlx::query_as(sql).bind(org.id.as_uuid()).fetch_one(&self.db.superuser).await.unwrap());
        }
        found
    }
}

async fn seal(vault: &Vault, context: &Context, plaintext: &[u8]) -> Vec<u8> {
    vault.seal(context, plaintext).await.unwrap().to_bytes()
}

#[test]
fn every_value_moves_once_and_the_former_key_is_needed_no_more() {
    kit::run(async {
        let stored = Stored::new().await;
        let both = Vault::new(key("2")).also_opens(key("1"));

        let first = stored.rewrap(&both).await.unwrap();
        let second = stored.rewrap(&both).await.unwrap();

        assert_eq!((first.moved, first.current, first.unreadable.len()), (4, 0, 0));
        assert_eq!((second.moved, second.current), (0, 4));
        assert_eq!(stored.opened(&Vault::new(key("2"))).await, [CALL, CALL, SEED, PRIVATE]);
        for (records, text) in stored.recorded().await {
            assert_eq!(records, 1, "one record in each organisation that was touched");
            assert!(text.contains(r#""count":1"#), "{text}");
        }
    });
}

#[test]
fn a_value_that_no_key_opens_is_named_and_stays_as_it_is() {
    kit::run(async {
        let stored = Stored::new().await;
        let sealed = seal(&Vault::new(key("3")), &contexts::signing_key("k2"), PRIVATE).await;
        platform::add_signing_key(&stored.db.platform, "k2", "tokens", &[], &sealed, OffsetDateTime::UNIX_EPOCH).await.unwrap();

        let tally = stored.rewrap(&Vault::new(key("2")).also_opens(key("1"))).await.unwrap();

        assert_eq!((tally.moved, tally.unreadable.len()), (4, 1));
        assert_eq!(tally.unreadable[0].value, "signing key k2");
        assert!(tally.unreadable[0].why.contains("is not configured here"), "{:?}", tally.unreadable);
        assert_eq!(platform::sealed_signing_keys(&stored.db.platform).await.unwrap()[1].1, sealed);
    });
}

/// A key service that goes away after some seals.
struct Failing {
    key: Arc<LocalKey>,
    left: AtomicUsize,
}

impl KeyProvider for Failing {
    fn holds(&self, key_id: &str) -> bool {
        self.key.holds(key_id)
    }

    fn current_key_id<'a>(&'a self, context: &'a Context) -> KeyFuture<'a, String> {
        self.key.current_key_id(context)
    }

    fn generate_data_key<'a>(&'a self, context: &'a Context) -> KeyFuture<'a, NewDataKey> {
        let counted = self.left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(1));
        match counted {
            Ok(_) => self.key.generate_data_key(context),
            Err(_) => Box::pin(async { Err(Error::KeyServiceUnavailable("gone".into())) }),
        }
    }

    fn unwrap_data_key<'a>(&'a self, key_id: &'a str, wrapped: &'a [u8], context: &'a Context) -> KeyFuture<'a, DataKey> {
        self.key.unwrap_data_key(key_id, wrapped, context)
    }
}

#[test]
fn a_run_that_was_interrupted_goes_on_where_it_stopped() {
    kit::run(async {
        let stored = Stored::new().await;
        let failing = Failing { key: key("2"), left: AtomicUsize::new(3) };
        let interrupted = Vault::new(Arc::new(failing)).also_opens(key("1"));
        let both = Vault::new(key("2")).also_opens(key("1"));

        let refused = stored.rewrap(&interrupted).await.unwrap_err();
        assert!(refused.to_string().contains("the key service does not answer"), "{refused}");
        assert_eq!(stored.opened(&both).await.len(), 4, "a half-done run leaves everything readable");

        let rest = stored.rewrap(&both).await.unwrap();
        assert_eq!((rest.moved, rest.current), (1, 3));
    });
}

#[test]
fn a_moved_value_is_still_bound_to_its_record() {
    kit::run(async {
        let (folder, stored) = (tempdir().unwrap(), Stored::new().await);
        let file = Arc::new(LocalKey::open_or_create(&folder.path().join("local.key"), &mut rand::rng()).unwrap());
        let vault = Vault::new(file).also_opens(key("1"));
        stored.rewrap(&vault).await.unwrap();

        let sql = "update approvals a set call_sealed = b.call_sealed from approvals b where a.approval_id = $1 and b.approval_id = $2";
        let (own, other) = (stored.calls[0].1.as_uuid(), stored.calls[1].1.as_uuid());
        sqlx::query(sql).bind(own).bind(other).execute(&stored.db.superuser).await.unwrap();

        let calls = platform::sealed_calls(&stored.db.platform, None, 10).await.unwrap();
        let swapped = calls.iter().find(|call| call.approval == stored.calls[0].1).unwrap();
        let context = contexts::held_call(swapped.org, swapped.approval);
        let refused = vault.open(&context, &Sealed::from_bytes(&swapped.sealed).unwrap()).await;
        assert!(matches!(refused, Err(Error::CannotOpen)));
    });
}

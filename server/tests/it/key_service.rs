//! The vault on a key service: what it seals, what it refuses, and what happens when the service fails (TC-21, AX-13, SP-16).

use std::{
    sync::{Arc, Mutex},
    time::Duration as StdDuration,
};

use cloud::{KeyNames, KmsKeys};
use model::{Clock, OrgId};
use tempfile::tempdir;
use time::{Duration, OffsetDateTime, macros::datetime};
use tokio::process::Command;
use uuid::Uuid;
use vault::{Context, Error, LocalKey, Result, Sealed, Vault};

use crate::kit::{
    self, PATIENCE,
    aws::{Fault, Proxy, REGION, aws_at, stand_in},
    database::unique,
};

const CANARY: &[u8] = b"canary-credential-91c2";
const START: OffsetDateTime = datetime!(2026-03-01 12:00 UTC);

fn org(n: u128) -> OrgId {
    OrgId::from_uuid(Uuid::from_u128(n))
}

/// A new key, by its alias.
async fn alias() -> String {
    let alias = format!("alias/{}", unique("axonflow"));
    stand_in().await.key(&alias).await;
    alias
}

async fn keys_at(url: &str, names: KeyNames, clock: Clock) -> Result<KmsKeys> {
    KmsKeys::connect(&aws_at(url), names, clock).await
}

async fn vault_with(alias: &str) -> Vault {
    let keys = keys_at(&stand_in().await.url(), KeyNames::new(alias, None).unwrap(), Clock::at(START)).await;
    Vault::new(Arc::new(keys.unwrap()))
}

/// A vault behind a proxy, and a clock that a test can move.
pub(crate) struct Watched {
    pub(crate) keys: Arc<KmsKeys>,
    vault: Vault,
    pub(crate) proxy: Proxy,
    now: Arc<Mutex<OffsetDateTime>>,
}

impl Watched {
    pub(crate) async fn start() -> Self {
        let (proxy, now) = (Proxy::start().await, Arc::new(Mutex::new(START)));
        let shared = Arc::clone(&now);
        let clock = Clock::new(move || *shared.lock().unwrap());
        let keys = keys_at(&proxy.url, KeyNames::new(&alias().await, None).unwrap(), clock).await.unwrap();
        let keys = Arc::new(keys);
        Self { vault: Vault::new(keys.clone()), keys, proxy, now }
    }

    pub(crate) fn pass(&self, time: Duration) {
        *self.now.lock().unwrap() += time;
    }
}

/// What comes back in the time that anybody waits: a call without an end fails the test.
pub(crate) async fn bounded<T>(call: impl Future<Output = T>) -> T {
    tokio::time::timeout(PATIENCE, call).await.unwrap()
}

#[test]
fn a_value_opens_in_another_process_under_the_same_key() {
    kit::run(async {
        let (alias, context) = (alias().await, Context::org(org(1), "connector/1"));

        let stored = vault_with(&alias).await.seal(&context, CANARY).await.unwrap().to_bytes();
        let opened = vault_with(&alias).await.open(&context, &Sealed::from_bytes(&stored).unwrap()).await.unwrap();

        assert_eq!(opened.expose(), CANARY);
        assert!(!stored.windows(CANARY.len()).any(|window| window == CANARY));
    });
}

#[test]
fn a_value_of_another_organisation_or_record_does_not_open() {
    kit::run(async {
        let alias = alias().await;
        let sealed = vault_with(&alias).await.seal(&Context::org(org(1), "connector/1"), CANARY).await.unwrap();

        for context in [Context::org(org(2), "connector/1"), Context::org(org(1), "connector/2"), Context::platform("connector/1")] {
            let refused = vault_with(&alias).await.open(&context, &sealed).await;

            assert!(matches!(refused, Err(Error::CannotOpen)), "{context:?}: {refused:?}");
        }
    });
}

#[test]
fn each_organisation_has_a_key_of_its_own() {
    kit::run(async {
        let (platform, prefix) = (alias().await, format!("alias/{}", unique("orgs")));
        let names = KeyNames::new(&platform, Some(&format!("{prefix}-{{org}}"))).unwrap();
        let keys = keys_at(&stand_in().await.url(), names, Clock::at(START)).await.unwrap();
        let vault = Vault::new(Arc::new(keys));
        let theirs = stand_in().await.key(&format!("{prefix}-{}", org(1))).await;

        let sealed = vault.seal(&Context::org(org(1), "connector/1"), CANARY).await.unwrap();
        let refused = vault.seal(&Context::org(org(2), "connector/1"), CANARY).await.unwrap_err();

        assert_eq!(sealed.key_id(), theirs);
        assert!(matches!(&refused, Error::KeyServiceRefused { key, .. } if *key == format!("{prefix}-{}", org(2))), "{refused}");
    });
}

#[test]
fn a_key_that_does_not_exist_is_refused_at_the_start() {
    kit::run(async {
        let names = KeyNames::new("alias/nobody-made-this", None).unwrap();

        let refused = keys_at(&stand_in().await.url(), names, Clock::at(START)).await.unwrap_err();

        assert!(refused.to_string().contains("refuses to use key `alias/nobody-made-this`: check that the key exists"), "{refused}");
    });
}

#[test]
fn a_stored_value_cannot_name_a_key_of_another_account() {
    kit::run(async {
        let context = Context::platform("signing/1");
        let watched = Watched::start().await;
        let stored = watched.vault.seal(&context, CANARY).await.unwrap().to_bytes();
        let (own, foreign) = (b"123456789012", b"999999999999");
        let at = stored.windows(own.len()).position(|window| window == own).unwrap();
        let elsewhere = [&stored[..at], foreign, &stored[at + own.len()..]].concat();
        let calls = watched.proxy.calls();

        let refused = watched.vault.open(&context, &Sealed::from_bytes(&elsewhere).unwrap()).await;

        assert!(matches!(refused, Err(Error::KeyNotHeld { .. })), "{refused:?}");
        assert_eq!(watched.proxy.calls(), calls, "the other account was asked");
    });
}

#[test]
fn a_silent_service_opens_what_was_opened_lately_and_nothing_else() {
    kit::run(async {
        let (watched, context) = (Watched::start().await, Context::org(org(1), "connector/1"));
        let sealed = watched.vault.seal(&context, CANARY).await.unwrap();
        watched.proxy.fails_by(Fault::Silence);

        watched.pass(Duration::seconds(299));
        assert_eq!(bounded(watched.vault.open(&context, &sealed)).await.unwrap().expose(), CANARY);

        watched.pass(Duration::seconds(1));
        let refused = bounded(watched.vault.open(&context, &sealed)).await.unwrap_err();
        assert!(matches!(refused, Error::KeyServiceUnavailable(_)), "{refused}");
        assert!(refused.to_string().contains("check that it can be reached"), "{refused}");

        watched.proxy.fails_by(Fault::None);
        assert_eq!(watched.vault.open(&context, &sealed).await.unwrap().expose(), CANARY);
    });
}

#[test]
fn nothing_is_sealed_while_the_service_fails() {
    kit::run(async {
        let (watched, context) = (Watched::start().await, Context::org(org(1), "connector/1"));
        watched.vault.seal(&context, CANARY).await.unwrap();

        for fault in [Fault::Silence, Fault::HangUp] {
            watched.proxy.fails_by(fault);
            let refused = bounded(watched.vault.seal(&context, CANARY)).await;

            assert!(matches!(refused, Err(Error::KeyServiceUnavailable(_))), "{fault:?}: {refused:?}");
        }
    });
}

#[test]
fn a_service_that_is_not_there_refuses_the_start() {
    kit::run(async {
        let free = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", free.local_addr().unwrap());
        drop(free);

        let refused = bounded(keys_at(&url, KeyNames::new("alias/axonflow", None).unwrap(), Clock::at(START))).await;

        assert!(matches!(refused, Err(Error::KeyServiceUnavailable(_))), "{refused:?}");
    });
}

#[test]
fn a_wrong_data_key_is_noticed_before_anything_is_sealed_with_it() {
    kit::run(async {
        let (watched, context) = (Watched::start().await, Context::org(org(1), "connector/1"));
        let sealed = watched.vault.seal(&context, CANARY).await.unwrap();
        watched.proxy.fails_by(Fault::WrongPlaintext);

        let refused = watched.vault.seal(&context, CANARY).await;
        assert!(matches!(refused, Err(Error::KeyServiceWrong { .. })), "{refused:?}");

        watched.pass(Duration::minutes(6));
        let refused = watched.vault.open(&context, &sealed).await;
        assert!(matches!(refused, Err(Error::CannotOpen)), "{refused:?}");
    });
}

#[test]
fn a_value_moves_from_a_key_file_to_the_key_service() {
    kit::run(async {
        let (folder, context) = (tempdir().unwrap(), Context::org(org(1), "connector/1"));
        let file = Arc::new(LocalKey::open_or_create(&folder.path().join("local.key"), &mut rand::rng()).unwrap());
        let old = Vault::new(file.clone()).seal(&context, CANARY).await.unwrap();
        let alias = alias().await;

        let moved = vault_with(&alias).await.also_opens(file).rewrap(&context, &old).await.unwrap().unwrap();

        let alone = vault_with(&alias).await;
        assert_eq!(alone.open(&context, &moved).await.unwrap().expose(), CANARY);
        assert!(alone.rewrap(&context, &moved).await.unwrap().is_none());
        assert!(matches!(alone.open(&context, &old).await, Err(Error::KeyNotHeld { .. })));
    });
}

/// The whole program, as an operator runs it: the keys that it makes under the service open at the next start, and a start
/// without the service, or without its key, is refused with the reason.
#[test]
fn the_program_starts_with_the_key_service_and_not_without_it() {
    kit::run(async {
        let (alias, url, folder) = (alias().await, stand_in().await.url(), tempdir().unwrap());
        let doctor = async |more: &[(&str, &str)]| {
            let mut command = Command::new(env!("CARGO_BIN_EXE_axonflow"));
            command.args(["doctor", "--data-dir"]).arg(folder.path()).env("AXONFLOW_POSTGRES_FSYNC", "off").envs(more.iter().copied());
            command.env("AWS_REGION", REGION).env("AWS_ACCESS_KEY_ID", "test").env("AWS_SECRET_ACCESS_KEY", "test");
            let output = tokio::time::timeout(StdDuration::from_secs(60), command.output()).await.unwrap().unwrap();
            String::from_utf8(output.stdout).unwrap()
        };
        let key = [("AXONFLOW_KMS_KEY", alias.as_str())];
        let reached = [key[0], ("AWS_ENDPOINT_URL", url.as_str())];
        let cut_off = [key[0], ("AWS_ENDPOINT_URL", "http://127.0.0.1:9")];

        for attempt in ["the first start", "the next start"] {
            let said = doctor(&reached).await;
            assert!(said.contains("ok    keys"), "{attempt}: {said}");
        }
        let said = doctor(&cut_off).await;
        assert!(said.contains("FAIL  keys") && said.contains("the key service does not answer"), "{said}");
        let said = doctor(&[]).await;
        assert!(said.contains("FAIL  keys") && said.contains("is sealed under key `arn:aws:kms:"), "{said}");
    });
}

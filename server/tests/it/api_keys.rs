//! The life of an API key, as the API sees it: made, rolled, ended; live on every node within a second.

use std::time::Duration;

use governance::keys::{self, FoundState};
use model::PermissionSet;
use vault::SecretString;

use crate::kit::{
    run,
    service::{Client, other_node, service},
    until,
};

/// A change is live on every node within a second; the rest is for a machine that is busy with other tests.
const SOON: Duration = Duration::from_secs(1);

async fn works(client: &Client<'_>) -> bool {
    let answer = client.get("/api/v1/connectors").await;
    assert!(matches!(answer.status.as_u16(), 200 | 401), "{}", answer.text);
    answer.status.as_u16() == 200
}

/// Says how long it took until the credentials no longer worked.
async fn time_until_refused(client: &Client<'_>) -> Duration {
    let started = tokio::time::Instant::now();
    until("a refusal", || async { !works(client).await }).await;
    started.elapsed()
}

#[test]
fn only_digests_of_secrets_are_stored() {
    run(async {
        let service = service().await;
        let org = service.org().await;
        let client = service.key(&org, PermissionSet::sdk()).await;
        let tables: Vec<String> =
            sqlx::query_scalar("select format('%I.%I', schemaname, tablename) from pg_tables where schemaname in ('public', 'auth')")
                .fetch_all(&service.kit.superuser)
                .await
                .unwrap();
        // The end is of the signature, without which the rest is worth nothing; its last four characters are shown in lists.
        let signature = &client.secret[client.secret.len() - 40..];
        for table in tables {
            let sql = format!("select count(*) from {table} t where position($1 in t::text) > 0");
            let found: i64 = sqlx::query_scalar(sqlx::AssertSqlSafe(sql)).bind(signature).fetch_one(&service.kit.superuser).await.unwrap();
            assert_eq!(found, 0, "{table} holds a secret");
        }
    });
}

#[test]
fn both_secrets_work_during_the_overlap_and_the_old_one_ends_with_it() {
    run(async {
        let service = service().await;
        let org = service.org().await;
        let scope = org.scope(&service.kit.platform);
        let old = service.key(&org, PermissionSet::sdk()).await;
        assert!(works(&old).await);

        let issued = keys::roll(service.gov(), &scope, old.key, 3_600).await.unwrap();
        let new = service.client(issued.key, &issued.client_id, &issued.client_secret);
        assert_eq!(new.id, old.id, "the client id stays");
        assert!(works(&new).await && works(&old).await);

        let sql = format!("update api_key_secrets set works_until = now() where key_id = '{}' and works_until is not null", old.key);
        crate::kit::database::execute(&service.kit.superuser, &sql).await;
        time_until_refused(&old).await;
        assert!(works(&new).await);
    });
}

#[test]
fn a_roll_without_overlap_ends_the_old_secret_at_once() {
    run(async {
        let service = service().await;
        let org = service.org().await;
        let old = service.key(&org, PermissionSet::sdk()).await;
        assert!(works(&old).await);

        let issued = keys::roll(service.gov(), &org.scope(&service.kit.platform), old.key, 0).await.unwrap();

        assert!(time_until_refused(&old).await < SOON);
        assert!(works(&service.client(issued.key, &issued.client_id, &issued.client_secret)).await);
    });
}

#[test]
fn a_revoked_key_ends_on_every_node_within_a_second() {
    run(async {
        let (here, there) = (service().await, other_node().await);
        let org = here.org().await;
        let client = here.key(&org, PermissionSet::sdk()).await;
        let elsewhere = client.at(there);
        // Both nodes have it in their caches.
        for _ in 0..2 {
            assert!(works(&client).await && works(&elsewhere).await);
        }

        keys::revoke(here.gov(), &org.scope(&here.kit.platform), client.key, None).await.unwrap();

        assert!(time_until_refused(&elsewhere).await < SOON);
        assert!(time_until_refused(&client).await < SOON);
        let again = keys::roll(here.gov(), &org.scope(&here.kit.platform), client.key, 0).await;
        assert!(matches!(again, Err(governance::Error::Conflict(_))), "a revoked key was brought back");
    });
}

#[test]
fn a_setting_of_the_organisation_is_live_on_every_node_within_a_second() {
    run(async {
        let (here, there) = (service().await, other_node().await);
        let org = here.org().await;
        let client = here.key(&org, PermissionSet::sdk()).await;
        let elsewhere = client.at(there);
        assert!(works(&client).await && works(&elsewhere).await);

        let sql = format!("update orgs set calls_per_minute = 77 where org_id = '{}'", org.id);
        crate::kit::database::execute(&here.kit.superuser, &sql).await;

        for client in [&client, &elsewhere] {
            let started = tokio::time::Instant::now();
            until("the new limit", || async { client.get("/api/v1/connectors").await.header("x-ratelimit-limit") == "77" }).await;
            assert!(started.elapsed() < SOON);
        }
    });
}

#[test]
fn an_expired_key_is_refused_although_it_is_cached() {
    run(async {
        let service = service().await;
        let org = service.org().await;
        let client = service.key(&org, PermissionSet::sdk()).await;
        assert!(works(&client).await);

        let sql = format!("update api_keys set expires_at = now() - interval '1 second' where key_id = '{}'", client.key);
        crate::kit::database::execute(&service.kit.superuser, &sql).await;

        time_until_refused(&client).await;
    });
}

#[test]
fn a_person_cannot_issue_more_than_they_may() {
    run(async {
        let service = service().await;
        let org = service.org().await;
        let developer = org.member(&service.kit.platform, "developer").await;
        let key = service.key(&org, PermissionSet::all()).await;
        let scope = service.scope_of(&org, developer).await;

        let outcome = keys::roll(service.gov(), &scope, key.key, 0).await;

        assert!(matches!(outcome, Err(governance::Error::Refused(_))), "rolling hands out the secret of a key that may do more");
        assert!(works(&key).await);
    });
}

#[test]
fn a_key_that_cannot_be_recorded_is_not_used() {
    run(async {
        let service = service().await;
        let org = service.org().await;
        let client = service.key(&org, PermissionSet::sdk()).await;
        let locker = service.kit.raw(crate::kit::database::Login::Superuser, 1).await;
        crate::kit::database::execute(&locker, &format!("begin; select from ledger_head where org_id = '{}' for update", org.id)).await;

        let body = serde_json::json!({"stage": "llm", "query": "hello"});
        let answer = client.post("/api/v1/decide", &body).await;

        crate::kit::database::execute(&locker, "rollback").await;
        assert_eq!(answer.status.as_u16(), 503, "without its record a call must not be allowed: {}", answer.text);
        assert!(!answer.header("retry-after").is_empty());
        client.post("/api/v1/decide", &body).await.expect(200);
    });
}

#[test]
fn a_found_secret_is_told_with_what_it_still_opens() {
    run(async {
        let service = service().await;
        let (org, gov) = (service.org().await, service.gov());
        let scope = org.scope(&service.kit.platform);
        let client = service.key(&org, PermissionSet::sdk()).await;
        let state = async |secret: &str| {
            let found = keys::find(gov, &SecretString::new(secret.to_owned())).await.unwrap()?;
            assert_eq!((found.org, found.key), (org.id, client.key));
            Some(found.state)
        };
        assert_eq!(state(&client.secret).await, Some(FoundState::Live));

        let second = keys::roll(gov, &scope, client.key, 3600).await.unwrap().client_secret;
        assert_eq!(state(&client.secret).await, Some(FoundState::Overlap));
        keys::roll(gov, &scope, client.key, 0).await.unwrap();
        assert_eq!(state(&client.secret).await, Some(FoundState::RolledOut));
        assert_eq!(state(&second).await, Some(FoundState::RolledOut));
        keys::revoke(gov, &scope, client.key, None).await.unwrap();
        assert_eq!(state(&client.secret).await, Some(FoundState::Revoked));

        let forged = format!("{}AAAA", &client.secret[..client.secret.len() - 4]);
        assert!(keys::find(gov, &SecretString::new(forged)).await.unwrap().is_none(), "what was not signed here");
        assert!(keys::find(gov, &SecretString::new("hello".to_owned())).await.unwrap().is_none());
    });
}

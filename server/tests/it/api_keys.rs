//! The life of an API key, as the API sees it: made, rolled, ended; live on every node within a second.

use std::time::Duration;

use futures::FutureExt as _;
use governance::{
    Error,
    auth::{self, KeyRefusal},
    keys::{self, KeySettingsInput, NewKeyInput, RotationInput},
    worker,
};
use model::{
    IpRange, KeyEnvironment, Permission, PermissionSet, ShortText,
    views::{FoundState, HygieneMark, KeyState, UseLine},
};
use serde_json::json;
use vault::SecretString;

use crate::{
    kit::{
        Org,
        database::{execute, unique},
        run,
        service::{Client, Service, other_node, service},
        until,
    },
    sign_in::house::House,
};

/// A change is live on every node within a second; the rest is for a machine that is busy with other tests.
const SOON: Duration = Duration::from_secs(1);

async fn works(client: &Client<'_>) -> bool {
    let answer = client.get("/api/v1/connectors").await;
    assert!(matches!(answer.status.as_u16(), 200 | 401), "{}", answer.text);
    answer.status.as_u16() == 200
}

/// The word that a refused client is told.
async fn refusal(client: &Client<'_>) -> String {
    client.get("/api/v1/connectors").await.expect(401)["code"].as_str().unwrap().to_owned()
}

fn new_key(name: &str) -> NewKeyInput {
    NewKeyInput::new(ShortText::parse("name", &unique(name)).unwrap())
}

async fn make<'s>(service: &'s Service, org: &Org, new: NewKeyInput) -> Client<'s> {
    let issued = keys::create(service.gov(), &org.scope(&service.kit.platform), &PermissionSet::all(), new).await.unwrap();
    service.client(issued.key, &issued.client_id, &issued.client_secret)
}

fn ranges(text: &str) -> Vec<IpRange> {
    IpRange::parse_list("networks", text).unwrap()
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
        execute(&service.kit.superuser, &sql).await;
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
        execute(&here.kit.superuser, &sql).await;

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
        execute(&service.kit.superuser, &sql).await;

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
        execute(&locker, &format!("begin; select from ledger_head where org_id = '{}' for update", org.id)).await;

        let body = serde_json::json!({"stage": "llm", "query": "hello"});
        let answer = client.post("/api/v1/decide", &body).await;

        execute(&locker, "rollback").await;
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

#[test]
fn a_genuine_secret_is_told_why_it_is_refused_and_a_guess_is_not() {
    run(async {
        let service = service().await;
        let (org, gov) = (service.org().await, service.gov());
        let scope = org.scope(&service.kit.platform);
        let [rolled, revoked, expired] = [
            service.key(&org, PermissionSet::sdk()).await,
            service.key(&org, PermissionSet::sdk()).await,
            service.key(&org, PermissionSet::sdk()).await,
        ];
        keys::roll(gov, &scope, rolled.key, 0).await.unwrap();
        keys::revoke(gov, &scope, revoked.key, None).await.unwrap();
        execute(&service.kit.superuser, &format!("update api_keys set expires_at = now() where key_id = '{}'", expired.key)).await;
        let swapped = service.client(rolled.key, &rolled.id, &revoked.secret);

        for _ in 0..2 {
            let told = [refusal(&rolled).await, refusal(&revoked).await, refusal(&expired).await, refusal(&swapped).await];
            assert_eq!(told, ["secret_rolled_out", "key_revoked", "key_expired", "unauthenticated"], "from the database and from memory");
        }
    });
}

#[test]
fn a_key_with_networks_is_refused_from_elsewhere_within_a_second_of_the_change() {
    run(async {
        let service = service().await;
        let (org, gov) = (service.org().await, service.gov());
        let client = make(service, &org, NewKeyInput { networks: ranges("127.0.0.0/8, ::1"), ..new_key("net") }).await;
        assert!(works(&client).await);

        let settings = KeySettingsInput { networks: ranges("203.0.113.0/24"), connector_rights: Vec::new(), rotation: None };
        keys::change(gov, &org.scope(&service.kit.platform), client.key, &settings).await.unwrap();

        assert!(time_until_refused(&client).await < SOON);
        assert_eq!(refusal(&client).await, "key_not_from_here");
        let spoofed = client.request("GET", "/api/v1/connectors").header("x-forwarded-for", "203.0.113.7").send().await.unwrap();
        assert_eq!(spoofed.status().as_u16(), 401, "no proxy of ours is in front, so the header is the caller's own");
    });
}

#[test]
fn the_environment_is_part_of_what_is_signed() {
    run(async {
        let service = service().await;
        let org = service.org().await;
        let [client, moved] = [make(service, &org, test_key()).await, make(service, &org, test_key()).await];
        let says = service.gov().signing().verifier.verify(&client.secret, service.gov().now()).unwrap().environment;

        execute(&service.kit.superuser, &format!("update api_keys set environment = 'live' where key_id = '{}'", moved.key)).await;

        assert_eq!((says, works(&client).await), (KeyEnvironment::Test, true));
        assert_eq!(refusal(&moved).await, "unauthenticated", "a key of one environment does not pass for one of the other");
    });
}

fn test_key() -> NewKeyInput {
    NewKeyInput { environment: KeyEnvironment::Test, ..new_key("test") }
}

#[test]
fn a_server_for_real_work_refuses_keys_for_trying_out() {
    run(async {
        let house = House::build().await;
        let scope = house.org.scope(&house.kit.platform);
        let outcome = async |new: NewKeyInput| {
            let issued = keys::create(&house.gov, &scope, &PermissionSet::all(), new).await.unwrap();
            let facts = std::sync::Arc::default();
            auth::authenticate(&house.gov, &issued.client_id, &issued.client_secret, &facts).await.map(|_| ())
        };

        assert!(outcome(new_key("live")).await.is_ok());
        let refused = outcome(test_key()).await;
        assert!(matches!(refused, Err(Error::KeyRefused(KeyRefusal::OtherEnvironment))), "{refused:?}");
    });
}

#[test]
fn a_known_key_is_admitted_without_waiting_for_anything() {
    run(async {
        let house = House::build().await;
        let scope = house.org.scope(&house.kit.platform);
        let facts = std::sync::Arc::default();
        let issued = keys::create(&house.gov, &scope, &PermissionSet::all(), new_key("warm")).await.unwrap();
        let admit = || auth::authenticate(&house.gov, &issued.client_id, &issued.client_secret, &facts);
        assert!(admit().now_or_never().is_none(), "one that was not seen yet is looked up");

        // The notice of the key's own making may still come and have it looked up once more.
        until("an answer without a call to the database", || async {
            admit().await.unwrap();
            matches!(admit().now_or_never(), Some(Ok(_)))
        })
        .await;
    });
}

#[test]
fn the_meter_shows_which_addresses_use_which_secret() {
    run(async {
        let (service, there) = (service().await, other_node().await);
        let (org, gov) = (service.org().await, service.gov());
        let scope = org.scope(&service.kit.platform);
        let old = service.key(&org, PermissionSet::sdk()).await;
        for _ in 0..3 {
            assert!(works(&old).await);
        }
        let issued = keys::roll(gov, &scope, old.key, 3_600).await.unwrap();
        let new = service.client(issued.key, &issued.client_id, &issued.client_secret);
        assert!(works(&new).await && works(&old.at(there)).await);
        // The other node writes down what it saw within seconds, or when it is asked itself.
        keys::detail(there.gov(), &scope, old.key).await.unwrap();

        let detail = keys::detail(gov, &scope, old.key).await.unwrap();

        let calls = |uses: &[UseLine]| uses.iter().map(|one| (one.address.clone(), one.calls)).collect::<Vec<_>>();
        let shown: Vec<_> = detail.secrets.iter().map(|secret| (secret.is_newest, secret.works, calls(&secret.uses))).collect();
        let here = |calls| vec![("127.0.0.1".to_owned(), calls)];
        assert_eq!(shown, [(true, true, here(1)), (false, true, here(4))]);
        assert_eq!(detail.line.state, KeyState::Rolling);

        keys::end_overlap(gov, &scope, old.key).await.unwrap();
        assert!(time_until_refused(&old.at(there)).await < SOON);
        assert!(works(&new).await);
        assert!(matches!(keys::end_overlap(gov, &scope, old.key).await, Err(Error::Conflict(_))), "there is none left to end");
    });
}

#[test]
fn a_service_identity_uses_the_connectors_that_it_names_and_no_other() {
    run(async {
        let service = service().await;
        let org = service.org().await;
        let rights = ["mcp:salesforce:query", "mcp:postgres:*"].map(|word| word.parse().unwrap()).to_vec();
        let identity = make(service, &org, NewKeyInput { connector_rights: rights, ..new_key("service") }).await;
        let client = service.key(&org, PermissionSet::sdk()).await;
        let check = async |client: &Client<'_>, connector: &str, operation: Option<&str>| {
            let body = json!({"connector_type": connector, "statement": "hello", "operation": operation});
            client.post("/api/v1/mcp/check-input", &body).await.status.as_u16()
        };

        assert_eq!(check(&identity, "salesforce", Some("query")).await, 200);
        assert_eq!(check(&identity, "postgres", None).await, 200);
        for (connector, operation) in
            [("salesforce", Some("execute")), ("salesforce", None), ("Salesforce", Some("query")), ("s3", Some("query")), ("*", Some("*"))]
        {
            assert_eq!(check(&identity, connector, operation).await, 403, "{connector} {operation:?}");
            assert_eq!(check(&client, connector, operation).await, 200, "other keys are not bound");
        }
        let out = async |connector: &str| {
            identity.post("/api/v1/mcp/check-output", &json!({"connector_type": connector, "message": "hello"})).await.status.as_u16()
        };
        assert_eq!((out("salesforce").await, out("s3").await), (200, 403));
    });
}

#[test]
fn the_organisations_longest_life_binds_every_new_key() {
    run(async {
        let service = service().await;
        let (org, gov) = (service.org().await, service.gov());
        let scope = org.scope(&service.kit.platform);
        keys::set_max_days(gov, &scope, Some(30)).await.unwrap();
        let create = async |days: Option<i64>| {
            let expires_at = days.map(|days| gov.now() + time::Duration::days(days));
            keys::create(gov, &scope, &PermissionSet::all(), NewKeyInput { expires_at, ..new_key("bounded") }).await
        };

        for days in [None, Some(31)] {
            assert!(matches!(create(days).await, Err(Error::Invalid(ref why)) if why.field == "expires_at"), "{days:?}");
        }
        assert!(create(Some(30)).await.is_ok());
        assert!(matches!(keys::set_max_days(gov, &scope, Some(0)).await, Err(Error::Invalid(_))));
        keys::set_max_days(gov, &scope, None).await.unwrap();
        assert!(create(None).await.is_ok());
    });
}

#[test]
fn a_rotation_is_announced_begun_and_ended_by_a_roll() {
    run(async {
        let service = service().await;
        let (org, gov) = (service.org().await, service.gov());
        let keeper = org.member(&service.kit.platform, "owner").await;
        let scope = service.scope_of(&org, keeper).await;
        let rotation = Some(RotationInput::parse(30, 86_400).unwrap());
        let issued = keys::create(gov, &scope, &PermissionSet::all(), NewKeyInput { rotation, ..new_key("rotating") }).await.unwrap();
        let old = service.client(issued.key, &issued.client_id, &issued.client_secret);
        let due = async |interval: &str| {
            let sql = format!("update api_keys set rotate_at = now() + interval '{interval}' where key_id = '{}'", issued.key);
            execute(&service.kit.superuser, &sql).await;
            worker::rotate_keys(gov).await.unwrap();
        };
        let letters = async || -> Vec<String> {
            let select = "select content ->> 'letter' from mail where org_id = $1 and about = $2 order by created_at";
            sqlx::query_scalar(select).bind(org.id.as_uuid()).bind(issued.key.as_uuid()).fetch_all(&service.kit.superuser).await.unwrap()
        };

        due("8 days").await;
        assert!(letters().await.is_empty(), "it is too early to tell");
        due("6 days").await;
        due("5 days").await;
        assert_eq!(letters().await, ["key_rotation_near"], "told once");
        due("-1 second").await;
        assert_eq!(letters().await, ["key_rotation_near", "key_rotation_begun"]);
        let line = keys::detail(gov, &scope, issued.key).await.unwrap().line;
        let left = line.secret_until.unwrap() - gov.now();
        assert!(line.state == KeyState::Due && left > time::Duration::hours(23) && left <= time::Duration::DAY, "{line:?}");
        assert!(works(&old).await, "the secret in use works until the overlap ends");

        let next = keys::roll(gov, &scope, issued.key, 30 * 86_400).await.unwrap();

        let detail = keys::detail(gov, &scope, issued.key).await.unwrap();
        assert_eq!(
            (detail.line.state, detail.secrets[1].works_until),
            (KeyState::Rolling, line.secret_until),
            "a roll never gives more time"
        );
        assert!(works(&service.client(next.key, &next.client_id, &next.client_secret)).await);
        let again = detail.line.rotation.unwrap().next_at - gov.now();
        assert!(again > time::Duration::days(29), "the schedule counts from the roll");
    });
}

#[test]
fn hygiene_names_what_is_neglected_and_leaves_out_what_is_dead() {
    run(async {
        let service = service().await;
        let (org, gov) = (service.org().await, service.gov());
        let scope = org.scope(&service.kit.platform);
        let kept =
            NewKeyInput { networks: ranges("10.0.0.0/8"), expires_at: Some(gov.now() + time::Duration::days(60)), ..new_key("kept") };
        let kept = make(service, &org, kept).await;
        let powerful = service.key(&org, PermissionSet::sdk().with(Permission::KeysWrite)).await;
        let dead = service.key(&org, PermissionSet::sdk()).await;
        keys::revoke(gov, &scope, dead.key, None).await.unwrap();

        let view = keys::hygiene(gov, &scope).await.unwrap();

        let marks: Vec<_> = view.keys.iter().map(|key| (key.line.id, key.marks.clone())).collect();
        assert_eq!(
            marks,
            [(powerful.key, vec![HygieneMark::Broad, HygieneMark::NeverExpires, HygieneMark::AnyAddress]), (kept.key, Vec::new()),]
        );
    });
}

#[test]
fn something_that_was_found_leads_to_its_key_in_the_own_organisation_only() {
    run(async {
        let service = service().await;
        let (org, other, gov) = (service.org().await, service.org().await, service.gov());
        let client = service.key(&org, PermissionSet::sdk()).await;
        let digest = hex::encode(vault::api_key::digest(&client.secret));
        let look_up = async |org: &Org, found: &str| {
            let found = keys::look_up(gov, &org.scope(&service.kit.platform), found.to_owned()).await.unwrap()?;
            assert_eq!(found.key, client.key);
            Some(found.state)
        };

        assert_eq!(look_up(&org, &client.secret).await, Some(Some(FoundState::Live)));
        assert_eq!(look_up(&org, &format!("  {digest}\n")).await, Some(Some(FoundState::Live)));
        assert_eq!(look_up(&org, &client.id).await, Some(None));
        for found in [client.secret.as_str(), &digest, &client.id] {
            assert_eq!(look_up(&other, found).await, None);
        }
        assert_eq!(look_up(&org, "hello").await, None);
    });
}

#[test]
fn a_program_looks_after_keys_by_the_api() {
    run(async {
        let service = service().await;
        let org = service.org().await;
        let keeper = service.key(&org, PermissionSet::sdk().with(Permission::KeysRead).with(Permission::KeysWrite)).await;
        let new = json!({"name": "by-api", "scopes": ["govern"], "environment": "test", "expires_in_days": 30, "networks": ["127.0.0.1"],
            "rotation": {"every_days": 90}});
        let made = keeper.post("/api/v1/api-keys", &new).await.expect(201);
        let path = format!("/api/v1/api-keys/{}", made["client_id"].as_str().unwrap());

        let line = keeper.get(&path).await.expect(200)["line"].clone();
        assert_eq!(
            (&line["environment"], &line["networks"], &line["rotation"]["every_days"]),
            (&json!("test"), &json!(["127.0.0.1"]), &json!(90))
        );
        let rolled = keeper.post(&format!("{path}/secrets"), &json!({"overlap_seconds": 3600})).await.expect(201);
        assert_ne!(rolled["client_secret"], made["client_secret"]);
        assert_eq!(keeper.send("DELETE", &format!("{path}/overlap"), &json!({})).await.status.as_u16(), 204);
        let found = keeper.post("/api/v1/api-keys/lookup", &json!({"found": made["client_secret"]})).await.expect(200);
        assert_eq!(found["state"], "rolled_out");
        assert_eq!(keeper.send("PUT", &format!("{path}/settings"), &json!({"networks": []})).await.status.as_u16(), 204);
        assert_eq!(keeper.post(&format!("{path}/revocation"), &json!({"reason": "done"})).await.status.as_u16(), 204);
        assert_eq!(keeper.get(&path).await.expect(200)["line"]["state"], "revoked");

        let more = json!({"name": "more", "scopes": ["members:write"]});
        assert_eq!(keeper.post("/api/v1/api-keys", &more).await.status.as_u16(), 403, "a key gives no more than it has");
        for wildcard in ["mcp:*:*", "mcp:*:query", "*"] {
            let wide = json!({"name": "wide", "scopes": ["govern"], "connector_rights": [wildcard]});
            let refused = keeper.post("/api/v1/api-keys", &wide).await.expect(400);
            assert!(refused["detail"].as_str().unwrap_or_default().contains("connector_rights"), "{refused}");
        }
    });
}

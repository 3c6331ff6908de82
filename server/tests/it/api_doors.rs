//! Every route of the API is knocked on: by strangers, with too little, with another organisation's ids, with bad bodies.

use axonflow::api::table::{Needs, ROUTES, Route};
use futures::future::join_all;
use model::{Permission, PermissionSet};
use reqwest::StatusCode;
use serde_json::{Value, json};

use crate::kit::{
    Org, rows, run,
    service::{Answer, Client, Service, service},
};

fn path_with(route: &Route, id: &str) -> String {
    let query = if route.path.ends_with("/diff") { "?from=1&to=1" } else { "" };
    route.path.replace("{id}", id).replace("{tenant_id}", id) + query
}

/// A body that the route would take.
fn good_body(route: &Route) -> Value {
    match (route.method, route.path) {
        (_, "/api/v1/decide") => json!({"stage": "llm", "query": "hello"}),
        (_, "/api/policy/pre-check" | "/api/v1/policies/simulate") => json!({"query": "hello"}),
        (_, "/api/request") => json!({"query": "hello", "request_type": "llm_chat"}),
        (_, "/api/v1/mcp/check-input" | "/api/v1/mcp/check-output") => {
            json!({"connector_type": "postgres", "statement": "select 1", "message": "hello", "response_data": [], "operation": "query"})
        }
        ("POST", "/api/v1/static-policies") => json!({"name": "A name", "category": "sensitive-data", "pattern": "heron"}),
        ("POST", "/api/v1/dynamic-policies") => json!({
            "name": "A name", "conditions": [{"field": "query", "operator": "contains", "value": "heron"}], "actions": [{"type": "block"}],
        }),
        ("POST", "/api/v1/rego-policies") => json!({"name": "A name", "source": "package a\ndeny if input.query == \"heron\"\n"}),
        ("POST", "/api/v1/rego-policies/test") => json!({"source": "package a\ndeny if true\n"}),
        (_, "/api/v1/access/evaluation") => json!({"evaluation": access_question()}),
        (_, "/access/v1/evaluation" | "/access/v1/evaluations") => access_question(),
        (_, "/api/v1/policies/simulate/batch") => json!({"inputs": [{"query": "hello"}]}),
        (_, "/api/v1/policies/replay") => json!({"policy_id": "pol_none"}),
        ("POST", "/api/v1/policies/impact-report") => json!({"policy_id": "sys_pii_ssn", "inputs": [{"query": "hello"}]}),
        ("PUT", "/api/v1/governance") => json!({"profile": "default"}),
        ("PUT", "/api/v1/policy-releases/mode") => json!({"release_mode": "direct"}),
        ("POST", "/api/v1/api-keys") => json!({"name": "A name", "scopes": ["govern"]}),
        ("POST", "/api/v1/user-tokens") => json!({"subject": "ann@example.com"}),
        ("PUT", "/api/v1/user-tokens/mode") => json!({"strict": false}),
        ("PUT", "/api/v1/api-keys/rules") => json!({"max_days": null}),
        ("POST", "/api/v1/api-keys/lookup") => json!({"found": "nothing"}),
        ("PUT", path) if path.ends_with("/settings") => json!({"networks": []}),
        ("PATCH", _) => json!({"enabled": true}),
        ("PUT", _) => json!({"description": "changed"}),
        (_, path) if path.ends_with("/override") => {
            json!({"action_override": "block", "action": "block", "override_reason": "a good reason", "reason": "a good reason"})
        }
        (_, path) if path.ends_with("/simulation") => json!({"inputs": [{"query": "hello"}]}),
        (_, path) if path.ends_with("/emergency") => json!({"reason": "a good reason"}),
        (_, path) if path.ends_with("/roll-back") => json!({"version": 1}),
        (_, path) if path.ends_with("/test") => json!({"pattern": "a", "inputs": ["a"]}),
        ("POST", "/api/v1/hitl/queue") => json!({"client_id": "c", "original_query": "q", "request_type": "t"}),
        (_, path) if path.contains("/hitl/queue/") => json!({"reviewer_id": "r", "reviewer_email": "r@example.com", "comment": "a reason"}),
        (_, "/api/v1/evidence/export") => json!({"start_date": "2026-01-01"}),
        _ => json!({}),
    }
}

fn access_question() -> Value {
    json!({
        "subject": {"type": "gateway", "id": "gw-1"}, "action": {"name": "llm.completion"}, "resource": {"type": "llm", "id": "llm"},
        "context": {"args": {"query": "hello"}},
    })
}

async fn ledger_size(service: &Service, org: &Org) -> u64 {
    let mut tx = service.gov().pool().org_tx(&org.scope(&service.kit.platform)).await.unwrap();
    store::ledger_read::size(&mut tx).await.unwrap()
}

fn assert_refusal(what: &str, answer: &Answer, status: u16) {
    assert_eq!(answer.status.as_u16(), status, "{what}: {}", answer.text);
    let kind = answer.header("content-type");
    assert!(kind.starts_with("application/json") || kind.starts_with("application/problem+json"), "{what}: {kind}");
    assert!(answer.json().is_object(), "{what}: {}", answer.text);
    assert!(!answer.header("x-request-id").is_empty(), "{what} has no request id");
}

#[test]
fn strangers_are_answered_401_everywhere_but_at_the_public_routes() {
    run(async {
        let service = service().await;
        for route in ROUTES {
            let request = service.stranger(route.method, &path_with(route, "018f0000-0000-7000-8000-000000000000"));
            let answer = Answer::of(request.json(&good_body(route))).await;
            let what = format!("{} {}", route.method, route.path);
            if route.needs == Needs::Anyone {
                assert_eq!(answer.status, StatusCode::OK, "{what}");
            } else {
                assert_refusal(&what, &answer, 401);
                assert!(answer.header("www-authenticate").starts_with("Basic"), "{what}");
            }
        }
        let public = ROUTES.iter().filter(|route| route.needs == Needs::Anyone).count();
        // The sixth is the key set of user tokens: public halves, for whoever checks tokens without us.
        assert_eq!(public, 6, "a further public route is a decision: say here why it may be public");
    });
}

#[test]
fn a_key_without_the_permission_is_refused_and_the_refusal_is_recorded() {
    run(async {
        let service = service().await;
        for route in ROUTES {
            let Needs::Permission(needed) = route.needs else { continue };
            let org = service.org().await;
            let others: PermissionSet = Permission::ALL.iter().copied().filter(|permission| *permission != needed).collect();
            let client = service.key(&org, others).await;
            let before = ledger_size(service, &org).await;
            let path = path_with(route, "018f0000-0000-7000-8000-000000000000");

            let answer = client.send(route.method, &path, &good_body(route)).await;

            let what = format!("{} {}", route.method, route.path);
            assert_refusal(&what, &answer, 403);
            assert!(answer.text.contains(needed.as_str()), "{what} does not say what is missing: {}", answer.text);
            assert_eq!(ledger_size(service, &org).await, before + 1, "{what}");
        }
    });
}

#[test]
fn another_organisations_ids_are_answered_like_ids_that_do_not_exist() {
    run(async {
        let service = service().await;
        let (own, foreign) = (service.org().await, service.org().await);
        let theirs = rows::populate(service.gov().pool(), &foreign.scope(&service.kit.platform)).await;
        let client = service.key(&own, PermissionSet::all()).await;
        let tenant = foreign.tenant(service.kit).await.to_string();
        let unknown = "018f0000-0000-7000-8000-000000000000";
        for route in ROUTES.iter().filter(|route| route.path.contains('{')) {
            let ids = match route.path {
                path if path.contains("hitl") => vec![theirs.approval.to_string()],
                path if path.contains("policy-releases") => vec![theirs.release.to_string()],
                path if path.contains("evidence") => vec![theirs.export.to_string()],
                path if path.contains("static-policies") => vec![rows::POLICY.to_owned()],
                path if path.contains("dynamic-policies") => vec![rows::DYNAMIC_POLICY.to_owned()],
                path if path.contains("rego-policies") => vec![rows::REGO_POLICY.to_owned()],
                path if path.contains("tenant") => vec![tenant.clone(), foreign.id.to_string()],
                _ => vec![decision_of(service, &foreign).await],
            };
            for id in ids {
                let body = good_body(route);
                let foreign = client.send(route.method, &path_with(route, &id), &body).await;
                let missing = client.send(route.method, &path_with(route, unknown), &body).await;
                let what = format!("{} {}", route.method, route.path);
                let bare = |answer: &Answer, id: &str| answer.text.replace(id, "ID").replace(answer.header("x-request-id"), "REQUEST");
                assert_eq!(foreign.status, missing.status, "{what}: {} / {}", foreign.text, missing.text);
                assert_eq!(bare(&foreign, &id), bare(&missing, unknown), "{what}");
                assert!(foreign.status.is_client_error(), "{what}: {}", foreign.text);
            }
        }
    });
}

async fn decision_of(service: &Service, org: &Org) -> String {
    let client = service.key(org, PermissionSet::sdk()).await;
    let answer = client.post("/api/v1/decide", &json!({"stage": "llm", "query": "hello"})).await.expect(200);
    answer["decision_id"].as_str().unwrap().to_owned()
}

/// Bodies that nobody means; each is refused with a stable code before anything is written.
fn bad_bodies() -> Vec<(&'static str, Vec<u8>, u16)> {
    let deep = |open: &str, close: &str| format!("{{\"query\":{}1{}}}", open.repeat(10_000), close.repeat(10_000)).into_bytes();
    vec![
        ("nothing", Vec::new(), 400),
        ("half of it", b"{\"query\":".to_vec(), 400),
        ("two values", b"{} {}".to_vec(), 400),
        ("an array", b"[]".to_vec(), 400),
        ("a text", b"\"query\"".to_vec(), 400),
        ("null", b"null".to_vec(), 400),
        ("a NUL in a value", b"{\"query\":\"a\\u0000b\",\"stage\":\"llm\"}".to_vec(), 400),
        ("a NUL in a key", b"{\"query\":\"a\",\"stage\":\"llm\",\"a\\u0000\":1}".to_vec(), 400),
        ("a NUL byte", b"{\"query\":\"a\0\"}".to_vec(), 400),
        ("no UTF-8", b"{\"query\":\"\xff\xfe\"}".to_vec(), 400),
        ("half of a surrogate pair", b"{\"query\":\"\\ud800\",\"stage\":\"llm\"}".to_vec(), 400),
        ("a key twice", b"{\"query\":\"a\",\"query\":\"b\",\"stage\":\"llm\"}".to_vec(), 400),
        ("a key twice inside", b"{\"query\":\"a\",\"stage\":\"llm\",\"context\":{\"a\":1,\"a\":2}}".to_vec(), 400),
        ("10,000 arrays", deep("[", "]"), 400),
        ("10,000 objects", deep("{\"a\":", "}"), 400),
        ("a number without end", format!("{{\"query\":1{}}}", "0".repeat(1_000)).into_bytes(), 400),
        ("2 MB", format!("{{\"query\":\"{}\"}}", "a".repeat(2 * 1024 * 1024)).into_bytes(), 413),
    ]
}

#[test]
fn bad_bodies_are_refused_in_plain_words_and_change_nothing() {
    run(async {
        let service = service().await;
        let org = service.org().await;
        let client = service.key(&org, PermissionSet::all()).await;
        let policies = || async { client.get("/api/v1/static-policies?limit=1").await.text };
        let before = (ledger_size(service, &org).await, rows_of(service, &org).await, policies().await);
        let mut refused = 0;
        for route in ROUTES.iter().filter(|route| matches!(route.method, "POST" | "PUT" | "PATCH") && route.needs != Needs::Anyone) {
            // Nobody is signed in here, which is said before the body is looked at.
            if route.path == "/api/v1/auth/logout" {
                continue;
            }
            for (what, body, status) in bad_bodies() {
                let request = client.request(route.method, &path_with(route, rows::POLICY)).header("content-type", "application/json");
                let answer = Answer::of(request.body(body)).await;
                let what = format!("{} {} with {what}", route.method, route.path);
                // The id in the path does not exist, and a route may look at it before it reads the body.
                if answer.status.as_u16() == 404 {
                    continue;
                }
                assert_refusal(&what, &answer, status);
                refused += 1;
            }
        }
        assert!(refused > 200, "only {refused} bodies were refused");

        assert_eq!(rows_of(service, &org).await, before.1, "a refused body left something behind");
        let recorded = ledger_size(service, &org).await - before.0;
        assert_eq!(recorded, refused, "each refusal is one record, and nothing else was recorded");
    });
}

/// How many rows the organisation has in every table but the ledger's.
async fn rows_of(service: &Service, org: &Org) -> Vec<(String, i64)> {
    let mut counts = Vec::new();
    for table in rows::tables(&service.kit.superuser).await {
        if table.name.starts_with("public.ledger_") || ["public.policy_sets", "public.api_key_uses"].contains(&table.name.as_str()) {
            continue;
        }
        let sql = format!("select count(*) from {} where org_id = $1", table.name);
        let count = sqlx::query_scalar(sqlx::AssertSqlSafe(sql)).bind(org.id.as_uuid()).fetch_one(&service.kit.superuser).await.unwrap();
        counts.push((table.name, count));
    }
    counts
}

#[test]
fn wrong_types_name_the_field() {
    run(async {
        let service = service().await;
        let client = service.key(&service.org().await, PermissionSet::all()).await;
        for (path, body, field) in [
            ("/api/v1/decide", json!({"stage": "llm", "query": 7}), "query"),
            ("/api/v1/decide", json!({"stage": "soup", "query": "a"}), "stage"),
            ("/api/v1/decide", json!({"query": "a"}), "stage"),
            ("/api/v1/decide", json!({"stage": "llm", "query": "a", "context": []}), "context"),
            ("/api/v1/decide", json!({"stage": "llm", "query": "a", "approval_id": "one"}), "approval_id"),
            ("/api/v1/hitl/queue", json!({"client_id": "c", "original_query": "q", "request_type": "t", "severity": "bad"}), "severity"),
            (
                "/api/v1/hitl/queue",
                json!({"client_id": "c", "original_query": "q", "request_type": "t", "expires_in_seconds": 1}),
                "expires_in_seconds",
            ),
            ("/api/v1/static-policies", json!({"name": "n", "category": "sensitive-data", "pattern": "("}), "pattern"),
            ("/api/v1/evidence/export", json!({"start_date": "soon"}), "start_date"),
        ] {
            let answer = client.post(path, &body).await;
            assert_refusal(path, &answer, 400);
            assert!(answer.text.contains(field), "{path} {body}: {}", answer.text);
        }
    });
}

#[test]
fn other_media_types_and_methods_are_refused() {
    run(async {
        let service = service().await;
        let client = service.key(&service.org().await, PermissionSet::all()).await;
        let form = client.request("POST", "/api/v1/decide").form(&[("query", "a")]);
        assert_refusal("a form", &Answer::of(form).await, 415);
        for (method, path, status) in [
            ("DELETE", "/api/v1/decide", 405),
            ("TRACE", "/api/v1/decide", 405),
            ("GET", "/api/v1/nothing", 404),
            ("PURGE", "/health", 405),
        ] {
            assert_refusal(&format!("{method} {path}"), &Answer::of(client.request(method, path)).await, status);
        }
    });
}

#[test]
fn ids_that_are_none_are_no_broken_page() {
    run(async {
        let service = service().await;
        let client = service.key(&service.org().await, PermissionSet::all()).await;
        for route in ROUTES.iter().filter(|route| route.path.contains('{')) {
            for id in ["%00", "..%2f..%2fetc", "'%20or%201=1--", "%F0%9F%92%A9", "%ff", &"a".repeat(4_000)] {
                let answer = client.send(route.method, &path_with(route, id), &good_body(route)).await;
                let what = format!("{} {} with {}", route.method, route.path, &id[..id.len().min(20)]);
                assert!(answer.status.is_client_error(), "{what}: {} {}", answer.status, answer.text);
                assert!(answer.json().is_object(), "{what}");
            }
        }
    });
}

async fn is_unauthenticated(client: &Client<'_>) -> bool {
    let answer = client.get("/api/v1/connectors").await;
    assert!(matches!(answer.status.as_u16(), 200 | 401), "{}", answer.text);
    answer.status.as_u16() == 401
}

#[test]
fn forged_foreign_and_old_credentials_are_all_refused_alike() {
    run(async {
        let service = service().await;
        let (own, other) = (service.org().await, service.org().await);
        let good = service.key(&own, PermissionSet::sdk()).await;
        let theirs = service.key(&other, PermissionSet::sdk()).await;
        assert!(!is_unauthenticated(&good).await);
        let flipped = |at: usize| {
            let mut secret: Vec<char> = good.secret.chars().collect();
            secret[at] = if secret[at] == 'A' { 'B' } else { 'A' };
            secret.into_iter().collect::<String>()
        };
        let length = good.secret.len();
        let mut said = std::collections::BTreeSet::new();
        for (what, id, secret) in [
            ("a forged signature", good.id.as_str(), flipped(length - 5)),
            ("a forged payload", good.id.as_str(), flipped(length / 2)),
            ("another key's secret", good.id.as_str(), theirs.secret.clone()),
            ("another key's id", theirs.id.as_str(), good.secret.clone()),
            ("an old format", good.id.as_str(), "AXON-V1-abcdef-123456".to_owned()),
            ("a cut secret", good.id.as_str(), good.secret[..length - 1].to_owned()),
            ("a longer secret", good.id.as_str(), format!("{}A", good.secret)),
            ("an unknown id", "axk_00000000000000000000000000000001", good.secret.clone()),
            ("an id in capitals", &good.id.to_uppercase(), good.secret.clone()),
            ("the community client", "community", "x".to_owned()),
        ] {
            let answer = service.client(good.key, id, &secret).get("/api/v1/connectors").await;
            assert_refusal(what, &answer, 401);
            said.insert(answer.json()["error"].to_string());
        }
        assert_eq!(said.len(), 1, "refusals differ: {said:?}");
    });
}

#[test]
fn answers_carry_a_request_id_the_trace_and_what_is_left_of_the_limit() {
    run(async {
        let service = service().await;
        let client = service.key(&service.org().await, PermissionSet::sdk()).await;
        let id = "018f0000-0000-7000-8000-00000000000a";
        let trace = "4bf92f3577b34da6a3ce929d0e0e4736";
        let request = client
            .request("POST", "/api/v1/decide")
            .header("x-request-id", id)
            .header("traceparent", format!("00-{trace}-00f067aa0ba902b7-01"))
            .json(&json!({"stage": "llm", "query": "hello"}));

        let answer = Answer::of(request).await;

        assert_eq!(answer.expect(200)["trace_id"], trace);
        assert_eq!(answer.header("x-request-id"), id);
        let number = |name: &str| answer.header(name).parse::<u64>().unwrap();
        assert!(number("x-ratelimit-remaining") < number("x-ratelimit-limit"));
        assert!(number("x-ratelimit-reset") > 1_700_000_000);
        let next = client.post("/api/v1/decide", &json!({"stage": "llm", "query": "hello"})).await;
        assert_ne!(next.header("x-request-id"), id);
    });
}

#[test]
fn a_key_that_calls_too_often_is_told_when_to_come_back() {
    run(async {
        let service = service().await;
        let org = service.org().await;
        let sql = format!("update orgs set calls_per_minute = 3 where org_id = '{}'", org.id);
        crate::kit::database::execute(&service.kit.superuser, &sql).await;
        let client = service.key(&org, PermissionSet::sdk()).await;
        let before = ledger_size(service, &org).await;
        let mut answers = Vec::new();
        for _ in 0..6 {
            answers.push(client.get("/api/v1/connectors").await);
        }

        let limited: Vec<&Answer> = answers.iter().filter(|answer| answer.status.as_u16() == 429).collect();
        assert!(limited.len() >= 2, "{:?}", answers.iter().map(|answer| answer.status).collect::<Vec<_>>());
        for answer in &limited {
            assert_refusal("too often", answer, 429);
            assert!(answer.header("retry-after").parse::<u64>().unwrap() > 0);
            assert_eq!(answer.header("x-ratelimit-remaining"), "0");
        }
        let recorded = ledger_size(service, &org).await - before;
        assert!((1..=2).contains(&recorded), "one record for many refusals of a minute, there are {recorded}");
    });
}

#[test]
fn an_organisation_that_reads_too_much_at_once_waits_for_itself_alone() {
    run(async {
        let service = service().await;
        let (busy, other) = (service.org().await, service.org().await);
        let (of_busy, of_other) = (service.key(&busy, PermissionSet::all()).await, service.key(&other, PermissionSet::all()).await);
        let today = service.gov().now().date().to_string();
        let reads = [
            ("POST", "/api/v1/audit/search", json!({})),
            ("GET", "/api/v1/decisions", json!({})),
            ("GET", "/api/v1/hitl/queue", json!({})),
            ("GET", "/api/v1/evidence/summary", json!({})),
            ("POST", "/api/v1/evidence/export", json!({"start_date": today})),
        ];
        let mut turns = Vec::new();
        for _ in 0..4 {
            turns.push(service.gov().slow_reads.enter(busy.id).await.unwrap());
        }

        for (client, expected) in [(&of_busy, 429), (&of_other, 200)] {
            let answers = join_all(reads.iter().map(|(method, path, body)| client.send(method, path, body))).await;
            for ((_, path, _), answer) in reads.iter().zip(answers) {
                assert_eq!(answer.status.as_u16(), expected, "{path}: {}", answer.text);
            }
        }
        let decide = json!({"stage": "llm", "query": "hello"});
        of_busy.post("/api/v1/decide", &decide).await.expect(200);
        drop(turns);
        of_busy.get("/api/v1/decisions").await.expect(200);
    });
}

//! Simulation: it says what a call would be answered, and leaves nothing behind.

use model::{PermissionSet, Tier};
use reqwest::StatusCode;
use serde_json::{Value, json};
use store::ledger_read;

use crate::kit::{
    Org, run,
    service::{Client, Service, service},
};

async fn author(service: &'static Service, tier: Tier) -> (Org, Client<'static>) {
    let org = Org::create_with_tier(&service.kit.platform, tier).await;
    let client = service.key(&org, PermissionSet::all()).await;
    (org, client)
}

async fn policy(client: &Client<'_>, action: &str, word: &str, extra: Value) -> String {
    let conditions = json!([{"field": "query", "operator": "contains", "value": word}, extra]);
    let conditions: Vec<&Value> = conditions.as_array().unwrap().iter().filter(|condition| !condition.is_null()).collect();
    let body = json!({"name": format!("{word} {action}"), "conditions": conditions, "actions": [{"type": action, "config": {}}]});
    let made = client.post("/api/v1/dynamic-policies", &body).await.expect(201);
    made["id"].as_str().unwrap().to_owned()
}

/// Everything of an organisation that a call could change: records, holds, kept sets.
async fn traces(service: &Service, org: &Org) -> (u64, i64, i64) {
    let mut tx = service.gov().pool().org_tx(&org.scope(&service.kit.platform)).await.unwrap();
    let records = ledger_read::size(&mut tx).await.unwrap();
    let count = |table: &str| format!("select count(*) from {table} where org_id = '{}'", org.id);
    let rows = |sql: String| async { sqlx::query_scalar(sqlx::AssertSqlSafe(sql)).fetch_one(&service.kit.superuser).await.unwrap() };
    (records, rows(count("approvals")).await, rows(count("policy_sets")).await)
}

/// Texts that meet detectors, patterns and conditions in every mixture.
fn text(seed: usize) -> String {
    const PARTS: [&str; 9] = [
        "about a heron",
        "a dove",
        "ann@example.com",
        "SSN 123-45-6789",
        "drop table invoices;",
        "' OR '1'='1",
        "hello",
        "password = \"correct-horse\"",
        "kestrel",
    ];
    (0..3).map(|place| PARTS[(seed / PARTS.len().pow(place) + seed) % PARTS.len()]).collect::<Vec<_>>().join(" ")
}

#[test]
fn a_simulation_says_what_the_call_is_answered_and_leaves_nothing() {
    run(async {
        let service = service().await;
        let (org, client) = author(service, Tier::Enterprise).await;
        policy(&client, "require_approval", "heron", Value::Null).await;
        policy(&client, "redact", "dove", json!({"field": "user.role", "operator": "equals", "value": "analyst"})).await;
        let rego = "package a\nwarn if contains(input.query, \"kestrel\")\n";
        client.post("/api/v1/rego-policies", &json!({"name": "Kestrels", "source": rego})).await.expect(201);
        let user = json!({"role": "analyst"});
        let mut simulated = Vec::new();
        let before = traces(service, &org).await;

        for seed in 0..150 {
            let asked = json!({"query": text(seed), "user": user});
            simulated.push(client.post("/api/v1/policies/simulate", &asked).await.expect(200));
        }

        assert_eq!(traces(service, &org).await, before);
        for (seed, said) in simulated.iter().enumerate() {
            let live = json!({"stage": "llm", "query": text(seed), "context": {"user": user}});
            let live = client.post("/api/v1/decide", &live).await.expect(200);
            assert_eq!(live["evaluated_policies"], said["applied_policies"], "{}", text(seed));
            let verdict = match said["verdict"].as_str().unwrap() {
                "redact" => "allow",
                "require_approval" => "needs_approval",
                other => other,
            };
            assert_eq!(live["verdict"], verdict, "{}", text(seed));
            let must_redact = verdict == "allow" && said["required_actions"].to_string().contains("redact");
            assert_eq!(live["obligations"] != json!([]), must_redact, "{}", text(seed));
        }
        let verdicts: std::collections::BTreeSet<&str> = simulated.iter().filter_map(|said| said["verdict"].as_str()).collect();
        assert_eq!(verdicts.len(), 4, "the texts meet every verdict: {verdicts:?}");
    });
}

#[test]
fn every_policy_is_listed_with_its_result_version_and_time() {
    run(async {
        let (_, client) = author(service().await, Tier::Enterprise).await;
        let id = policy(&client, "block", "heron", Value::Null).await;

        let said = client.post("/api/v1/policies/simulate", &json!({"query": "A heron at ann@example.com"})).await.expect(200);

        assert_eq!((&said["allowed"], &said["dry_run"], &said["daily_usage"]["limit"]), (&json!(false), &json!(true), &json!(-1)));
        assert_eq!(said["applied_policies"], json!([id, "sys_pii_email"]));
        let lines = said["policies"].as_array().unwrap();
        assert_eq!(said["total_policies"], lines.len());
        let first = &lines[0];
        assert_eq!((&first["policy_id"], &first["version"], &first["action"]), (&json!(id), &json!(1), &json!("block")));
        assert_eq!((&first["matched_on"], &first["action_source"]), (&json!("query"), &json!("policy")));
        assert!(lines.iter().all(|line| line["took_micros"].is_u64()));
        assert_eq!(said["redacted_query"], "A heron at [REDACTED:email]");
    });
}

#[test]
fn an_impact_report_asks_one_policy_even_one_that_is_off() {
    run(async {
        let service = service().await;
        let (org, client) = author(service, Tier::Enterprise).await;
        let id = policy(&client, "block", "heron", Value::Null).await;
        client.send("PUT", &format!("/api/v1/dynamic-policies/{id}"), &json!({"enabled": false})).await.expect(200);
        let before = traces(service, &org).await;
        let inputs = json!([{"query": "a heron"}, {"query": "SSN 123-45-6789"}, {"query": "HERON"}, {"query": "x"}]);

        let report = client.post("/api/v1/policies/impact-report", &json!({"policy_id": id, "inputs": inputs})).await.expect(200);

        assert_eq!((&report["total_inputs"], &report["matched"], &report["blocked"]), (&json!(4), &json!(2), &json!(2)));
        assert_eq!((&report["match_rate"], &report["results"][1]["matched"]), (&json!(0.5), &json!(false)));
        assert_eq!(report["results"][2]["actions"], json!(["block"]));
        let shipped =
            client.post("/api/v1/policies/impact-report", &json!({"policy_id": "sys_pii_ssn", "inputs": inputs})).await.expect(200);
        assert_eq!((&shipped["matched"], &shipped["blocked"]), (&json!(1), &json!(0)));
        assert_eq!(
            client.post("/api/v1/policies/impact-report", &json!({"policy_id": "none", "inputs": inputs})).await.status,
            StatusCode::NOT_FOUND
        );
        assert_eq!(traces(service, &org).await, before);
    });
}

#[test]
fn conflicts_are_named_with_both_policies() {
    run(async {
        let (_, client) = author(service().await, Tier::Enterprise).await;
        let wide = policy(&client, "block", "heron", Value::Null).await;
        let narrow = policy(&client, "warn", "heron", json!({"field": "hour", "operator": "less_than", "value": 6})).await;
        let other = policy(&client, "warn", "dove", Value::Null).await;

        let all = client.post("/api/v1/policies/conflicts", &json!({})).await.expect(200);
        let one = client.post("/api/v1/policies/conflicts", &json!({"policy_id": other})).await.expect(200);

        assert_eq!(all["conflict_count"], 1, "{all}");
        let conflict = &all["conflicts"][0];
        assert_eq!((&conflict["policy_a"]["id"], &conflict["policy_b"]["id"]), (&json!(wide), &json!(narrow)));
        assert_eq!((&conflict["conflict_type"], &conflict["overlapping_field"]), (&json!("shadowed"), &json!("query")));
        assert_eq!(one["conflicts"], json!([]));
        assert_eq!(client.post("/api/v1/policies/conflicts", &json!({"policy_id": "none"})).await.status, StatusCode::NOT_FOUND);
    });
}

#[test]
fn the_plan_says_whether_and_how_often() {
    run(async {
        let service = service().await;
        let (_, free) = author(service, Tier::Community).await;
        let (_, trial) = author(service, Tier::Evaluation).await;
        let asked = json!({"query": "hello"});

        assert_eq!(free.post("/api/v1/policies/simulate", &asked).await.status, StatusCode::FORBIDDEN);
        assert_eq!(free.post("/api/v1/policies/conflicts", &json!({})).await.status, StatusCode::FORBIDDEN);
        let first = trial.post("/api/v1/policies/simulate", &asked).await.expect(200);
        assert_eq!((&first["daily_usage"], &first["tier"]), (&json!({"used": 1, "limit": 300}), &json!("evaluation")));
        let inputs = vec![asked.clone(); 100];
        let report = json!({"policy_id": "sys_pii_ssn", "inputs": inputs});
        trial.post("/api/v1/policies/impact-report", &report).await.expect(200);
        trial.post("/api/v1/policies/impact-report", &report).await.expect(200);
        assert_eq!(trial.post("/api/v1/policies/impact-report", &report).await.status, StatusCode::FORBIDDEN, "the day has 300");
        assert_eq!(trial.post("/api/v1/policies/simulate", &asked).await.expect(200)["daily_usage"]["used"], 202);
    });
}

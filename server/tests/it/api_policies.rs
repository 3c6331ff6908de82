//! Policies of every kind through the API: what is refused when it is written, what holds once it is stored, on every node.

use model::PermissionSet;
use reqwest::StatusCode;
use serde_json::{Value, json};

use crate::kit::{
    self, Org, database, run,
    service::{Client, Service, other_node, service},
};

async fn author(service: &'static Service) -> (Org, Client<'static>) {
    let org = service.org().await;
    let client = service.key(&org, PermissionSet::all()).await;
    (org, client)
}

async fn verdict(client: &Client<'_>, query: &str, context: &Value) -> String {
    let answer = client.post("/api/v1/decide", &json!({"stage": "llm", "query": query, "context": context})).await;
    answer.expect(200)["verdict"].as_str().unwrap().to_owned()
}

fn in_a_month(service: &Service) -> String {
    let end = service.gov().now() + time::Duration::days(30);
    end.format(&time::format_description::well_known::Rfc3339).unwrap()
}

fn night_rule() -> Value {
    json!({
        "name": "Contractors and herons", "type": "user", "category": "dynamic-access",
        "conditions": [
            {"field": "user.role", "operator": "equals", "value": "contractor"},
            {"field": "query", "operator": "contains", "value": "heron"},
        ],
        "actions": [{"type": "block", "config": {"reason": "Contractors do not ask about herons."}}, {"type": "log", "config": {}}],
    })
}

#[test]
fn a_dynamic_policy_holds_on_every_node_and_ends_with_its_removal() {
    run(async {
        let (_, client) = author(service().await).await;
        let there = client.at(other_node().await);
        let contractor = json!({"user_role": "contractor"});
        assert_eq!(verdict(&there, "about a Heron", &contractor).await, "allow");

        let made = client.post("/api/v1/dynamic-policies", &night_rule()).await.expect(201);

        let path = format!("/api/v1/dynamic-policies/{}", made["id"].as_str().unwrap());
        assert_eq!((&made["tier"], &made["action"], &made["version"]), (&json!("tenant"), &json!("block"), &json!(1)));
        kit::until("the other node enforces it", || async { verdict(&there, "about a Heron", &contractor).await == "deny" }).await;
        assert_eq!(verdict(&there, "about a Heron", &json!({"user_role": "employee"})).await, "allow");
        assert_eq!(verdict(&there, "about a dove", &contractor).await, "allow");
        let denied = client.post("/api/v1/decide", &json!({"stage": "llm", "query": "heron", "context": contractor})).await.expect(200);
        assert!(denied["reasons"].to_string().contains("on user.role, query: Contractors do not ask about herons."), "{denied}");

        assert_eq!(client.send("DELETE", &path, &json!({})).await.status, StatusCode::NO_CONTENT);
        kit::until("the other node lets go of it", || async { verdict(&there, "about a Heron", &contractor).await == "allow" }).await;
        assert_eq!(client.get(&path).await.status, StatusCode::NOT_FOUND);
    });
}

#[test]
fn a_partial_change_keeps_the_rest_and_makes_a_version() {
    run(async {
        let (_, client) = author(service().await).await;
        let made = client.post("/api/v1/dynamic-policies", &night_rule()).await.expect(201);
        let id = made["id"].as_str().unwrap();
        let path = format!("/api/v1/dynamic-policies/{id}");

        let off = client.send("PUT", &path, &json!({"enabled": false})).await.expect(200);
        let same = client.send("PUT", &path, &json!({"enabled": false})).await.expect(200);

        assert_eq!((&off["enabled"], &off["version"], &same["version"]), (&json!(false), &json!(2), &json!(2)));
        assert_eq!((&off["conditions"], &off["actions"], &off["name"]), (&made["conditions"], &made["actions"], &made["name"]));
        assert_eq!(client.get("/api/v1/dynamic-policies/effective").await.expect(200)["policies"], json!([]));
        let all = client.get("/api/v1/dynamic-policies/effective?include_disabled=true").await.expect(200);
        assert_eq!(all["policies"].as_array().map(Vec::len), Some(1));
        let versions = client.get(&format!("/api/v1/static-policies/{id}/versions")).await.expect(200);
        let kinds: Vec<&str> =
            versions["versions"].as_array().unwrap().iter().filter_map(|version| version["change_type"].as_str()).collect();
        assert_eq!(kinds, ["disabled", "created"]);
    });
}

#[test]
fn lists_filter_and_a_kind_is_found_under_its_own_address_only() {
    run(async {
        let (_, client) = author(service().await).await;
        let dynamic = client.post("/api/v1/dynamic-policies", &night_rule()).await.expect(201);
        let rego = json!({"name": "Rego", "tier": "organization", "source": "package a\ndeny if input.query == \"kestrel\"\n"});
        let rego = client.post("/api/v1/rego-policies", &rego).await.expect(201);
        let count = |answer: Value| answer["policies"].as_array().map(Vec::len);

        for (query, expected) in
            [("", 1), ("?type=user", 1), ("?type=risk", 0), ("?enabled=true&tier=tenant&search=HERON", 1), ("?limit=1&offset=1", 0)]
        {
            let answer = client.get(&format!("/api/v1/dynamic-policies{query}")).await.expect(200);
            assert_eq!(count(answer), Some(expected), "{query}");
        }
        assert_eq!(client.get("/api/v1/dynamic-policies?sort_by=weather").await.status, StatusCode::BAD_REQUEST);
        assert_eq!(count(client.get("/api/v1/static-policies?tier=tenant").await.expect(200)), Some(0));
        let (dynamic, rego) = (dynamic["id"].as_str().unwrap(), rego["id"].as_str().unwrap());
        for strange in [
            format!("/api/v1/static-policies/{dynamic}"),
            format!("/api/v1/static-policies/{rego}"),
            format!("/api/v1/rego-policies/{dynamic}"),
            format!("/api/v1/dynamic-policies/{rego}"),
        ] {
            assert_eq!(client.get(&strange).await.status, StatusCode::NOT_FOUND, "{strange}");
            assert_eq!(client.send("DELETE", &strange, &json!({})).await.status, StatusCode::NOT_FOUND, "{strange}");
        }
    });
}

#[test]
fn what_could_not_be_evaluated_is_refused_by_field_and_leaves_nothing() {
    run(async {
        let (_, client) = author(service().await).await;
        let with = |name: &str, value: Value| {
            let mut body = night_rule();
            body[name] = value;
            body
        };
        for (path, body, field) in [
            ("dynamic-policies", with("conditions", json!([{"field": "mood", "operator": "equals", "value": 1}])), "conditions"),
            ("dynamic-policies", with("conditions", json!([])), "conditions"),
            ("dynamic-policies", with("actions", json!([{"type": "modify_risk", "config": {}}])), "actions"),
            ("dynamic-policies", with("category", json!("security-sqli")), "category"),
            ("rego-policies", json!({"name": "n", "source": "package a\nallow if http.send({})\n"}), "source"),
            ("rego-policies", json!({"name": "n", "source": "package a\ndeny if true\n", "tests": "package a\ntest_x if {\n"}), "tests"),
            ("rego-policies", json!({"name": "n", "source": format!("package a\ndeny if true\n# {}", "x".repeat(100 * 1024))}), "source"),
        ] {
            let answer = client.post(&format!("/api/v1/{path}"), &body).await;
            let refused = answer.expect(400);
            assert_eq!(refused["error"]["details"][0]["field"], field, "{refused}");
        }
        assert_eq!(client.get("/api/v1/dynamic-policies").await.expect(200)["policies"], json!([]));
        assert_eq!(client.get("/api/v1/rego-policies").await.expect(200)["policies"], json!([]));
    });
}

#[test]
fn a_stored_policy_that_cannot_be_read_stops_every_call() {
    run(async {
        let service = service().await;
        let (org, client) = author(service).await;
        client.post("/api/v1/dynamic-policies", &night_rule()).await.expect(201);
        assert_eq!(verdict(&client, "hello", &json!({})).await, "allow");

        let sql = format!("update policies set document = '{{\"type\": \"risk\"}}' where org_id = '{}'", org.id);
        database::execute(&service.kit.superuser, &sql).await;

        let refused = || async {
            let answer = client.post("/api/v1/decide", &json!({"stage": "llm", "query": "hello"})).await;
            answer.status.is_server_error()
        };
        kit::until("the unreadable set refuses", refused).await;
        assert!(refused().await, "and goes on refusing");
    });
}

#[test]
fn a_rego_policy_is_tested_stored_and_decides() {
    run(async {
        let (_, client) = author(service().await).await;
        let source = "package clinic\n\ndeny contains \"Patients need a reason.\" if {\n\tcontains(input.query, \"P-100\")\n\tnot input.context.access_reason\n}\n\nredacted_query := replace(input.query, \"P-100\", \"a patient\")\n";
        let tests = "package clinic\n\ntest_reason if count(deny) == 1 with input as {\"query\": \"P-100\", \"context\": {}}\n";

        let tested = client.post("/api/v1/rego-policies/test", &json!({"source": source, "tests": tests})).await.expect(200);
        assert_eq!((&tested["passed"], &tested["tests"][0]["name"]), (&json!(true), &json!("test_reason")));

        let body = json!({"name": "Clinic", "source": source, "tests": tests, "action": "require_approval"});
        let made = client.post("/api/v1/rego-policies", &body).await.expect(201);
        assert_eq!(verdict(&client, "Show P-100", &json!({})).await, "needs_approval");
        assert_eq!(verdict(&client, "Show P-100", &json!({"access_reason": "visit"})).await, "allow");
        let check = json!({"connector_type": "db", "statement": "Show P-100", "operation": "query"});
        let checked = client.post("/api/v1/mcp/check-input", &check).await;
        assert_eq!(checked.status, StatusCode::FORBIDDEN, "a tool check has no context: {}", checked.text);

        let path = format!("/api/v1/rego-policies/{}", made["id"].as_str().unwrap());
        let warned = client.send("PUT", &path, &json!({"action": "warn"})).await.expect(200);
        assert_eq!((&warned["source"], &warned["version"]), (&json!(source), &json!(2)));
        let redacted = || async { client.post("/api/v1/mcp/check-input", &check).await.json()["redacted_statement"] == "Show a patient" };
        kit::until("the change is in force", redacted).await;
    });
}

#[test]
fn three_settings_act_on_three_ways_and_the_explanation_names_the_one_that_decided() {
    run(async {
        let (_, client) = author(service().await).await;
        let there = client.at(other_node().await);
        let text = "My SSN is 123-45-6789";
        assert_eq!(verdict(&there, text, &json!({})).await, "allow");

        let actions = json!({"PII_ACTION": "block", "GATEWAY_PII_ACTION": "warn", "MCP_PII_ACTION": "redact"});
        let set = client.send("PUT", "/api/v1/governance", &json!({"actions": actions})).await.expect(200);

        let ssn = set["policies"].as_array().unwrap().iter().find(|policy| policy["id"] == "sys_pii_ssn").unwrap();
        assert_eq!(ssn["gateway"], json!({"action": "warn", "source": "organization GATEWAY_PII_ACTION"}));
        kit::until("the other node enforces it", || async { verdict(&there, text, &json!({})).await == "deny" }).await;
        let denied = there.post("/api/v1/decide", &json!({"stage": "llm", "query": text})).await.expect(200);
        let explained = client.get(&format!("/api/v1/decisions/{}/explain", denied["decision_id"].as_str().unwrap())).await.expect(200);
        assert_eq!(explained["policy_matches"][0]["action_source"], "organization PII_ACTION");
        let checked = there.post("/api/policy/pre-check", &json!({"query": text})).await.expect(200);
        assert_eq!((&checked["approved"], &checked["requires_redaction"]), (&json!(true), &json!(false)), "{checked}");
        let tool = there.post("/api/v1/mcp/check-input", &json!({"connector_type": "db", "statement": text})).await.expect(200);
        assert_eq!(tool["redacted_statement"], "My SSN is [REDACTED:ssn]");
    });
}

#[test]
fn a_profile_moves_every_shipped_policy_and_an_override_goes_before_it() {
    run(async {
        let (_, client) = author(service().await).await;
        let path = "/api/v1/static-policies/sys_pii_email/override";
        client
            .post(path, &json!({"action_override": "warn", "override_reason": "pilot", "expires_at": in_a_month(client.service)}))
            .await
            .expect(201);

        let strict = client.send("PUT", "/api/v1/governance", &json!({"profile": "strict"})).await.expect(200);

        let asks = |id: &str| {
            let found = strict["policies"].as_array().unwrap().iter().find(|policy| policy["id"] == id).unwrap();
            (found["general"]["action"].as_str().unwrap().to_owned(), found["general"]["source"].as_str().unwrap().to_owned())
        };
        assert_eq!(asks("sys_pii_ssn"), ("block".to_owned(), "profile strict".to_owned()));
        assert_eq!(asks("sys_pii_email"), ("warn".to_owned(), "override".to_owned()));
        assert_eq!(asks("sys_pii_ip_address"), ("log".to_owned(), "policy".to_owned()));
        kit::until("the profile is in force", || async { verdict(&client, "SSN 123-45-6789", &json!({})).await == "deny" }).await;
        assert_eq!(client.send("PUT", "/api/v1/governance", &json!({"profile": "lax"})).await.status, StatusCode::BAD_REQUEST);
        assert_eq!(client.get("/api/v1/governance").await.expect(200)["profile"], "strict");
    });
}

#[test]
fn a_policy_speaks_only_where_it_is_told_to() {
    run(async {
        let (_, client) = author(service().await).await;
        let body = json!({
            "name": "Responses", "surfaces": ["response"], "actions": [{"type": "block", "config": {}}],
            "conditions": [{"field": "response", "operator": "contains", "value": "heron"}],
        });
        client.post("/api/v1/dynamic-policies", &body).await.expect(201);

        assert_eq!(verdict(&client, "heron", &json!({})).await, "allow");
        let output = client.post("/api/v1/mcp/check-output", &json!({"connector_type": "db", "message": "a heron"})).await;
        assert_eq!(output.status, StatusCode::FORBIDDEN, "{}", output.text);
        let input = client.post("/api/v1/mcp/check-input", &json!({"connector_type": "db", "statement": "a heron"})).await;
        assert_eq!(input.status, StatusCode::OK, "{}", input.text);
    });
}

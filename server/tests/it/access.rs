//! AuthZEN over HTTP: the standard's single and boxcarred forms, and the profile's answer with and without its negotiation.

use model::PermissionSet;
use serde_json::{Value, json};

use crate::kit::{
    run,
    service::{Answer, Client, service},
};

async fn client() -> Client<'static> {
    let service = service().await;
    let client = service.key(&service.org().await, PermissionSet::all()).await;
    for (name, pattern, action) in [("Herons", "heron", "block"), ("Doves", "dove", "require_approval")] {
        let body = json!({"name": name, "category": "sensitive-data", "pattern": pattern, "action": action});
        client.post("/api/v1/static-policies", &body).await.expect(201);
    }
    let nurses = json!({
        "name": "Nurses", "actions": [{"type": "block"}],
        "conditions": [{"field": "user.role", "operator": "equals", "value": "nurse"}, {"field": "request_type", "operator": "equals", "value": "delete"}],
    });
    client.post("/api/v1/dynamic-policies", &nurses).await.expect(201);
    client
}

fn question(query: &str) -> Value {
    json!({
        "subject": {"type": "user", "id": "ann", "properties": {"role": "nurse"}}, "action": {"name": "read"},
        "resource": {"type": "record", "id": "7"}, "context": {"query": query},
    })
}

#[test]
fn the_standards_single_evaluation_weighs_subject_action_resource_and_content() {
    run(async {
        let client = client().await;
        let mut deletes = question("hello");
        deletes["action"]["name"] = json!("delete");

        let allowed = client.post("/access/v1/evaluation", &question("hello")).await.expect(200);
        let denied = client.post("/access/v1/evaluation", &question("a heron")).await.expect(200);
        let by_attribute = client.post("/access/v1/evaluation", &deletes).await.expect(200);

        assert_eq!((&allowed["decision"], &allowed["context"]["state"]), (&json!(true), &json!("ALLOW")));
        assert_eq!((&denied["decision"], &denied["context"]["state"]), (&json!(false), &json!("DENY")));
        assert_eq!(by_attribute["decision"], false);
        let explained = client.get(&format!("/api/v1/decisions/{}/explain", denied["context"]["id"].as_str().unwrap())).await.expect(200);
        assert_eq!(explained["decision"], "blocked");
        let incomplete = client.post("/access/v1/evaluation", &json!({"subject": {"type": "user", "id": "ann"}})).await.expect(400);
        assert_eq!((&incomplete["code"], &incomplete["pointer"]), (&json!("incomplete_evaluation"), &json!("/action")));
    });
}

#[test]
fn boxcarred_evaluations_inherit_answer_in_order_and_stop_when_asked_to() {
    run(async {
        let client = client().await;
        let ask = |semantic: &str| {
            let mut body = question("hello");
            body["options"] = json!({"evaluations_semantic": semantic});
            body["evaluations"] = json!([{}, {"context": {"query": "a heron"}}, {"resource": {"type": "record", "id": ""}}, {}]);
            body
        };
        let decisions =
            |answer: &Value| answer["evaluations"].as_array().unwrap().iter().map(|one| one["decision"] == true).collect::<Vec<_>>();

        let all = client.post("/access/v1/evaluations", &ask("execute_all")).await.expect(200);
        let denied = client.post("/access/v1/evaluations", &ask("deny_on_first_deny")).await.expect(200);
        let permitted = client.post("/access/v1/evaluations", &ask("permit_on_first_permit")).await.expect(200);

        assert_eq!(decisions(&all), [true, false, false, true]);
        assert_eq!(all["evaluations"][2]["context"]["error"]["status"], 400);
        assert_eq!((decisions(&denied), decisions(&permitted)), (vec![true, false], vec![true]));
        let single = client.post("/access/v1/evaluations", &question("hello")).await.expect(200);
        assert_eq!(single["decision"], true, "without a list it is one evaluation");
        let mut many = question("hello");
        many["evaluations"] = json!(vec![json!({}); 51]);
        assert_eq!(client.post("/access/v1/evaluations", &many).await.expect(400)["code"], "malformed_envelope");
    });
}

#[test]
fn the_profile_is_answered_to_those_who_ask_for_it_and_a_challenge_waits_in_the_queue() {
    run(async {
        let client = client().await;
        let body = json!({"evaluation": {
            "subject": {"type": "gateway", "id": "gw-1"}, "action": {"name": "tool.call"}, "resource": {"type": "tool", "id": "crm/export"},
            "context": {"args": {"query": "a dove"}},
        }});
        let asked = |profile: Option<&'static str>| {
            let request = client.request("POST", "/api/v1/access/evaluation").json(&body);
            Answer::of(profile.into_iter().fold(request, |request, profile| request.header("X-Axonflow-AuthZEN-Profile", profile)))
        };

        let plain = asked(None).await.expect(200);
        let profiled = asked(Some("axonflow-authzen-profile-2026-08-29")).await.expect(200);
        let other = asked(Some("another")).await.expect(400);

        assert_eq!(plain, json!({"decision": false}));
        assert_eq!((&profiled["context"]["state"], &profiled["context"]["reason"]), (&json!("CHALLENGE"), &json!("approval_required")));
        assert_eq!(other["supported"], json!(["axonflow-authzen-profile-2026-08-29"]));
        let queue = client.get("/api/v1/hitl/queue").await.expect(200);
        assert_eq!(queue["data"].as_array().map(Vec::len), Some(1), "the same call asked twice waits once: {queue}");
        let missing = client.post("/api/v1/access/nothing", &json!({})).await;
        assert_eq!(missing.status.as_u16(), 404);
        assert!(client.post("/access/v2/evaluation", &json!({})).await.text.contains("no_such_endpoint"));
    });
}

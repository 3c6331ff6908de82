//! A held call from the first request to the single run that an approval buys (A-12, SP-61).

use governance::approvals::{approve, reject};
use model::{ApprovalId, PermissionSet};
use serde_json::{Value, json};
use store::OrgScope;

use crate::kit::{
    Org,
    database::execute,
    run,
    service::{Answer, Client, Service, other_node, service},
    until,
};

/// An organisation where a word of its own policy needs approval.
struct Held<'s> {
    service: &'s Service,
    org: Org,
    client: Client<'s>,
    approver: OrgScope,
}

fn call(text: &str) -> Value {
    json!({"stage": "tool", "query": format!("transfer heron {text}"), "target": {"tool": "transfer"}})
}

impl<'s> Held<'s> {
    async fn new(service: &'s Service) -> Self {
        let org = service.org().await;
        let client = service.key(&org, PermissionSet::all()).await;
        let policy =
            json!({"name": "Heron", "category": "sensitive-data", "pattern": "heron", "action": "require_approval", "severity": "low"});
        client.post("/api/v1/static-policies", &policy).await.expect(201);
        let approver = org.member(&service.kit.platform, "approver").await;
        let approver = service.scope_of(&org, approver).await;
        let held = Self { service, org, client, approver };
        until("the policy to be in force", || async {
            held.client.post("/api/v1/decide", &call("first")).await.json()["verdict"] == "needs_approval"
        })
        .await;
        held
    }

    /// Sends the call; says which approval it waits for.
    async fn hold(&self, text: &str) -> ApprovalId {
        let answer = self.client.post("/api/v1/decide", &call(text)).await.expect(200);
        assert_eq!(answer["verdict"], "needs_approval", "{answer}");
        answer["pending_approval"]["approval_id"].as_str().unwrap().parse().unwrap()
    }

    async fn retry_with(&self, client: &Client<'_>, text: &str, approval: ApprovalId) -> Value {
        let mut body = call(text);
        body["approval_id"] = approval.to_string().into();
        client.post("/api/v1/decide", &body).await.expect(200)
    }

    async fn status(&self, approval: ApprovalId) -> String {
        let found = self.client.get(&format!("/api/v1/hitl/queue/{approval}")).await.expect(200);
        found["data"]["status"].as_str().unwrap().to_owned()
    }
}

#[test]
fn an_approved_call_runs_once_and_only_as_it_was_shown() {
    run(async {
        let held = Held::new(service().await).await;
        let approval = held.hold("100").await;
        assert_eq!(held.hold("100").await, approval, "the same call does not wait twice");
        assert_ne!(held.retry_with(&held.client, "100", approval).await["verdict"], "allow", "before anybody approved it");
        approve(held.service.gov(), &held.approver, approval, None).await.unwrap();
        let other = held.service.key(&held.org, PermissionSet::all()).await;

        assert_ne!(held.retry_with(&held.client, "999", approval).await["verdict"], "allow", "another amount");
        assert_ne!(held.retry_with(&other, "100", approval).await["verdict"], "allow", "another key");
        let ran = held.retry_with(&held.client, "100", approval).await;
        assert_eq!((&ran["verdict"], &ran["approval_id"]), (&json!("allow"), &json!(approval.to_string())), "{ran}");
        assert_ne!(held.retry_with(&held.client, "100", approval).await["verdict"], "allow", "a second time");
    });
}

#[test]
fn fifty_retries_at_once_run_once() {
    run(async {
        let held = Held::new(service().await).await;
        let approval = held.hold("100").await;
        approve(held.service.gov(), &held.approver, approval, None).await.unwrap();

        let retries = futures::future::join_all((0..50).map(|_| held.retry_with(&held.client, "100", approval))).await;

        assert_eq!(retries.iter().filter(|answer| answer["verdict"] == "allow").count(), 1);
    });
}

#[test]
fn two_who_decide_at_once_do_not_both_win() {
    run(async {
        let held = Held::new(service().await).await;
        let gov = held.service.gov();
        for round in 0..5 {
            let approval = held.hold(&format!("round {round}")).await;
            let second = held.org.member(&held.service.kit.platform, "owner").await;
            let second = held.service.scope_of(&held.org, second).await;

            let (one, two) = tokio::join!(approve(gov, &held.approver, approval, None), reject(gov, &second, approval, None));

            let lost = [&one, &two].into_iter().filter_map(|outcome| outcome.as_ref().err()).collect::<Vec<_>>();
            let [governance::Error::Conflict(said)] = lost.as_slice() else { panic!("{one:?} and {two:?}") };
            assert!(said.starts_with("A Person ") && said.ends_with("already."), "it says who decided: {said}");
            let expected = if one.is_ok() { "approved" } else { "rejected" };
            assert_eq!(held.status(approval).await, expected);
        }
    });
}

#[test]
fn nobody_decides_what_their_own_key_asks() {
    run(async {
        let service = service().await;
        let held = Held::new(service).await;
        let owner = held.org.member(&service.kit.platform, "owner").await;
        let maker = service.scope_of(&held.org, owner).await;
        let client = service.key_made_by(&maker, PermissionSet::all()).await;
        let answer = client.post("/api/v1/decide", &call("mine")).await.expect(200);
        let approval: ApprovalId = answer["pending_approval"]["approval_id"].as_str().unwrap().parse().unwrap();

        let outcome = approve(service.gov(), &maker, approval, None).await;

        assert!(matches!(outcome, Err(governance::Error::Refused(_))), "{outcome:?}");
        approve(service.gov(), &held.approver, approval, None).await.unwrap();
    });
}

#[test]
fn whoever_rolled_a_key_has_seen_its_secret_and_cannot_decide_either() {
    run(async {
        let service = service().await;
        let held = Held::new(service).await;
        let owner = held.org.member(&service.kit.platform, "owner").await;
        let roller = service.scope_of(&held.org, owner).await;
        governance::keys::roll(service.gov(), &roller, held.client.key, 3_600).await.unwrap();
        let approval = held.hold("rolled").await;

        let outcome = approve(service.gov(), &roller, approval, None).await;

        assert!(matches!(outcome, Err(governance::Error::Refused(_))), "{outcome:?}");
        approve(service.gov(), &held.approver, approval, None).await.unwrap();
    });
}

#[test]
fn keys_decide_only_where_the_organisation_lets_them_and_never_for_themselves() {
    run(async {
        let service = service().await;
        let held = Held::new(service).await;
        let approval = held.hold("by key").await;
        let path = format!("/api/v1/hitl/queue/{approval}/approve");
        let review = json!({"reviewer_id": "r", "reviewer_email": "r@example.com", "comment": "fine"});
        let other = service.key(&held.org, PermissionSet::all()).await;
        other.post(&path, &review).await.expect(403);
        let sql = format!("update orgs set api_keys_may_approve = true where org_id = '{}'", held.org.id);
        execute(&service.kit.superuser, &sql).await;
        // Keys that were seen before keep what was known about them until something about the key itself changes.
        let (asking, other) = (service.key(&held.org, PermissionSet::all()).await, service.key(&held.org, PermissionSet::all()).await);

        let answer = asking.post("/api/v1/decide", &call("asked by a key that may decide")).await.expect(200);
        let own = answer["pending_approval"]["approval_id"].as_str().unwrap().to_owned();
        asking.post(&format!("/api/v1/hitl/queue/{own}/approve"), &review).await.expect(403);
        other.post(&path, &review).await.expect(200);

        assert_eq!(held.status(approval).await, "approved");
    });
}

#[test]
fn what_nobody_decides_in_time_is_denied() {
    run(async {
        let service = service().await;
        let held = Held::new(service).await;
        let approval = held.hold("late").await;
        let sql = format!("update approvals set approve_by = now() - interval '1 second' where approval_id = '{approval}'");
        execute(&service.kit.superuser, &sql).await;

        assert_eq!(held.status(approval).await, "expired");
        assert!(matches!(approve(service.gov(), &held.approver, approval, None).await, Err(governance::Error::Conflict(_))));
        assert_ne!(held.retry_with(&held.client, "late", approval).await["verdict"], "allow");
    });
}

#[test]
fn what_is_not_used_in_time_cannot_be_used() {
    run(async {
        let service = service().await;
        let held = Held::new(service).await;
        let approval = held.hold("slow").await;
        approve(service.gov(), &held.approver, approval, None).await.unwrap();
        let sql = format!("update approvals set execute_by = now() - interval '1 second' where approval_id = '{approval}'");
        execute(&service.kit.superuser, &sql).await;

        assert_ne!(held.retry_with(&held.client, "slow", approval).await["verdict"], "allow");
    });
}

#[test]
fn a_rejected_call_stays_denied() {
    run(async {
        let held = Held::new(service().await).await;
        let approval = held.hold("no").await;
        reject(held.service.gov(), &held.approver, approval, None).await.unwrap();

        assert_ne!(held.retry_with(&held.client, "no", approval).await["verdict"], "allow");
    });
}

#[test]
fn a_hold_shows_no_detected_value() {
    run(async {
        let held = Held::new(service().await).await;
        let card = "4111 1111 1111 1111";
        let approval = held.hold(&format!("from card {card} of jane.doe@example.com")).await;

        let shown = held.client.get(&format!("/api/v1/hitl/queue/{approval}")).await.text;
        let stored: String = sqlx::query_scalar("select a::text from approvals a where approval_id = $1")
            .bind(approval.as_uuid())
            .fetch_one(&held.service.kit.superuser)
            .await
            .unwrap();

        for value in [card, "4111111111111111", "jane.doe@example.com"] {
            assert!(!shown.contains(value) && !stored.contains(value), "{value} is in clear");
        }
    });
}

#[test]
fn policy_edits_are_live_on_another_node_within_a_second() {
    run(async {
        let (here, there) = (service().await, other_node().await);
        let org = here.org().await;
        let client = here.key(&org, PermissionSet::all()).await;
        let elsewhere = client.at(there);
        let verdict = async |client: &Client<'_>| client.post("/api/v1/decide", &call("now")).await.expect(200)["verdict"].clone();
        assert_eq!((verdict(&client).await, verdict(&elsewhere).await), (json!("allow"), json!("allow")));
        let policy = json!({"name": "Heron", "category": "sensitive-data", "pattern": "heron", "action": "block", "severity": "low"});

        let made = client.post("/api/v1/static-policies", &policy).await.expect(201);
        let took = time_until(&elsewhere, "deny").await;
        assert!(took < std::time::Duration::from_secs(1), "{took:?}");

        let path = format!("/api/v1/static-policies/{}", made["id"].as_str().unwrap());
        Answer::of(client.request("DELETE", &path)).await;
        let took = time_until(&elsewhere, "allow").await;
        assert!(took < std::time::Duration::from_secs(1), "{took:?}");
    });
}

async fn time_until(client: &Client<'_>, verdict: &str) -> std::time::Duration {
    let started = tokio::time::Instant::now();
    until(verdict, || async { client.post("/api/v1/decide", &call("now")).await.expect(200)["verdict"] == verdict }).await;
    started.elapsed()
}

#[test]
fn organisations_do_not_see_each_others_policies_at_work() {
    run(async {
        let held = Held::new(service().await).await;
        let other = held.service.org().await;
        let client = held.service.key(&other, PermissionSet::sdk()).await;

        assert_eq!(client.post("/api/v1/decide", &call("100")).await.expect(200)["verdict"], "allow");
    });
}

//! What past decisions would have been.

use std::collections::BTreeSet;

use governance::{
    auth::{Caller, authenticate},
    policies::{self, PolicyChange},
    releases,
    simulation::{ReplaySubject, ReplayWindow, replay},
};
use model::{PermissionSet, ReleaseMode, Verdict, views::Replay};
use serde_json::{Value, json};
use store::{OrgScope, ledger_read};

use crate::kit::{
    self, Org, run,
    service::{Client, Service, service},
};

/// An organisation with policies of each kind, and a key.
struct Place {
    service: &'static Service,
    org: Org,
    client: Client<'static>,
    caller: Caller,
}

async fn place() -> Place {
    let service = service().await;
    let org = service.org().await;
    let client = service.key(&org, PermissionSet::all()).await;
    let caller = authenticate(service.gov(), &client.id, &client.secret, &std::sync::Arc::default()).await.unwrap();
    Place { service, org, client, caller }
}

impl Place {
    async fn make(&self, kind: &str, body: Value) -> String {
        let made = self.client.post(&format!("/api/v1/{kind}-policies"), &body).await.expect(201);
        made["id"].as_str().unwrap().to_owned()
    }

    /// Everything of the organisation that a call could change.
    async fn traces(&self) -> (u64, Vec<i64>) {
        let mut tx = self.service.gov().pool().org_tx(&self.caller.scope).await.unwrap();
        let records = ledger_read::size(&mut tx).await.unwrap();
        let mut rows = Vec::new();
        for table in ["approvals", "policy_sets", "policy_releases", "policy_versions", "ledger_body"] {
            let sql = format!("select count(*) from {table} where org_id = '{}'", self.org.id);
            rows.push(sqlx::query_scalar(sqlx::AssertSqlSafe(sql)).fetch_one(&self.service.kit.superuser).await.unwrap());
        }
        (records, rows)
    }

    async fn decide(&self, body: &Value) -> String {
        self.client.post("/api/v1/decide", body).await.expect(200)["verdict"].as_str().unwrap().to_owned()
    }

    async fn replay(&self, subject: &ReplaySubject) -> Replay {
        replay(self.service.gov(), &self.caller.scope, subject, ReplayWindow::default()).await.unwrap()
    }

    async fn holds(&self) -> i64 {
        let sql = format!("select count(*) from approvals where org_id = '{}'", self.org.id);
        sqlx::query_scalar(sqlx::AssertSqlSafe(sql)).fetch_one(&self.service.kit.superuser).await.unwrap()
    }
}

/// Calls as clients make them: with and without values, with plain and nested context, some of them twice.
fn past_calls() -> Vec<Value> {
    let mut calls = Vec::new();
    for at in 0..40 {
        let word = ["heron", "dove", "kestrel", "hello"][at % 4];
        let query = if at % 10 == 4 { format!("{word} {at} for ann{at}@example.com") } else { format!("{word} {at}") };
        let context = match at % 5 {
            0 => json!({}),
            1 => json!({"team": "ops", "retries": at, "dry": true}),
            2 => json!({"user": {"role": "analyst"}}),
            _ => json!({"user_role": "contractor"}),
        };
        calls.push(json!({"stage": "llm", "query": query, "context": context}));
        if at % 8 == 0 {
            calls.push(json!({"stage": "llm", "query": query, "context": context}));
        }
    }
    calls
}

#[test]
fn a_forecast_is_what_then_happens() {
    run(async {
        let place = place().await;
        let gov = place.service.gov();
        let holding = json!({"field": "query", "operator": "contains_any", "value": ["heron", "kestrel"]});
        let body = json!({"name": "Birds", "enabled": false, "conditions": [holding], "actions": [{"type": "require_approval"}]});
        let policy = place.make("dynamic", body).await;
        for call in past_calls() {
            assert_eq!(place.decide(&call).await, "allow");
        }
        let before = place.traces().await;

        let forecast = place.replay(&ReplaySubject::Policy(policy.clone())).await;

        assert_eq!(place.traces().await, before, "a replay writes nothing");
        assert_eq!((forecast.approvals.before, forecast.decisions), (0, past_calls().len()));
        assert_eq!(forecast.unjudged.redacted, 5, "{forecast:?}");
        let change = dynamic(json!({"enabled": true}));
        governance::dynamic_policies::update(gov, &place.caller.scope, &policy, change).await.unwrap();
        kit::until("the policy is in force", || async {
            place.decide(&json!({"stage": "llm", "query": "kestrel at last"})).await == "needs_approval"
        })
        .await;
        let earlier = place.holds().await;
        let mut waiting = 0;
        for call in past_calls() {
            waiting += usize::from(place.decide(&call).await == "needs_approval");
        }
        let held = usize::try_from(place.holds().await - earlier).unwrap();
        // Calls with values in them: a replay cannot know which of them wait.
        let unknown = |call: &Value| call["query"].as_str().is_some_and(|query| query.contains('@'));
        let holds = |call: &Value| call["query"].as_str().is_some_and(|query| query.starts_with("heron") || query.starts_with("kestrel"));
        let past = past_calls();
        let not_known: Vec<&str> =
            past.iter().filter(|call| unknown(call) && holds(call)).filter_map(|call| call["query"].as_str()).collect();
        let distinct: BTreeSet<&str> = not_known.iter().copied().collect();
        assert_eq!(forecast.approvals.after, held - distinct.len(), "{forecast:?}");
        assert!(forecast.approvals.at_most == held && held > 10 && waiting > held, "{forecast:?}: {held} holds of {waiting} calls");
        assert_eq!(forecast.changed, waiting - not_known.len());
    });
}

fn dynamic(body: Value) -> governance::dynamic_policies::DynamicPolicyChange {
    serde_json::from_value(body).unwrap()
}

#[test]
fn what_a_policy_looked_for_already_is_known_even_where_values_were_taken_out() {
    run(async {
        let place = place().await;
        let (gov, scope) = (place.service.gov(), &place.caller.scope);
        let body = json!({"name": "Cases", "category": "sensitive-data", "pattern": "case \\d+", "action": "warn"});
        let policy = place.make("static", body).await;
        for query in ["case 1 of ann@example.com", "case 2", "no case of bob@example.com", "drop table cases; case 3"] {
            place.decide(&json!({"stage": "llm", "query": query})).await;
        }
        let author = place.org.member(&place.service.kit.platform, "admin").await;
        let author: OrgScope = place.service.scope_of(&place.org, author).await;
        releases::set_mode(gov, &author, ReleaseMode::Reviewed).await.unwrap();
        let change = |change: PolicyChange| async { policies::update(gov, scope, &policy, change).await.unwrap().open_release.unwrap().id };

        let stricter = change(PolicyChange { action: Some("block".to_owned()), ..PolicyChange::default() }).await;
        let known = place.replay(&ReplaySubject::Release(stricter)).await;
        change(PolicyChange { pattern: Some("case".to_owned()), ..PolicyChange::default() }).await;
        let other = place.replay(&ReplaySubject::Release(stricter)).await;

        assert_eq!((known.judged, known.changed), (4, 3), "{known:?}");
        let row = &known.table.iter().find(|row| row.before == Verdict::Redact).unwrap();
        assert_eq!((row.after, row.would_decide.as_deref(), row.decisions), (Verdict::Deny, Some(policy.as_str()), 1));
        assert_eq!((other.unjudged.redacted, other.judged), (2, 2), "another pattern cannot be asked of what is not kept: {other:?}");
        let removal = policies::delete(gov, scope, &policy, policy::PolicyKind::Pattern).await.unwrap();
        let policies::Removed::Drafted(removal) = removal else { panic!("{removal:?}") };
        let gone = place.replay(&ReplaySubject::Release(removal)).await;
        assert_eq!((gone.judged, gone.changed), (4, 0), "a warning more or less is no other answer: {gone:?}");
    });
}

#[test]
fn a_nested_context_is_not_kept_so_it_is_not_judged() {
    run(async {
        let place = place().await;
        let body = json!({
            "name": "Analysts", "enabled": false, "actions": [{"type": "block"}],
            "conditions": [{"field": "user.role", "operator": "equals", "value": "analyst"}],
        });
        let policy = place.make("dynamic", body).await;
        for context in [json!({"user": {"role": "analyst"}}), json!({"user_role": "analyst"}), json!({"user_role": "nurse"}), json!({})] {
            place.decide(&json!({"stage": "llm", "query": "hello", "context": context})).await;
        }

        let replayed = place.replay(&ReplaySubject::Policy(policy)).await;

        assert_eq!((replayed.judged, replayed.unjudged.context, replayed.changed), (3, 1, 1), "{replayed:?}");
    });
}

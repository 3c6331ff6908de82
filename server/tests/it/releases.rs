//! How a change of a policy comes into force: at once, or by a second person after tests and simulation.

use governance::{
    Error,
    dynamic_policies::{self, DynamicPolicyChange, NewDynamicPolicy},
    policies::{self, Loosening, NewOverride, NewPolicy, PolicyChange, Removed, TestCase},
    rego_policies::{self, NewRegoPolicy},
    releases::{self, ReleaseFilter},
    simulation::Question,
};
use model::{DeedKind, PermissionSet, ReleaseChange, ReleaseId, ReleaseMode, ReleaseState, Tier};
use policy::PolicyKind;
use serde_json::{Value, json};
use store::{OrgScope, ledger_read};

use crate::kit::{
    self, Org, run,
    service::{Client, Service, other_node, service},
};

/// An organisation that reviews changes, with two people who may release.
struct Reviewed {
    service: &'static Service,
    org: Org,
    author: OrgScope,
    second: OrgScope,
    client: Client<'static>,
}

async fn reviewed() -> Reviewed {
    let service = service().await;
    let org = service.org().await;
    let (author, second) = (org.member(&service.kit.platform, "admin").await, org.member(&service.kit.platform, "admin").await);
    let (author, second) = (service.scope_of(&org, author).await, service.scope_of(&org, second).await);
    let client = service.key(&org, PermissionSet::all()).await;
    releases::set_mode(service.gov(), &author, ReleaseMode::Reviewed).await.unwrap();
    Reviewed { service, org, author, second, client }
}

fn herons(action: &str) -> NewPolicy {
    NewPolicy {
        name: "Herons".to_owned(),
        category: "sensitive-data".to_owned(),
        pattern: "heron".to_owned(),
        action: Some(action.to_owned()),
        ..NewPolicy::default()
    }
}

fn question(query: &str) -> Question {
    Question { query: query.to_owned(), ..Question::default() }
}

fn case(name: &str, query: &str, matches: bool) -> TestCase {
    TestCase { name: name.to_owned(), call: question(query), matches, at: None }
}

fn refused<T: std::fmt::Debug>(result: Result<T, Error>, words: &str) {
    match result {
        Err(Error::Refused(text) | Error::Conflict(text)) => assert!(text.contains(words), "{text}"),
        other => panic!("{other:?} instead of a refusal with {words:?}"),
    }
}

impl Reviewed {
    async fn create(&self, new: NewPolicy) -> (String, ReleaseId) {
        let made = policies::create(self.service.gov(), &self.author, new).await.unwrap();
        (made.id, made.open_release.unwrap().id)
    }

    async fn simulate(&self, id: ReleaseId) {
        releases::simulate(self.service.gov(), &self.author, id, vec![question("a heron"), question("hello")]).await.unwrap();
    }

    /// Everything that has to be done, up to force.
    async fn put_in_force(&self, id: ReleaseId) {
        self.simulate(id).await;
        releases::request(self.service.gov(), &self.author, id).await.unwrap();
        releases::release(self.service.gov(), &self.second, id).await.unwrap();
    }

    async fn verdict(&self, query: &str) -> String {
        verdict(&self.client, query).await
    }

    /// The last record, as JSON.
    async fn last_record(&self, kind: DeedKind) -> Value {
        let mut tx = self.service.gov().pool().org_tx(&self.org.scope(&self.service.kit.platform)).await.unwrap();
        let filter = ledger_read::RecordFilter { kinds: vec![kind], ..ledger_read::RecordFilter::default() };
        let found = ledger_read::page(&mut tx, &filter, 1, 0).await.unwrap();
        found.first().unwrap_or_else(|| panic!("no {kind}")).json().unwrap()
    }
}

async fn verdict(client: &Client<'_>, query: &str) -> String {
    let answer = client.post("/api/v1/decide", &json!({"stage": "llm", "query": query})).await;
    answer.expect(200)["verdict"].as_str().unwrap().to_owned()
}

#[test]
fn a_new_policy_is_a_draft_until_a_second_person_releases_it_and_then_holds_on_every_node() {
    run(async {
        let house = reviewed().await;
        let (gov, there) = (house.service.gov(), house.client.at(other_node().await));
        let (policy, id) = house.create(herons("block")).await;
        assert!(!policies::get(gov, &house.author, &policy).await.unwrap().enabled);
        assert_eq!(house.verdict("a heron").await, "allow");

        refused(releases::release(gov, &house.second, id).await, "hand it in first");
        refused(releases::request(gov, &house.author, id).await, "was not simulated");
        let compared = releases::simulate(gov, &house.author, id, vec![question("a heron"), question("hello")]).await.unwrap();
        assert_eq!((compared.inputs, compared.changed, compared.lines[0].decided_by.as_deref()), (2, 1, Some(policy.as_str())));
        releases::request(gov, &house.author, id).await.unwrap();
        refused(releases::release(gov, &house.author, id).await, "somebody else");
        assert_eq!(verdict(&there, "a heron").await, "allow", "nothing is in force before it is released");
        let released = releases::release(gov, &house.second, id).await.unwrap();

        assert_eq!((released.state, released.version), (ReleaseState::Released, Some(2)));
        kit::until("the other node enforces it", || async { verdict(&there, "a heron").await == "deny" }).await;
        refused(releases::release(gov, &house.second, id).await, "released it already");
        let record = house.last_record(DeedKind::PolicyReleased).await;
        assert_eq!((&record["facts"]["release"], &record["facts"]["version"]), (&json!(id.to_string()), &json!(2)));
    });
}

#[test]
fn the_live_version_is_enforced_while_a_change_waits_and_an_edit_takes_it_back_to_a_draft() {
    run(async {
        let house = reviewed().await;
        let gov = house.service.gov();
        let (policy, id) = house.create(herons("block")).await;
        house.put_in_force(id).await;

        let change = PolicyChange { action: Some("warn".to_owned()), ..PolicyChange::default() };
        let drafted = policies::update(gov, &house.author, &policy, change).await.unwrap();
        let id = drafted.open_release.as_ref().unwrap().id;
        house.simulate(id).await;
        releases::request(gov, &house.author, id).await.unwrap();

        assert_eq!((drafted.enabled, drafted.action.as_str()), (false, "warn"));
        let live = policies::get(gov, &house.author, &policy).await.unwrap();
        assert_eq!((live.enabled, live.action.as_str(), live.version), (true, "block", 2));
        kit::until("what was released is in force", || async { house.verdict("a heron").await == "deny" }).await;
        let again =
            policies::update(gov, &house.second, &policy, PolicyChange { priority: Some(3), ..PolicyChange::default() }).await.unwrap();
        assert_eq!((again.open_release.as_ref().unwrap().id, again.action.as_str()), (id, "warn"), "an edit goes on from the draft");
        refused(releases::request(gov, &house.author, id).await, "was not simulated");
        house.simulate(id).await;
        releases::request(gov, &house.author, id).await.unwrap();
        refused(releases::release(gov, &house.second, id).await, "You wrote some of this");
        let third = house.org.member(&house.service.kit.platform, "policy_admin").await;
        releases::release(gov, &house.service.scope_of(&house.org, third).await, id).await.unwrap();
        kit::until("the change is in force", || async { house.verdict("a heron").await == "allow" }).await;
    });
}

#[test]
fn the_wire_says_disabled_and_a_removal_waits_too() {
    run(async {
        let house = reviewed().await;
        let gov = house.service.gov();
        let doves = json!({"field": "query", "operator": "contains", "value": "dove"});
        let body = json!({"name": "Doves", "conditions": [doves], "actions": [{"type": "block"}]});

        let made = house.client.post("/api/v1/dynamic-policies", &body).await.expect(201);

        let (policy, id) = (made["id"].as_str().unwrap(), made["open_release"]["id"].as_str().unwrap().parse().unwrap());
        assert_eq!((&made["enabled"], &made["open_release"]["state"]), (&json!(false), &json!("draft")));
        house.put_in_force(id).await;
        let path = format!("/api/v1/dynamic-policies/{policy}");
        let switched = house.client.send("PUT", &path, &json!({"enabled": true})).await.expect(200);
        assert_eq!((&switched["enabled"], &switched["open_release"]), (&json!(true), &Value::Null), "what is so already is no change");
        let removal = house.client.send("DELETE", &path, &json!({})).await.expect(202);
        kit::until("it is enforced", || async { house.verdict("a dove").await == "deny" }).await;
        house.put_in_force(removal["release_id"].as_str().unwrap().parse().unwrap()).await;
        kit::until("it is gone", || async { house.verdict("a dove").await == "allow" }).await;
        refused_as_unknown(&dynamic_policies::get(gov, &house.author, policy).await);
    });
}

fn refused_as_unknown<T: std::fmt::Debug>(result: &Result<T, Error>) {
    assert!(matches!(result, Err(Error::NotFound)), "{result:?}");
}

#[test]
fn what_was_never_in_force_goes_with_its_draft() {
    run(async {
        let house = reviewed().await;
        let gov = house.service.gov();
        let (withdrawn, first) = house.create(herons("block")).await;
        let (deleted, second) = house.create(herons("block")).await;

        releases::withdraw(gov, &house.author, first).await.unwrap();
        let gone = policies::delete(gov, &house.author, &deleted, PolicyKind::Pattern).await.unwrap();

        assert_eq!(gone, Removed::Gone);
        refused_as_unknown(&policies::get(gov, &house.author, &withdrawn).await);
        refused_as_unknown(&policies::get(gov, &house.author, &deleted).await);
        refused(releases::withdraw(gov, &house.author, second).await, "withdrew it already");
        let open = ReleaseFilter { states: vec![ReleaseState::Draft, ReleaseState::Requested], ..ReleaseFilter::default() };
        assert_eq!(releases::list(gov, &house.author, &open).await.unwrap(), []);
    });
}

#[test]
fn a_module_is_handed_in_with_green_tests_only() {
    run(async {
        let house = reviewed().await;
        let gov = house.service.gov();
        let source = "package a\ndeny if contains(input.query, \"heron\")\n".to_owned();
        let new = NewRegoPolicy { name: "Herons".to_owned(), source, ..NewRegoPolicy::default() };
        let made = rego_policies::create(gov, &house.author, new).await.unwrap();
        let id = made.open_release.unwrap().id;
        house.simulate(id).await;

        refused(releases::request(gov, &house.author, id).await, "It has no tests.");
        let wrong = "package a\ntest_dove if deny with input as {\"query\": \"a dove\"}\n".to_owned();
        let change = rego_policies::RegoPolicyChange { tests: Some(wrong), ..Default::default() };
        rego_policies::update(gov, &house.author, &made.id, change).await.unwrap();
        house.simulate(id).await;
        refused(releases::request(gov, &house.author, id).await, "1 of its tests fail: test_dove.");
        let right = "package a\ntest_heron if deny with input as {\"query\": \"a heron\"}\n".to_owned();
        let change = rego_policies::RegoPolicyChange { tests: Some(right), ..Default::default() };
        rego_policies::update(gov, &house.author, &made.id, change).await.unwrap();
        house.put_in_force(id).await;

        kit::until("it is in force", || async { house.verdict("a heron").await == "deny" }).await;
    });
}

#[test]
fn a_key_counts_as_the_work_of_everybody_who_held_its_secret() {
    run(async {
        let house = reviewed().await;
        let gov = house.service.gov();
        let authors_key = house.service.key_made_by(&house.author, PermissionSet::all()).await;
        let body = json!({"name": "Herons", "category": "sensitive-data", "pattern": "heron"});
        let made = authors_key.post("/api/v1/static-policies", &body).await.expect(201);
        let id: ReleaseId = made["open_release"]["id"].as_str().unwrap().parse().unwrap();
        house.simulate(id).await;
        releases::request(gov, &house.second, id).await.unwrap();

        refused(releases::release(gov, &house.author, id).await, "hold a key that did");
        refused(releases::release(gov, &house.org.scope(&house.service.kit.platform), id).await, "Only a member");
        releases::release(gov, &house.second, id).await.unwrap();
    });
}

#[test]
fn an_emergency_skips_the_gates_says_why_and_waits_for_review() {
    run(async {
        let house = reviewed().await;
        let gov = house.service.gov();
        let (_, id) = house.create(herons("block")).await;

        assert!(matches!(releases::release_in_emergency(gov, &house.author, id, "too short").await, Err(Error::Invalid(_))));
        let released = releases::release_in_emergency(gov, &house.author, id, "Herons leak right now.").await.unwrap();

        assert!(released.waits_for_review());
        kit::until("it is in force", || async { house.verdict("a heron").await == "deny" }).await;
        let waiting = ReleaseFilter { waits_for_review: true, ..ReleaseFilter::default() };
        assert_eq!(releases::list(gov, &house.second, &waiting).await.unwrap().len(), 1);
        refused(releases::review(gov, &house.author, id).await, "somebody else");
        let reviewed = releases::review(gov, &house.second, id).await.unwrap();
        assert!(!reviewed.waits_for_review());
        assert_eq!(releases::list(gov, &house.second, &waiting).await.unwrap(), []);
        let record = house.last_record(DeedKind::EmergencyReleased).await;
        assert!(!record.to_string().contains("leak right now"), "a reason is a personal value: {record}");
        house.last_record(DeedKind::EmergencyReviewed).await;
    });
}

#[test]
fn a_roll_back_is_one_step_to_what_was_in_force_and_an_open_draft_has_to_be_looked_at_again() {
    run(async {
        let house = reviewed().await;
        let gov = house.service.gov();
        let (policy, id) = house.create(herons("block")).await;
        house.put_in_force(id).await;
        let change = |action: &str| PolicyChange { action: Some(action.to_owned()), ..PolicyChange::default() };
        let warned = policies::update(gov, &house.author, &policy, change("warn")).await.unwrap();
        house.put_in_force(warned.open_release.unwrap().id).await;
        let open = policies::update(gov, &house.author, &policy, change("log")).await.unwrap().open_release.unwrap().id;
        house.simulate(open).await;
        releases::request(gov, &house.author, open).await.unwrap();

        let back = releases::roll_back(gov, &house.author, &policy, 2, Some("Too lax.")).await.unwrap();

        assert_eq!((back.change, back.state, back.version), (ReleaseChange::RollBack, ReleaseState::Released, Some(4)));
        kit::until("the earlier version is in force", || async { house.verdict("a heron").await == "deny" }).await;
        refused(releases::release(gov, &house.second, open).await, "written upon version 3");
        refused(releases::roll_back(gov, &house.author, &policy, 1, None).await, "never in force");
        refused(releases::roll_back(gov, &house.author, &policy, 2, None).await, "in force already");
        assert!(matches!(releases::roll_back(gov, &house.author, &policy, 9, None).await, Err(Error::Invalid(_))));
        assert_eq!(house.last_record(DeedKind::PolicyRolledBack).await["facts"]["back_to"], 2);
    });
}

#[test]
fn a_removed_policy_comes_back_by_a_roll_back() {
    run(async {
        let house = reviewed().await;
        let gov = house.service.gov();
        releases::set_mode(gov, &house.author, ReleaseMode::Direct).await.unwrap();
        let made = policies::create(gov, &house.author, herons("block")).await.unwrap();
        policies::delete(gov, &house.author, &made.id, PolicyKind::Pattern).await.unwrap();
        assert_eq!(house.verdict("a heron").await, "allow");

        releases::roll_back(gov, &house.author, &made.id, 1, None).await.unwrap();

        kit::until("it is back", || async { house.verdict("a heron").await == "deny" }).await;
        assert_eq!(policies::get(gov, &house.author, &made.id).await.unwrap().version, 3);
    });
}

#[test]
fn a_critical_policy_needs_green_tests_even_where_changes_are_direct() {
    run(async {
        let house = reviewed().await;
        let gov = house.service.gov();
        releases::set_mode(gov, &house.author, ReleaseMode::Direct).await.unwrap();
        let critical = |cases: Vec<TestCase>| NewPolicy { critical: Some(true), test_cases: Some(cases), ..herons("block") };

        refused(policies::create(gov, &house.author, critical(Vec::new())).await, "It has no tests.");
        let wrong = critical(vec![case("a dove", "a dove", true)]);
        refused(policies::create(gov, &house.author, wrong.clone()).await, "1 of its tests fail: a dove.");
        policies::create(gov, &house.author, NewPolicy { enabled: Some(false), ..wrong }).await.unwrap();
        let good = critical(vec![case("a heron", "a heron", true), case("a dove", "a dove", false)]);
        let made = policies::create(gov, &house.author, good).await.unwrap();
        let broken = PolicyChange { pattern: Some("kestrel".to_owned()), ..PolicyChange::default() };
        refused(policies::update(gov, &house.author, &made.id, broken).await, "1 of its tests fail: a heron.");

        assert_eq!(policies::get(gov, &house.author, &made.id).await.unwrap().version, 1, "what was refused left nothing");
    });
}

#[test]
fn a_second_person_sees_what_would_change() {
    run(async {
        let house = reviewed().await;
        let gov = house.service.gov();
        let (policy, id) = house.create(herons("block")).await;
        house.put_in_force(id).await;
        let change = PolicyChange { pattern: Some("heron|egret".to_owned()), severity: Some("high".to_owned()), ..PolicyChange::default() };
        let open = policies::update(gov, &house.author, &policy, change).await.unwrap().open_release.unwrap().id;

        let detail = releases::get(gov, &house.second, open).await.unwrap();

        let fields: Vec<_> =
            detail.diff.fields.iter().map(|field| (field.field.as_str(), field.before.as_deref(), field.after.as_deref())).collect();
        assert_eq!(fields, [("severity", Some("medium"), Some("high"))]);
        assert_eq!(detail.diff.texts.iter().map(|text| text.field.as_str()).collect::<Vec<_>>(), ["pattern"]);
        assert_eq!(detail.missing, ["It was not simulated since its last change."]);
        assert!(!detail.line.is_viewers_own && detail.live_version == Some(2));
        let versions = policies::diff(gov, &house.second, &policy, 1, 2).await.unwrap();
        assert_eq!(versions.fields.iter().map(|field| field.field.as_str()).collect::<Vec<_>>(), ["enabled"]);
    });
}

#[test]
fn another_organisation_and_another_workspace_see_nothing() {
    run(async {
        let house = reviewed().await;
        let gov = house.service.gov();
        let (_, id) = house.create(herons("block")).await;
        let other = house.service.org().await;
        let stranger = other.member(&house.service.kit.platform, "admin").await;
        let stranger = house.service.scope_of(&other, stranger).await;

        assert_eq!(releases::list(gov, &stranger, &ReleaseFilter::default()).await.unwrap(), []);
        refused_as_unknown(&releases::get(gov, &stranger, id).await);
        refused_as_unknown(&releases::release_in_emergency(gov, &stranger, id, "not mine at all").await);
        refused_as_unknown(&releases::withdraw(gov, &stranger, id).await);
    });
}

#[test]
fn a_plan_has_room_for_so_many_policies() {
    run(async {
        let service = service().await;
        let org = Org::create_with_tier(&service.kit.platform, Tier::Community).await;
        let client = service.key(&org, PermissionSet::all()).await;
        let body = |at: usize| json!({"name": format!("Policy {at}"), "category": "sensitive-data", "pattern": format!("word{at}")});
        for at in 0..30 {
            client.post("/api/v1/static-policies", &body(at)).await.expect(201);
        }

        let refused = client.post("/api/v1/static-policies", &body(30)).await;

        assert_eq!(refused.status.as_u16(), 403, "{}", refused.text);
        assert!(refused.text.contains("includes 30 policies of your own"), "{}", refused.text);
    });
}

#[test]
fn an_override_is_stricter_unless_the_role_may_loosen() {
    run(async {
        let house = reviewed().await;
        let (gov, policy) = (house.service.gov(), "sys_pii_ssn");
        let new = |action: &str, days: Option<i64>| NewOverride {
            action_override: action.to_owned(),
            override_reason: "A pilot.".to_owned(),
            expires_at: days.map(|days| gov.now() + time::Duration::days(days)),
        };

        refused(
            policies::create_override(gov, &house.author, policy, Loosening::Refused, new("log", Some(3))).await,
            "needs the permission policies:loosen",
        );
        let endless = policies::create_override(gov, &house.author, policy, Loosening::Permitted, new("log", None)).await;
        assert!(matches!(endless, Err(Error::Invalid(ref invalid)) if invalid.field == "expires_at"), "{endless:?}");
        policies::create_override(gov, &house.author, policy, Loosening::Refused, new("block", None)).await.unwrap();
        policies::delete_override(gov, &house.author, policy).await.unwrap();
        policies::create_override(gov, &house.author, policy, Loosening::Permitted, new("log", Some(3))).await.unwrap();

        assert_eq!(house.last_record(DeedKind::OverrideCreated).await["facts"]["loosens"], true);
        let writer = house.service.key(&house.org, [model::Permission::PoliciesWrite].into_iter().collect()).await;
        let loose = json!({"action_override": "log", "override_reason": "pilot", "expires_at": "2099-01-01T00:00:00Z"});
        let path = "/api/v1/static-policies/sys_pii_email/override";
        assert_eq!(writer.post(path, &loose).await.status.as_u16(), 403);
    });
}

#[test]
fn a_dynamic_policy_is_changed_upon_its_draft() {
    run(async {
        let house = reviewed().await;
        let gov = house.service.gov();
        let new: NewDynamicPolicy = serde_json::from_value(json!({
            "name": "Doves", "conditions": [{"field": "query", "operator": "contains", "value": "dove"}], "actions": [{"type": "block"}],
            "test_cases": [{"name": "one", "call": {"query": "a dove"}, "matches": true}],
        }))
        .unwrap();
        let made = dynamic_policies::create(gov, &house.author, new).await.unwrap();

        let change = DynamicPolicyChange { description: Some("For now.".to_owned()), ..DynamicPolicyChange::default() };
        let changed = dynamic_policies::update(gov, &house.author, &made.id, change).await.unwrap();

        assert_eq!(changed.open_release, made.open_release);
        let run = releases::run_tests(gov, &house.second, made.open_release.unwrap().id).await.unwrap();
        assert_eq!((run.is_green, run.passed), (true, 1));
        assert_eq!(changed.test_cases, made.test_cases);
    });
}

//! What a simulation says is what happens, on many calls made at random; and what a replay of them forecasts is what
//! happens once the change is released.

use std::collections::{BTreeMap, BTreeSet};

use futures::{StreamExt, stream};
use governance::{
    auth::{Caller, authenticate},
    decide::{Call, HoldMode, Outcome, decide, main_part},
    dynamic_policies::{self, DynamicPolicyView},
    governing,
    policies::{self, Loosening, NewOverride},
    rego_policies, releases,
    simulation::{MOST_LINES, Question, ReplaySubject, ReplayWindow, SimulatedLine, replay, simulate_many},
};
use model::{PermissionSet, ReleaseMode};
use serde_json::{Value, json};

use crate::kit::{
    Org, run,
    service::{Service, service},
};

/// Calls in flight at once, as a busy service has them.
const AT_ONCE: usize = 64;

/// An organisation with a key.
struct Place {
    service: &'static Service,
    org: Org,
    caller: Caller,
}

impl Place {
    async fn new() -> Self {
        let service = service().await;
        let org = service.org().await;
        let client = service.key(&org, PermissionSet::all()).await;
        let caller = authenticate(service.gov(), &client.id, &client.secret, &std::sync::Arc::default()).await.unwrap();
        Self { service, org, caller }
    }

    async fn pattern(&self, body: Value) {
        policies::create(self.service.gov(), &self.caller.scope, serde_json::from_value(body).unwrap()).await.unwrap();
    }

    async fn conditions(&self, body: Value) -> DynamicPolicyView {
        dynamic_policies::create(self.service.gov(), &self.caller.scope, serde_json::from_value(body).unwrap()).await.unwrap()
    }

    async fn module(&self, body: Value) {
        rego_policies::create(self.service.gov(), &self.caller.scope, serde_json::from_value(body).unwrap()).await.unwrap();
    }

    async fn decide_all(&self, calls: impl Iterator<Item = Call>) -> Vec<Outcome> {
        let decided = stream::iter(calls).map(|call| decide(self.service.gov(), &self.caller, call)).buffered(AT_ONCE);
        decided.map(Result::unwrap).collect().await
    }

    /// What the rows of the organisation are, in every table that has any: how many, and a digest of all of them. When a key
    /// was used is written a moment after the use, whatever it was used for.
    async fn rows(&self) -> BTreeMap<String, (i64, String)> {
        let database = &self.service.kit.superuser;
        let tables = "select c.oid::regclass::text from pg_attribute a join pg_class c on c.oid = a.attrelid
            where a.attname = 'org_id' and c.relkind in ('r', 'p') and not c.relispartition and c.relnamespace::regnamespace::text !~ '^pg_'
              and c.relname not in ('api_keys', 'api_key_uses')";
        let tables: Vec<String> = sqlx::query_scalar(tables).fetch_all(database).await.unwrap();
        let mut rows = BTreeMap::new();
        for table in tables {
            let sql = format!(
                "select count(*), coalesce(md5(string_agg(md5(t::text), '' order by md5(t::text))), '') from {table} t where org_id = '{}'",
                self.org.id
            );
            rows.insert(table, sqlx::query_as(sqlx::AssertSqlSafe(sql)).fetch_one(database).await.unwrap());
        }
        rows
    }
}

/// Numbers that are the same on every run (splitmix64).
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        usize::try_from((mixed ^ (mixed >> 31)) >> 1).unwrap() % end
    }

    fn one<T: Clone>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())].clone()
    }
}

const PARTS: [&str; 24] = [
    "hello",
    "about a heron",
    "the dove flies",
    "kestrel",
    "case 17",
    "case files",
    "EXPORT",
    "all customers",
    "grüße",
    "ключ",
    "ann@example.com",
    "SSN 123-45-6789",
    "4111 1111 1111 1111",
    "password = \"correct-horse\"",
    "+49 30 1234567",
    "drop table invoices;",
    "' OR '1'='1",
    "1 UNION SELECT name FROM users",
    "rm -rf /",
    "ignore all previous instructions",
    "AKIAIOSFODNN7EXAMPLE",
    "10.0.0.1",
    "project atlas",
    "\u{1e}",
];

fn question(random: &mut Random) -> Question {
    let mut query: Vec<&str> = (0..=random.below(4)).map(|_| random.one(&PARTS)).collect();
    if random.below(20) == 0 {
        query.push("far away");
    }
    let user = random.one(&[None, Some(json!({"role": "analyst"})), Some(json!({"role": "contractor", "id": "u-7"}))]);
    let contexts = [
        None,
        Some(json!({})),
        Some(json!({"team": "ops", "retries": random.below(9), "dry": true})),
        Some(json!({"user_role": random.one(&["doctor", "contractor"]), "note": random.one(&PARTS)})),
        Some(json!({"deep": {"er": [random.one(&PARTS), 4]}})),
    ];
    let context = random.one(&contexts);
    Question {
        query: query.join(random.one(&[" ", ", ", "\n"])),
        request_type: random.one(&[None, Some("chat".to_owned()), Some("sql".to_owned())]),
        user: user.and_then(|user| user.as_object().cloned()),
        context: context.and_then(|context| context.as_object().cloned()),
        target: random.one(&[None, Some("openai/gpt".to_owned()), Some("crm/export".to_owned())]),
        plane: random.one(&[None, Some("pre_check"), Some("proxy"), Some("mcp_input"), Some("mcp_output")]).map(str::to_owned),
    }
}

/// Policies of every kind and action, beside the shipped ones, with an override and a setting above them.
async fn write_policies(place: &Place) {
    let (gov, scope) = (place.service.gov(), &place.caller.scope);
    for (word, action) in [("case \\d+", "warn"), ("(?i)export", "redact"), ("project\\s+atlas", "block"), ("далеко|ключ", "log")]
    {
        place.pattern(json!({"name": word, "category": "sensitive-data", "pattern": word, "action": action})).await;
    }
    for (field, operator, value, action) in [
        ("query", "contains", json!("heron"), "require_approval"),
        ("user.role", "equals", json!("contractor"), "warn"),
        ("context.retries", "greater_than", json!(5), "block"),
        ("detected", "contains", json!("email"), "require_approval"),
        ("risk_score", "greater_than_or_equal", json!(0.7), "log"),
        ("text", "ends_with", json!("dove flies"), "redact"),
        ("target", "not_exists", json!(null), "log"),
    ] {
        let condition = json!({"field": field, "operator": operator, "value": value});
        place.conditions(json!({"name": format!("{field} {operator}"), "conditions": [condition], "actions": [{"type": action}]})).await;
    }
    for (name, rules) in [
        ("a", "deny contains \"Not all of them.\" if contains(lower(input.query), \"all customers\")"),
        ("b", "warn if count(split(input.query, \" \")) > 6"),
        ("c", "redacted_query := replace(input.query, \"kestrel\", \"a bird\")"),
        ("d", "require_approval if { input.user.role == \"analyst\"; some kind in input.detected; kind == \"ssn\" }"),
        ("e", "log if regex.match(`[0-9]{4}`, input.query)"),
    ] {
        place.module(json!({"name": name, "source": format!("package own.{name}\n\n{rules}\n")})).await;
    }
    let warn =
        NewOverride { action_override: "warn".to_owned(), override_reason: "They are test data.".to_owned(), ..NewOverride::default() };
    let warn = NewOverride { expires_at: Some(gov.now() + time::Duration::days(30)), ..warn };
    policies::create_override(gov, scope, "sys_pii_phone", Loosening::Permitted, warn).await.unwrap();
    let settings = json!({"profile": "default", "actions": {"MCP_PII_ACTION": "block", "GATEWAY_SQLI_ACTION": "warn"}});
    governing::change(gov, scope, serde_json::from_value(settings).unwrap()).await.unwrap();
}

/// What a live answer looks like to somebody who simulated it.
fn as_simulated(outcome: &Outcome) -> SimulatedLine {
    SimulatedLine {
        verdict: outcome.verdict,
        reason: outcome.reason.clone(),
        policies: outcome.matched.iter().map(|hit| hit.policy.to_string()).collect(),
        redacted_query: main_part(&outcome.redacted_text),
    }
}

#[test]
fn ten_thousand_random_calls_are_answered_as_they_were_simulated_and_simulating_them_writes_nothing() {
    run(async {
        let place = Place::new().await;
        write_policies(&place).await;
        let mut random = Random(7_185);
        let asked: Vec<Question> = (0..10_000).map(|_| question(&mut random)).collect();
        let before = place.rows().await;

        let mut simulated = Vec::new();
        for some in asked.chunks(MOST_LINES) {
            simulated.extend(simulate_many(place.service.gov(), &place.caller.scope, some.to_vec()).await.unwrap().lines);
        }

        assert_eq!(place.rows().await, before, "a simulation writes nothing");
        let live = place.decide_all(asked.iter().map(|question| question.clone().call().unwrap())).await;
        for ((question, said), outcome) in asked.iter().zip(&simulated).zip(&live) {
            assert_eq!(&as_simulated(outcome), said, "{question:?}");
        }
        assert_eq!((simulated.len(), live.len()), (10_000, 10_000));
        let verdicts: BTreeSet<&str> = simulated.iter().map(|line| line.verdict.as_str()).collect();
        let hit: BTreeSet<&String> = simulated.iter().flat_map(|line| &line.policies).collect();
        assert!(verdicts.len() == 4 && hit.len() >= 24, "every verdict and most policies: {verdicts:?}, {hit:?}");
    });
}

/// A call as a client of the decide surface makes it, of words alone and with a plain context: everything of it is kept.
fn kept_call(random: &mut Random) -> Call {
    let words = ["hello", "a heron", "the dove flies", "kestrel", "case 17", "two of them", "drop table invoices;"];
    let query: Vec<&str> = (0..=random.below(3)).map(|_| random.one(&words)).collect();
    let context = json!({"team": random.one(&["ops", "sales"]), "user_role": random.one(&["analyst", "contractor"])});
    let asked = Question { query: query.join(" "), context: context.as_object().cloned(), ..Question::default() };
    let exact = json!({"query": asked.query, "context": context});
    Call { exact, hold: HoldMode::Enqueue, ..asked.call().unwrap() }
}

#[test]
fn the_forecast_of_a_draft_is_what_happens_once_a_second_person_released_it() {
    run(async {
        let place = Place::new().await;
        let gov = place.service.gov();
        let second = place.org.member(&place.service.kit.platform, "admin").await;
        let second = place.service.scope_of(&place.org, second).await;
        let other = json!({"name": "Cases", "category": "sensitive-data", "pattern": "case \\d+", "action": "require_approval"});
        place.pattern(other).await;
        releases::set_mode(gov, &second, ReleaseMode::Reviewed).await.unwrap();
        let birds = json!([{"field": "query", "operator": "contains_any", "value": ["heron", "kestrel"]},
            {"field": "context.user_role", "operator": "equals", "value": "contractor"}]);
        let drafted = place.conditions(json!({"name": "Birds", "conditions": birds, "actions": [{"type": "require_approval"}]})).await;
        let release = drafted.open_release.unwrap().id;
        let mut random = Random(22);
        let calls: Vec<Call> = (0..1_000).map(|_| kept_call(&mut random)).collect();
        let past = place.decide_all(calls.iter().cloned()).await;
        let before = place.rows().await;

        let forecast = replay(gov, &place.caller.scope, &ReplaySubject::Release(release), ReplayWindow::default()).await.unwrap();

        assert_eq!(place.rows().await, before, "a replay writes nothing");
        assert_eq!((forecast.decisions, forecast.judged), (1_000, 1_000), "{forecast:?}");
        let tried = Question { query: "a heron".to_owned(), ..Question::default() };
        releases::simulate(gov, &place.caller.scope, release, vec![tried]).await.unwrap();
        releases::request(gov, &place.caller.scope, release).await.unwrap();
        releases::release(gov, &second, release).await.unwrap();
        forget_holds(&place).await;
        let after = place.decide_all(calls.into_iter()).await;
        let held: BTreeSet<_> = after.iter().filter_map(|outcome| outcome.hold.map(|hold| hold.approval)).collect();
        assert_eq!(held.len(), forecast.approvals.after);
        assert!(forecast.approvals.before > 0 && forecast.approvals.before < forecast.approvals.after, "{forecast:?}");
        assert_eq!(forecast.approvals.at_most, forecast.approvals.after);
        let mut table: BTreeMap<(&str, &str), usize> = BTreeMap::new();
        for (was, is) in past.iter().zip(&after).filter(|(was, is)| was.verdict != is.verdict) {
            *table.entry((was.verdict.as_str(), is.verdict.as_str())).or_default() += 1;
        }
        let mut told: BTreeMap<(&str, &str), usize> = BTreeMap::new();
        for row in &forecast.table {
            *told.entry((row.before.as_str(), row.after.as_str())).or_default() += row.decisions;
        }
        assert_eq!(table, told);
    });
}

/// What waits from before is let go of, so that the same call waits anew.
async fn forget_holds(place: &Place) {
    let sql = format!("update approvals set status = 'expired' where org_id = '{}'", place.org.id);
    sqlx::query(sqlx::AssertSqlSafe(sql)).execute(&place.service.kit.superuser).await.unwrap();
}

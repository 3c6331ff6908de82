//! Rego: the examples of the best-practices guide, what is refused, and what a hostile module can do.

#![expect(clippy::unwrap_used, reason = "tests may unwrap")]

use model::{Action, Plane, Severity, TenantId, Verdict};
use policy::{Call, Category, Evaluation, Facts, Matcher, Policy, PolicyId, PolicyTier, Rego, Snapshot, Surfaces, evaluate};
use serde_json::{Map, Value, json};
use time::macros::datetime;
use uuid::Uuid;

/// Name, module, tests.
const EXAMPLES: [(&str, &str, &str); 4] = [
    ("pii", include_str!("../examples/policies/pii.rego"), include_str!("../examples/policies/pii_test.rego")),
    ("rbac", include_str!("../examples/policies/rbac.rego"), include_str!("../examples/policies/rbac_test.rego")),
    ("permissions", include_str!("../examples/policies/permissions.rego"), include_str!("../examples/policies/permissions_test.rego")),
    ("hipaa", include_str!("../examples/policies/hipaa.rego"), include_str!("../examples/policies/hipaa_test.rego")),
];

fn example(name: &str) -> &'static str {
    EXAMPLES.iter().find(|(known, ..)| *known == name).unwrap().1
}

fn set(source: &str, action: Action) -> Snapshot {
    let policy = Policy {
        id: PolicyId::parse("own_rego").unwrap(),
        name: "Own".to_owned(),
        description: String::new(),
        category: Category::parse("dynamic-compliance").unwrap(),
        tier: PolicyTier::Organization,
        tenant: None,
        surfaces: Surfaces::ALL,
        matcher: Matcher::Rego(Box::new(Rego::parse(source).unwrap())),
        severity: Severity::High,
        action,
        enabled: true,
        priority: 0,
        version: 3,
    };
    Snapshot::build(vec![policy], Vec::new())
}

fn judge(snapshot: &Snapshot, text: &str, context: &Value) -> Evaluation {
    let empty = Map::new();
    let facts = Facts { request_type: "chat", context: Some(context.as_object().unwrap_or(&empty)), ..Facts::default() };
    let call = Call { plane: Plane::Decide, tenant: TenantId::from_uuid(Uuid::nil()), text, now: datetime!(2026-03-02 10:00 UTC), facts };
    evaluate(snapshot, &call, &detect::scan(text))
}

/// The verdict, and what the module itself said.
fn says(source: &str, text: &str, context: &Value) -> (Verdict, String) {
    let evaluation = judge(&set(source, Action::Block), text, context);
    let own = evaluation.matched.iter().find(|hit| hit.policy.as_str() == "own_rego");
    (evaluation.verdict, own.map(|hit| hit.matched_on.clone()).unwrap_or_default())
}

fn refused(source: &str, expected: &str) {
    let error = Rego::parse(source).map(|_| ()).unwrap_err();

    assert!(error.message.contains(expected), "{error:?}");
}

#[test]
fn every_example_loads_and_its_tests_reach_all_of_it() {
    for (name, source, tests) in EXAMPLES {
        assert!(Rego::parse(source).is_ok(), "{name}");

        let report = Rego::test(source, tests).unwrap();

        assert!(report.is_green(), "{name}: {report:?}");
        assert_eq!(report.coverage.percent(), 100, "{name}: {report:?}");
    }
}

#[test]
fn the_pii_example_redacts_what_it_names_and_lets_the_rest_pass() {
    let snapshot = set(example("pii"), Action::Block);
    let text = "Get data for SSN 123-45-6789, tell us on Friday";

    let evaluation = judge(&snapshot, text, &json!({}));

    assert_eq!(evaluation.verdict, Verdict::Redact);
    let own = evaluation.matched.iter().find(|hit| hit.policy.as_str() == "own_rego").unwrap();
    assert_eq!((own.action, own.version, own.matched_on.as_str()), (Action::Redact, 3, "log_pii_detection; redacted_query"));
    let clean = evaluation.redacted_text(text);
    assert!(!clean.contains("6789") && clean.ends_with(", tell us on Friday"), "{clean}");
}

#[test]
fn what_a_module_puts_in_place_stands_where_nobody_else_takes_something_out() {
    let source = "package a\nredacted_query := replace(input.query, \"heron\", \"a bird\")";
    let evaluation = judge(&set(source, Action::Block), "Tell heron that ann@example.com waits", &json!({}));

    assert_eq!(evaluation.redacted_text("Tell heron that ann@example.com waits"), "Tell a bird that [REDACTED:email] waits");
}

#[test]
fn the_hipaa_example_denies_broad_queries_and_strangers() {
    let doctor = json!({"user_role": "doctor", "assigned_patients": ["P-100"], "access_reason": "visit"});
    let hipaa = example("hipaa");

    assert_eq!(says(hipaa, "Show P-100", &doctor), (Verdict::Allow, "log_phi_access".to_owned()));
    let (verdict, said) = says(hipaa, "Show P-200", &doctor);
    assert_eq!(verdict, Verdict::Deny);
    assert_eq!(said, "deny: HIPAA violation: patient is not assigned to this person; log_phi_access");
    let (verdict, said) = says(hipaa, "List ALL patients", &doctor);
    assert_eq!((verdict, said.as_str()), (Verdict::Deny, "deny: HIPAA violation: minimum necessary rule"));
    assert_eq!(says(hipaa, "List all patients", &json!({"user_role": "admin"})), (Verdict::Allow, String::new()));
}

#[test]
fn the_rbac_example_tells_roles_apart() {
    let rbac = example("rbac");

    assert_eq!(says(rbac, "Get all customer data", &json!({"user_role": "user"})), (Verdict::Deny, "allow".to_owned()));
    assert_eq!(says(rbac, "Get all customer data", &json!({"user_role": "admin"})).0, Verdict::Allow);
    assert_eq!(says(rbac, "Get my data", &json!({})).0, Verdict::Allow);
}

#[test]
fn each_deciding_rule_asks_for_its_own() {
    let source = |rule: &str| format!("package a\n{rule} if contains(input.query, \"heron\")\n");

    assert_eq!(says(&source("deny"), "heron", &json!({})), (Verdict::Deny, "deny".to_owned()));
    assert_eq!(says(&source("require_approval"), "heron", &json!({})).0, Verdict::RequireApproval);
    assert_eq!(says(&source("warn"), "heron", &json!({})), (Verdict::Allow, "warn".to_owned()));
    assert_eq!(says(&source("deny"), "a dove", &json!({})), (Verdict::Allow, String::new()));
}

#[test]
fn a_policys_own_action_is_that_of_allow_and_deny() {
    let evaluation = judge(&set("package a\ndeny if true\nwarn if true\n", Action::RequireApproval), "x", &json!({}));

    assert_eq!(evaluation.verdict, Verdict::RequireApproval);
}

#[test]
fn a_module_may_redact_beside_a_stricter_action() {
    let source = "package a\nrequire_approval if true\nredacted_query := replace(input.query, \"heron\", \"bird\")\n";

    let evaluation = judge(&set(source, Action::Block), "a heron", &json!({}));

    assert_eq!(evaluation.verdict, Verdict::RequireApproval);
    assert_eq!(evaluation.matched.iter().map(|hit| (hit.action, hit.redacts)).collect::<Vec<_>>(), [(Action::RequireApproval, true)]);
    assert_eq!(evaluation.redacted_text("a heron"), "a bird");
}

#[test]
fn a_sentence_that_the_module_made_of_the_call_stays_out_of_records() {
    let source = "package a\ndeny contains msg if { msg := sprintf(\"found %s\", [input.query]) }\ndeny contains \"A plain reason\"\n";

    let (_, said) = says(source, "secret words", &json!({}));

    assert_eq!(said, "deny: A plain reason");
}

#[test]
fn the_clock_of_a_module_is_the_time_of_the_call() {
    let source = "package a\ndeny if time.clock(time.now_ns())[0] == 10\n";

    assert_eq!(says(source, "x", &json!({})).0, Verdict::Deny);
}

#[test]
fn what_cannot_be_evaluated_is_refused_when_it_is_written() {
    refused("package a\nx := 1\n", "decides nothing");
    refused("package a\nallow {\n", "expecting");
    refused("allow if true", "package");
    refused("package a\nallow if http.send({\"url\": \"x\"})\n", "http.send");
    refused("package a\nallow if opa.runtime().env\n", "opa.runtime");
    refused("package a\nallow if rand.intn(\"a\", 2) == 1\n", "rand.intn");
    refused("package a\nallow if extract_patient_id(input.query)\n", "extract_patient_id");
    refused("package a\nallow if input[\"x\"](1)\n", "");
    refused(&format!("package a\nallow if true\n# {}", "x".repeat(policy::LARGEST_BYTES)), "larger than");
    refused("package a\nredacted_query := query { query := lower(input.query); query := upper(query) }\n", "query");
    assert_eq!(Rego::parse("package a\n\nallow if nothing_like_it(1)\n").unwrap_err().line, Some(3));
}

#[test]
fn what_fails_on_a_call_refuses_the_call() {
    let wrong_kind = "package a\ndeny := input.context.kind\n";

    assert_eq!(says(wrong_kind, "x", &json!({"kind": "text"})), (Verdict::Deny, "rego: it could not be evaluated".to_owned()));
    assert_eq!(says(wrong_kind, "x", &json!({"kind": false})).0, Verdict::Allow);
}

#[test]
fn nothing_large_comes_out_of_something_small() {
    let huge = |body: &str| format!("package a\ndeny if {{ input.context.go; {body} }}\n");
    for body in [
        "count(numbers.range(1, 1000000000)) > 0",
        "count(replace(input.context.long, \"a\", input.context.long)) > 0",
        "count(regex.replace(input.context.long, \"a\", input.context.long)) > 0",
        "count(concat(input.context.long, split(input.context.long, \"\"))) > 0",
        "count(sprintf(concat(\"\", [x | x := \"%s\"; numbers.range(1, 9000)[_]]), [input.context.long])) > 0",
    ] {
        let context = json!({"go": true, "long": "a".repeat(20_000)});

        assert_eq!(says(&huge(body), "x", &context), (Verdict::Deny, "rego: it could not be evaluated".to_owned()), "{body}");
    }
}

#[test]
fn a_module_that_runs_away_is_stopped_and_refuses_from_then_on() {
    let source =
        "package a\ndeny if { input.context.go; n := numbers.range(1, 9000); count({[i, j] | i := n[_]; j := n[_]; i + j == 0}) > 0 }\n";
    let snapshot = set(source, Action::Block);
    let on = |context: Value| {
        let evaluation = judge(&snapshot, "x", &context);
        (evaluation.verdict, evaluation.matched.first().map(|hit| hit.matched_on.clone()).unwrap_or_default())
    };

    assert_eq!(on(json!({})).0, Verdict::Allow);
    for _ in 0..2 {
        assert_eq!(on(json!({"go": true})), (Verdict::Deny, "rego: it ran too long".to_owned()));
    }
    assert_eq!(on(json!({})).0, Verdict::Allow, "a call that ends in time makes good for those before");
    for _ in 0..3 {
        assert_eq!(on(json!({"go": true})), (Verdict::Deny, "rego: it ran too long".to_owned()));
    }
    assert_eq!(on(json!({})), (Verdict::Deny, "rego: stopped, it ran too long before".to_owned()));
}

#[test]
fn tests_that_fail_or_miss_lines_say_so() {
    let source = "package a\ndeny if input.x == 1\ndeny if input.x == 2\n";
    let tests = "package a\ntest_one if deny with input as {\"x\": 1}\ntest_wrong if deny with input as {\"x\": 3}\n";

    let report = Rego::test(source, tests).unwrap();

    assert!(!report.is_green());
    let named: Vec<_> = report.tests.iter().map(|test| (test.name.as_str(), test.passed)).collect();
    assert_eq!(named, [("test_one", true), ("test_wrong", false)]);
    assert!(!Rego::test(source, "").unwrap().is_green(), "no test at all is not green");
    assert!(Rego::test(source, "package b\nx if json.marshal(1)\n").unwrap_err().message.contains("json.marshal"));
}

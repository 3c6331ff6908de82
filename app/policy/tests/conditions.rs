//! Conditions: what is refused when it is written, and what each thing that only a scan finds is worth.

#![expect(clippy::unwrap_used, reason = "tests may unwrap")]

use model::{Action, Plane, Severity, TenantId, Verdict};
use policy::{
    Call, Category, ConditionSpec, Conditions, Evaluation, Facts, Matcher, Policy, PolicyId, PolicyTier, Snapshot, Surfaces, evaluate,
    evaluate_each,
};
use serde_json::{Value, json};
use std::{cell::Cell, time::Duration};
use time::macros::datetime;
use uuid::Uuid;

fn spec(field: &str, operator: &str, value: Value) -> ConditionSpec {
    ConditionSpec { field: field.to_owned(), operator: operator.to_owned(), value }
}

fn refused(field: &str, operator: &str, value: &Value, expected: &str) {
    let error = Conditions::parse(&[spec(field, operator, value.clone())]).map(|_| ()).unwrap_err().to_string();

    assert!(error.contains(expected), "{field} {operator} {value}: {error}");
}

fn own(id: &str, action: Action, specs: &[ConditionSpec]) -> Policy {
    Policy {
        id: PolicyId::parse(id).unwrap(),
        name: "Own".to_owned(),
        description: String::new(),
        category: Category::parse("dynamic-risk").unwrap(),
        tier: PolicyTier::Organization,
        tenant: None,
        surfaces: Surfaces::ALL,
        matcher: Matcher::Conditions(Conditions::parse(specs).unwrap()),
        severity: Severity::Low,
        action,
        enabled: true,
        priority: 0,
        version: 1,
    }
}

fn call<'a>(text: &'a str, context: &'a Value) -> Call<'a> {
    Call {
        plane: Plane::Decide,
        tenant: TenantId::from_uuid(Uuid::nil()),
        text,
        now: datetime!(2026-03-02 10:30 UTC),
        facts: Facts { context: context.as_object(), ..Facts::default() },
    }
}

fn judge(action: Action, specs: &[ConditionSpec], text: &str) -> Evaluation {
    let snapshot = Snapshot::build(vec![own("own", action, specs)], Vec::new());
    evaluate(&snapshot, &call(text, &json!({})), &detect::scan(text))
}

fn blocks(specs: &[ConditionSpec], text: &str) -> bool {
    judge(Action::Block, specs, text).verdict == Verdict::Deny
}

#[test]
fn what_could_not_be_evaluated_is_refused_when_it_is_written() {
    refused("mood", "equals", &json!("good"), "unknown field \"mood\"");
    refused("user.", "equals", &json!("x"), "unknown field");
    refused("context.a.b.c.d.e.f", "equals", &json!("x"), "unknown field");
    refused("cost_estimate", "greater_than", &json!(1), "unknown field");
    refused("query", "resembles", &json!("x"), "unknown operator \"resembles\"");
    refused("query", "greater_than", &json!(1), "cannot use greater_than on query");
    refused("risk_score", "contains", &json!("0"), "cannot use contains on risk_score");
    refused("risk_score", "equals", &json!("high"), "with a number");
    refused("detected", "regex", &json!("s.n"), "cannot use regex on detected");
    refused("detected", "contains", &json!("social"), "with one of");
    refused("surface", "equals", &json!("requests"), "request, response, connector");
    refused("weekday", "in", &json!(["monday", "funday"]), "with one of monday");
    refused("query", "equals", &json!(["a"]), "one text, number or flag");
    refused("query", "equals", &json!(""), "1 to 500 bytes");
    refused("query", "in", &json!("a"), "a list of 1 to 100");
    refused("query", "in", &json!([]), "a list of 1 to 100");
    refused("query", "contains", &json!(5), "need text");
    refused("query", "starts_with", &json!(5), "need a text");
    refused("query", "regex", &json!("("), "wrong expression");
    refused("query", "regex", &json!("x*"), "wrong expression");
    refused("context.n", "less_than", &json!("5"), "need a number");
    refused("context.n", "exists", &json!(false), "need no value");
}

#[test]
fn none_and_too_many_are_refused() {
    assert!(Conditions::parse(&[]).is_err());
    assert!(Conditions::parse(&vec![spec("query", "contains", json!("a")); 21]).is_err());
    assert!(serde_json::from_value::<ConditionSpec>(json!({"field": "query", "operator": "equals", "value": 1, "not": true})).is_err());
}

#[test]
fn what_the_detector_found_can_be_asked_for() {
    let text = "SSN 123-45-6789 of ann@example.com";

    assert!(blocks(&[spec("detected", "contains", json!("ssn"))], text));
    assert!(!blocks(&[spec("detected", "contains", json!("iban"))], text));
    assert!(blocks(&[spec("detected_count", "greater_than", json!(1))], text));
    assert!(!blocks(&[spec("detected_count", "greater_than", json!(2))], text));
    assert!(blocks(&[spec("risk_score", "greater_than", json!(0.8))], text));
    assert!(!blocks(&[spec("risk_score", "greater_than", json!(0.8))], "write to ann@example.com"));
    assert!(blocks(&[spec("risk_score", "equals", json!(0))], "nothing"));
}

#[test]
fn redaction_takes_out_what_the_conditions_matched_or_else_what_was_detected() {
    let words = [spec("query", "contains_any", json!(["heron", "dove"])), spec("hour", "equals", json!(10))];
    let text = "A Heron saw a dove near ann@example.com.";

    assert_eq!(judge(Action::Redact, &words, text).redacted_text(text), "A [REDACTED:own] saw a [REDACTED:own] near [REDACTED:email].");
    let by_day = judge(Action::Redact, &[spec("weekday", "equals", json!("monday"))], "login from 10.20.30.40");
    assert_eq!(by_day.redacted_text("login from 10.20.30.40"), "login from [REDACTED:ip_address]", "which is only logged otherwise");
}

#[test]
fn records_name_fields_and_never_values() {
    let hit =
        judge(Action::Block, &[spec("query", "contains", json!("secret plan")), spec("hour", "less_than", json!(12))], "a secret plan");

    assert_eq!(hit.matched.first().map(|hit| hit.matched_on.as_str()), Some("query, hour"));
}

#[test]
fn every_policy_has_its_own_result_version_and_time() {
    let set =
        vec![own("yes", Action::Warn, &[spec("hour", "equals", json!(10))]), own("no", Action::Block, &[spec("hour", "equals", json!(3))])];
    let snapshot = Snapshot::build(set, Vec::new());
    let context = json!({});
    let call = call("hello", &context);
    let ticks = Cell::new(0);
    let clock = || {
        ticks.set(ticks.get() + 1);
        Duration::from_micros(ticks.get())
    };

    let (evaluation, results) = evaluate_each(&snapshot, &call, &detect::scan("hello"), &clock);

    assert_eq!(evaluation, evaluate(&snapshot, &call, &detect::scan("hello")));
    assert_eq!(results.len(), evaluation.evaluated);
    let own: Vec<_> = results.iter().filter(|r| !r.policy.as_str().starts_with("sys_")).map(|r| (r.policy.as_str(), r.matched)).collect();
    assert_eq!(own, [("yes", Some(Action::Warn)), ("no", None)]);
    assert!(results.iter().all(|result| result.version == 1 && result.took == Duration::from_micros(1)));
}

//! Evaluation: tenants, overrides, planes, strictness, redaction, and that order never matters.

#![expect(clippy::unwrap_used, reason = "tests may unwrap")]

use detect::Kind;
use model::{Action, Plane, Severity, TenantId, Verdict};
use policy::{Call, Category, Evaluation, Facts, Matcher, Override, Pattern, Policy, PolicyId, PolicyTier, Snapshot, Surfaces, evaluate};
use proptest::prelude::*;
use time::{Duration, OffsetDateTime, macros::datetime};
use uuid::Uuid;

const NOW: OffsetDateTime = datetime!(2026-01-01 00:00 UTC);

fn tenant(number: u128) -> TenantId {
    TenantId::from_uuid(Uuid::from_u128(number))
}

fn id(text: &str) -> PolicyId {
    PolicyId::parse(text).unwrap()
}

fn own(name: &str, pattern: &str, action: Action) -> Policy {
    Policy {
        id: id(name),
        name: name.to_owned(),
        description: String::new(),
        category: Category::parse("sensitive-data").unwrap(),
        tier: PolicyTier::Organization,
        tenant: None,
        surfaces: Surfaces::ALL,
        matcher: Matcher::Pattern(Pattern::parse(pattern).unwrap()),
        severity: Severity::Medium,
        action,
        enabled: true,
        priority: 0,
        version: 1,
    }
}

#[test]
fn a_stored_pattern_that_cannot_be_compiled_refuses_the_calls_that_it_could_speak_for() {
    let broken = Policy { matcher: Matcher::Pattern(Pattern::stored(r"heron(\w{200}){200}").unwrap()), ..own("broken", "x", Action::Log) };
    let snapshot = Snapshot::build(vec![broken], Vec::new());

    let refused = judge(&snapshot, "a heron");

    assert_eq!((refused.verdict, refused.matched[0].action), (Verdict::Deny, Action::Block));
    assert_eq!(refused.matched[0].matched_on, "pattern: it could not be compiled");
    assert_eq!(judge(&snapshot, "a dove").verdict, Verdict::Allow);
}

fn change(policy: &str, action: Action) -> Override {
    Override { policy: id(policy), action, enabled: None, expires_at: None }
}

fn judge(snapshot: &Snapshot, text: &str) -> Evaluation {
    let call = Call { plane: Plane::Decide, tenant: tenant(1), text, now: NOW, facts: Facts::default() };
    evaluate(snapshot, &call, &detect::scan(text))
}

#[test]
fn every_plane_reaches_the_same_verdict() {
    let snapshot = Snapshot::build(vec![own("atlas", "(?i)project atlas", Action::RequireApproval)], Vec::new());
    let text = "Tell me about Project Atlas";
    for plane in [Plane::Decide, Plane::PreCheck, Plane::Proxy, Plane::McpInput, Plane::McpOutput, Plane::Queue] {
        let evaluation =
            evaluate(&snapshot, &Call { plane, tenant: tenant(1), text, now: NOW, facts: Facts::default() }, &detect::scan(text));

        assert_eq!(evaluation.verdict, Verdict::RequireApproval, "{plane}");
    }
}

#[test]
fn a_tenant_policy_speaks_for_its_tenant_only() {
    let mut policy = own("only_one", "atlas", Action::Block);
    (policy.tier, policy.tenant) = (PolicyTier::Tenant, Some(tenant(1)));
    let mut nobody = own("nobody", "atlas", Action::Block);
    nobody.tier = PolicyTier::Tenant;
    let snapshot = Snapshot::build(vec![policy, nobody], Vec::new());

    let verdict = |number| {
        let call = Call { plane: Plane::Decide, tenant: tenant(number), text: "atlas", now: NOW, facts: Facts::default() };
        let evaluation = evaluate(&snapshot, &call, &detect::scan("atlas"));
        (evaluation.verdict, evaluation.matched.len())
    };

    assert_eq!(verdict(1), (Verdict::Deny, 1));
    assert_eq!(verdict(2), (Verdict::Allow, 0));
}

#[test]
fn a_disabled_policy_is_not_evaluated() {
    let mut policy = own("off", "atlas", Action::Block);
    policy.enabled = false;
    let base = judge(&Snapshot::build(Vec::new(), Vec::new()), "atlas").evaluated;

    let evaluation = judge(&Snapshot::build(vec![policy], Vec::new()), "atlas");

    assert_eq!((evaluation.verdict, evaluation.evaluated), (Verdict::Allow, base));
}

#[test]
fn an_override_changes_the_action_until_it_expires() {
    let mut until = change("sys_pii_email", Action::Block);
    until.expires_at = Some(NOW + Duration::seconds(1));
    let snapshot = Snapshot::build(Vec::new(), vec![until]);
    let text = "ann@example.com";
    let at = |now| {
        evaluate(&snapshot, &Call { plane: Plane::Decide, tenant: tenant(1), text, now, facts: Facts::default() }, &detect::scan(text))
            .verdict
    };

    assert_eq!(at(NOW), Verdict::Deny);
    assert_eq!(at(NOW + Duration::seconds(1)), Verdict::Redact);
}

#[test]
fn an_override_can_switch_a_policy_off_and_on() {
    let mut off = change("sys_pii_email", Action::Redact);
    off.enabled = Some(false);
    let mut disabled = own("sleeper", "atlas", Action::Block);
    disabled.enabled = false;
    let mut on = change("sleeper", Action::Block);
    on.enabled = Some(true);
    let snapshot = Snapshot::build(vec![disabled], vec![off, on]);

    assert_eq!(judge(&snapshot, "ann@example.com").verdict, Verdict::Allow);
    assert_eq!(judge(&snapshot, "atlas").verdict, Verdict::Deny);
}

#[test]
fn allow_never_weakens_another_policy() {
    let snapshot = Snapshot::build(vec![own("let_it_be", ".+", Action::Allow)], Vec::new());

    assert_eq!(judge(&snapshot, "SSN 123-45-6789").verdict, Verdict::Redact);
    assert_eq!(judge(&snapshot, "hello").verdict, Verdict::Allow);
}

#[test]
fn warn_and_log_let_the_call_pass_and_only_warn_speaks() {
    let snapshot = Snapshot::build(vec![own("warner", "atlas", Action::Warn), own("logger", "atlas", Action::Log)], Vec::new());

    let evaluation = judge(&snapshot, "atlas");

    assert_eq!((evaluation.verdict, evaluation.matched.len()), (Verdict::Allow, 2));
    assert_eq!(evaluation.warnings(), ["Policy warner (warner) matched on pattern."]);
    assert_eq!(evaluation.redacted_text("atlas"), "atlas");
}

#[test]
fn detector_and_pattern_redactions_merge() {
    let snapshot = Snapshot::build(vec![own("code_name", "(?i)atlas|ann@", Action::Redact)], Vec::new());
    let text = "Écrire à ann@example.com about Atlas.";

    let evaluation = judge(&snapshot, text);

    assert_eq!(evaluation.redacted_text(text), "Écrire à [REDACTED:email] about [REDACTED:code_name].");
    assert_eq!(evaluation.severity(), Severity::Medium);
}

#[test]
fn matches_never_hold_the_value() {
    let evaluation = judge(&Snapshot::build(Vec::new(), Vec::new()), "SSN 123-45-6789");

    assert!(!format!("{:?} {}", evaluation.matched, evaluation.reason()).contains("6789"));
}

#[test]
fn the_digest_names_the_set_and_nothing_else() {
    let set = |action, overrides| Snapshot::build(vec![own("a", "x", action), own("b", "y", Action::Log)], overrides).digest().to_owned();
    let reversed = Snapshot::build(vec![own("b", "y", Action::Log), own("a", "x", Action::Warn)], Vec::new());

    assert_eq!(set(Action::Warn, Vec::new()), reversed.digest());
    assert_eq!(reversed.digest().len(), 64);
    assert_ne!(set(Action::Warn, Vec::new()), set(Action::Block, Vec::new()));
    assert_ne!(set(Action::Warn, Vec::new()), set(Action::Warn, vec![change("a", Action::Log)]));
}

#[test]
fn the_set_describes_itself() {
    let snapshot = Snapshot::build(vec![own("a", "x", Action::Warn)], vec![change("a", Action::Block)]);

    let lines = snapshot.describe();
    let line = lines.iter().find(|line| line.id == id("a")).unwrap();

    assert_eq!((line.action, line.overridden, line.tier), (Action::Warn, Some(Action::Block), PolicyTier::Organization));
    assert!(snapshot.find(&id("a")).is_some() && snapshot.find(&id("sys_pii_ssn")).is_some() && snapshot.find(&id("none")).is_none());
    assert!(matches!(&snapshot.find(&id("sys_pii_ssn")).unwrap().matcher, Matcher::Detector(kinds) if *kinds == [Kind::Ssn]));
}

proptest! {
    #[test]
    fn the_order_of_policies_never_matters(
        actions in proptest::collection::vec(proptest::sample::select(Action::ALL.to_vec()), 1..8),
        seed in any::<u64>(),
    ) {
        let set: Vec<Policy> = actions.iter().enumerate().map(|(n, action)| own(&format!("p{n}"), "atl|las", *action)).collect();
        let mut shuffled = set.clone();
        shuffled.sort_by_key(|policy| policy.id.as_str().bytes().fold(seed, |h, b| h.wrapping_mul(31).wrapping_add(u64::from(b)) ^ (h >> 7)));
        let text = "atlas ann@example.com";

        let first = judge(&Snapshot::build(set, Vec::new()), text);
        let second = judge(&Snapshot::build(shuffled, Vec::new()), text);

        let strictest = actions.iter().copied().chain([Action::Redact]).min();
        prop_assert_eq!(first.verdict, Verdict::of(strictest));
        prop_assert_eq!(first.matched.first().map(|hit| hit.action), strictest);
        prop_assert_eq!(first, second);
    }

    #[test]
    fn redacting_any_text_leaves_no_match_of_a_redacting_pattern(text in "[a-zé ]{0,60}") {
        let snapshot = Snapshot::build(vec![own("ee", "é+|ab", Action::Redact)], Vec::new());

        let clean = judge(&snapshot, &text).redacted_text(&text);

        prop_assert!(!clean.contains('é') && !clean.contains("ab"));
    }
}

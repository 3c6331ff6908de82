//! Evaluation against a second evaluator that was written apart from it: slow, plain, and about conditions and patterns
//! alone. Sets and calls are random but the same in every run.

#![expect(clippy::unwrap_used, reason = "tests may unwrap")]

#[path = "reference/evaluator.rs"]
mod evaluator;
#[path = "reference/random.rs"]
mod random;

use detect::Findings;
use model::{Action, TenantId, Verdict};
use policy::{Call, Facts, Snapshot, evaluate};
use uuid::Uuid;

use evaluator::{Asked, Rule};
use random::Random;

const SETS: usize = 500;
const CALLS_PER_SET: usize = 200;

/// Allow, deny, ... and the policies of the set that matched, by number.
type Answer = (Verdict, Vec<usize>);

fn product(snapshot: &Snapshot, asked: &Asked) -> Answer {
    let call = Call {
        plane: asked.plane,
        tenant: TenantId::from_uuid(Uuid::from_u128(asked.tenant)),
        text: &asked.text,
        now: asked.now,
        facts: Facts {
            request_type: &asked.request_type,
            target: asked.target.as_deref(),
            end_user: asked.end_user.as_deref(),
            context: asked.context.as_object(),
        },
    };
    let evaluation = evaluate(snapshot, &call, &Findings::default());
    let mut own: Vec<usize> = evaluation.matched.iter().filter_map(|hit| hit.policy.as_str().strip_prefix("own_")?.parse().ok()).collect();
    own.sort_unstable();
    // Shipped patterns never match these texts, so the set is alone.
    assert_eq!(own.len(), evaluation.matched.len());
    (evaluation.verdict, own)
}

fn reference(rules: &[Rule], asked: &Asked) -> Answer {
    let matched: Vec<usize> = rules.iter().enumerate().filter(|(_, rule)| rule.matches(asked)).map(|(number, _)| number).collect();
    let actions: Vec<Action> = matched.iter().filter_map(|number| rules.get(*number)).map(|rule| rule.action).collect();
    let verdict = if actions.contains(&Action::Block) {
        Verdict::Deny
    } else if actions.contains(&Action::RequireApproval) {
        Verdict::RequireApproval
    } else if actions.contains(&Action::Redact) {
        Verdict::Redact
    } else {
        Verdict::Allow
    };
    (verdict, matched)
}

#[test]
fn a_hundred_thousand_random_calls_are_judged_as_the_reference_judges_them() {
    let mut random = Random::from(2_026);
    let mut verdicts = std::collections::BTreeMap::<&str, usize>::new();
    let mut matches = 0;
    for _ in 0..SETS {
        let rules: Vec<Rule> = (0..random.below(6) + 1).map(|_| random.rule()).collect();
        let own = rules.iter().enumerate().map(|(number, rule)| rule.policy(number)).collect();
        let snapshot = Snapshot::build(own, Vec::new());
        for _ in 0..CALLS_PER_SET {
            let asked = random.asked();
            let (ours, theirs) = (product(&snapshot, &asked), reference(&rules, &asked));
            assert_eq!(ours, theirs, "{rules:#?}\n{asked:#?}");
            *verdicts.entry(ours.0.as_str()).or_default() += 1;
            matches += ours.1.len();
        }
    }
    // A generator that stopped meeting its own rules would prove nothing.
    assert_eq!(verdicts.len(), 4, "{verdicts:?}");
    assert!(verdicts.values().all(|count| *count > 1_000) && matches > 20_000, "{verdicts:?}, {matches} matches");
}

#[test]
fn every_field_and_operator_is_met() {
    let mut random = Random::from(7);
    let rules: Vec<Rule> = (0..4_000).map(|_| random.rule()).collect();
    let specs = || rules.iter().flat_map(|rule| &rule.conditions);

    for field in policy::Conditions::fields() {
        assert!(specs().any(|spec| spec.field == field), "no rule about {field}");
    }
    for operator in policy::Operator::ALL {
        assert!(specs().any(|spec| spec.operator == operator.as_str()), "no rule with {operator}");
    }
}

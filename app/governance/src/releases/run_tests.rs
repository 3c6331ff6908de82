use model::{
    TenantId,
    views::{TestFailure, TestRun},
};
use policy::{Policy, PolicyKind, Rego, Snapshot, TestReport};
use store::{OrgTx, policies::PolicyRow};
use time::OffsetDateTime;

use crate::{
    Error, Result,
    decide::weigh_now,
    policies::{TestCase, own_policy, own_tenant, read_cases},
    rego_policies,
};

/// Runs the tests of a policy: `test_` rules of a Rego module, and its test cases. Nothing is recorded.
pub(super) async fn of(tx: &mut OrgTx, row: PolicyRow) -> Result<TestRun> {
    let tenant = match row.tenant() {
        Some(tenant) => tenant,
        None => own_tenant(tx).await?,
    };
    let now = tx.now();
    tokio::task::spawn_blocking(move || run(row, tenant, now)).await.map_err(Error::broken)?
}

fn run(mut row: PolicyRow, tenant: TenantId, now: OffsetDateTime) -> Result<TestRun> {
    row.fields.enabled = true;
    let cases = read_cases(&row.fields.test_cases)?;
    let report = match PolicyKind::parse(&row.fields.kind) {
        Some(PolicyKind::Rego) => Some(rego_report(&row)?),
        Some(PolicyKind::Pattern | PolicyKind::Conditions) | None => None,
    };
    let failed_cases = if cases.is_empty() { Vec::new() } else { failures(own_policy(&row)?, &cases, tenant, now)? };
    Ok(told(report.as_ref(), cases.len(), failed_cases, row.fields.critical))
}

fn rego_report(row: &PolicyRow) -> Result<TestReport> {
    let document = rego_policies::Document::read(row.fields.document.clone().unwrap_or_default()).map_err(Error::broken)?;
    Rego::test(&document.source, &document.tests).map_err(Error::broken)
}

/// The cases that are not as they say, each asked of the policy alone.
pub(crate) fn failures(policy: Policy, cases: &[TestCase], tenant: TenantId, now: OffsetDateTime) -> Result<Vec<TestFailure>> {
    let id = policy.id.clone();
    let snapshot = Snapshot::build(vec![policy], Vec::new());
    let mut failed = Vec::new();
    for case in cases {
        let weighed = weigh_now(&snapshot, tenant, case.at.unwrap_or(now), case.call.clone().call()?);
        let matched = weighed.evaluation.matched.iter().any(|hit| hit.policy == id);
        if matched != case.matches {
            let problem = if matched { "The policy matches." } else { "The policy does not match." };
            failed.push(TestFailure { name: case.name.clone(), problem: problem.to_owned() });
        }
    }
    Ok(failed)
}

/// Rego and critical policies need a test; a critical module needs every line of it reached (BP-54).
fn told(report: Option<&TestReport>, cases: usize, mut failed: Vec<TestFailure>, critical: bool) -> TestRun {
    let rules = report.map(|report| report.tests.as_slice()).unwrap_or_default();
    failed.extend(
        rules.iter().filter(|test| !test.passed).map(|test| TestFailure {
            name: test.name.clone(),
            problem: test.error.clone().unwrap_or_else(|| "It is not true.".to_owned()),
        }),
    );
    let all = rules.len() + cases;
    let coverage_percent = report.map(|report| report.coverage.percent());
    let problem = if all == 0 && (report.is_some() || critical) {
        Some("It has no tests.".to_owned())
    } else {
        coverage_percent
            .filter(|percent| critical && *percent < 100)
            .map(|percent| format!("It is critical, and its tests reach {percent} % of its lines."))
    };
    TestRun { is_green: failed.is_empty() && problem.is_none(), passed: all - failed.len(), failed, coverage_percent, problem }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report(tests: &str) -> TestReport {
        Rego::test("package a\ndeny if input.query == \"x\"\nwarn if input.query == \"y\"\n", tests).unwrap()
    }

    const HALF: &str = "package a\ntest_deny if deny with input as {\"query\": \"x\"}\n";

    #[test]
    fn a_module_without_tests_is_not_green_and_a_pattern_is_unless_it_is_critical() {
        assert!(!told(Some(&report("")), 0, Vec::new(), false).is_green);
        assert!(told(None, 0, Vec::new(), false).is_green);
        assert!(!told(None, 0, Vec::new(), true).is_green);
        assert!(told(None, 1, Vec::new(), true).is_green);
    }

    #[test]
    fn a_critical_module_needs_every_line_reached() {
        let run = told(Some(&report(HALF)), 0, Vec::new(), true);

        assert!(told(Some(&report(HALF)), 0, Vec::new(), false).is_green);
        assert!(!run.is_green && run.coverage_percent < Some(100), "{run:?}");
        let whole = format!("{HALF}\ntest_warn if warn with input as {{\"query\": \"y\"}}\n");
        assert!(told(Some(&report(&whole)), 0, Vec::new(), true).is_green);
    }

    #[test]
    fn a_failed_rule_or_case_is_named() {
        let wrong = "package a\ntest_wrong if deny with input as {\"query\": \"z\"}\n";
        let case = TestFailure { name: "case".to_owned(), problem: "The policy matches.".to_owned() };

        let run = told(Some(&report(wrong)), 2, vec![case], false);

        let names: Vec<&str> = run.failed.iter().map(|failure| failure.name.as_str()).collect();
        assert_eq!((run.is_green, run.passed, names), (false, 1, vec!["case", "test_wrong"]));
    }
}

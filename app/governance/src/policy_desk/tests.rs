use model::views::{PolicyDraft, TestLine, TestsView};
use policy::{PolicyKind, TestReport};

use super::drafted::unix;
use crate::{
    Result,
    policies::{PatternMatch, test_pattern},
    rego_policies,
};

/// Tries a draft on what stands beside it: the tests of a module, the sample texts of a pattern. Nothing is recorded.
pub async fn run_tests(draft: PolicyDraft) -> Result<TestsView> {
    match PolicyKind::parse(&draft.kind).unwrap_or(PolicyKind::Pattern) {
        PolicyKind::Pattern => {
            let samples = draft.samples.lines().map(str::trim_end).filter(|line| !line.is_empty()).map(str::to_owned).collect();
            let tried = test_pattern(draft.pattern.trim_end_matches(['\r', '\n']).to_owned(), samples)?;
            match tried.error {
                Some(error) => Err(model::Invalid::new("pattern", error).into()),
                None => Ok(TestsView { tests: tried.matches.into_iter().map(sample).collect(), ..TestsView::default() }),
            }
        }
        PolicyKind::Conditions => Ok(TestsView::default()),
        PolicyKind::Rego => Ok(report(rego_policies::test(unix(&draft.source), unix(&draft.tests)).await?)),
    }
}

fn sample(tried: PatternMatch) -> TestLine {
    let groups = (!tried.groups.is_empty()).then(|| format!("groups: {}", tried.groups.join(", ")));
    TestLine { name: tried.input, passed: tried.matched, note: groups }
}

fn report(report: TestReport) -> TestsView {
    let percent = report.coverage.percent();
    let line = |test: policy::TestOutcome| TestLine { name: test.name, passed: test.passed, note: test.error };
    TestsView {
        tests: report.tests.into_iter().map(line).collect(),
        covered: report.coverage.covered.into_iter().collect(),
        missed: report.coverage.missed.into_iter().collect(),
        percent: Some(percent),
    }
}

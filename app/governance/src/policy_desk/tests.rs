use model::{
    Id,
    views::{PolicyDraft, TestLine, TestsView},
};
use policy::{PolicyKind, PolicyTier, TestReport};
use time::OffsetDateTime;
use uuid::Uuid;

use super::{cases::cases_of, drafted::Drafted, line_breaks::unix, trace};
use crate::{
    Error, Result,
    policies::{self, PatternMatch, TestCase, test_pattern},
    rego_policies, releases,
};

/// Tries a draft on what stands beside it: the tests of a module, the sample texts of a pattern, its test cases. Nothing is recorded.
pub async fn run_tests(draft: PolicyDraft, now: OffsetDateTime) -> Result<TestsView> {
    let cases = case_lines(&draft, now).await?;
    let shown = beside(draft).await?;
    Ok(TestsView { cases, ..shown })
}

/// Each case, asked of the draft alone.
async fn case_lines(draft: &PolicyDraft, now: OffsetDateTime) -> Result<Vec<TestLine>> {
    let cases = cases_of(&draft.cases)?;
    if cases.is_empty() {
        return Ok(Vec::new());
    }
    let draft = trace::nameable(draft.clone());
    let work = move || {
        let fields = Drafted::of(&draft)?.fields()?;
        let policy = policies::compiled("draft", (PolicyTier::Organization, None), 1, &fields)?;
        let failed = releases::failures(policy, &cases, Id::from_uuid(Uuid::nil()), now)?;
        let line = |case: TestCase| {
            let failure = failed.iter().find(|failure| failure.name == case.name);
            TestLine { name: case.name, passed: failure.is_none(), note: failure.map(|failure| failure.problem.clone()) }
        };
        Ok(cases.into_iter().map(line).collect())
    };
    tokio::task::spawn_blocking(work).await.map_err(Error::broken)?
}

async fn beside(draft: PolicyDraft) -> Result<TestsView> {
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
        cases: Vec::new(),
    }
}

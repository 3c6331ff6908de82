use std::path::Path;

use policy::{Rego, TestReport};
use serde::Serialize;

use super::files::{self, PolicyFile};
use crate::cli::output::Output;

#[derive(Serialize)]
struct Tested {
    path: String,
    ok: bool,
    coverage_percent: u8,
    #[serde(skip_serializing_if = "Option::is_none")]
    problem: Option<String>,
    #[serde(flatten)]
    report: Option<TestReport>,
}

pub(super) fn run(path: &Path, coverage: u8, out: Output) -> anyhow::Result<bool> {
    let files: Vec<Tested> = files::read(path)?.iter().map(|file| test(file, coverage)).collect();
    let good = files.iter().all(|file| file.ok);
    out.show(&files, || files.iter().map(Tested::text).collect::<Vec<_>>().join("\n"));
    Ok(good)
}

/// Tests that are true say nothing about a module that would be refused, so it is compiled too.
fn test(file: &PolicyFile, coverage: u8) -> Tested {
    let path = file.path.display().to_string();
    let report = Rego::parse(&file.source).and_then(|_| Rego::test(&file.source, &file.tests));
    match report {
        Ok(report) => {
            let reached = report.coverage.percent();
            let problem = (reached < coverage).then(|| format!("the tests reach {reached} % of the lines, less than {coverage} %"));
            Tested { path, ok: report.is_green() && problem.is_none(), coverage_percent: reached, problem, report: Some(report) }
        }
        Err(error) => {
            let problem = error.line.map_or_else(|| error.message.clone(), |line| format!("line {line}: {}", error.message));
            Tested { path, ok: false, coverage_percent: 0, problem: Some(problem), report: None }
        }
    }
}

impl Tested {
    fn text(&self) -> String {
        let tests = self.report.iter().flat_map(|report| &report.tests);
        let failed: Vec<&str> = tests.clone().filter(|test| !test.passed).map(|test| test.name.as_str()).collect();
        let (passed, all) = (tests.clone().filter(|test| test.passed).count(), tests.count());
        let mut text = format!("{}: {passed} of {all} tests passed, {} % of the lines reached", self.path, self.coverage_percent);
        if all == 0 {
            text.push_str("\n  there are no tests");
        }
        failed.iter().for_each(|name| text.push_str(&format!("\n  failed: {name}")));
        self.problem.iter().for_each(|problem| text.push_str(&format!("\n  {problem}")));
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tested(tests: &str, coverage: u8) -> Tested {
        let source = "package a\ndeny if input.x == 1\nwarn if input.y == 2\n".to_owned();
        test(&PolicyFile { path: "a.rego".into(), source, tests: tests.to_owned() }, coverage)
    }

    #[test]
    fn no_test_and_a_false_one_are_failures() {
        let none = tested("", 0);
        let wrong = tested("package a\ntest_it if deny with input as {\"x\": 3}\n", 0);

        assert!(!none.ok && none.text().ends_with("there are no tests"), "{}", none.text());
        assert!(!wrong.ok && wrong.text().ends_with("failed: test_it"), "{}", wrong.text());
        assert!(tested("package a\ntest_it if deny with input as {\"x\": 1}\n", 0).ok);
    }

    #[test]
    fn coverage_below_the_limit_is_a_failure() {
        let some = tested("package a\ntest_it if deny with input as {\"x\": 1}\n", 100);

        assert_eq!((some.ok, some.coverage_percent < 100), (false, true), "{}", some.text());
    }
}

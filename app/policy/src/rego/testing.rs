use std::collections::BTreeSet;

use regorus::{Engine, Value};
use serde::Serialize;

use super::{
    RegoError, functions, run,
    syntax::{self, Module},
};

/// What the tests of a module showed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TestReport {
    /// Each `test_` rule.
    pub tests: Vec<TestOutcome>,
    /// Which lines of the module they reached.
    pub coverage: Coverage,
}

/// One `test_` rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TestOutcome {
    /// Its name.
    pub name: String,
    /// Whether it was true.
    pub passed: bool,
    /// Why it could not be evaluated.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
}

/// Lines of the module that the tests reached and missed, counted from 1; lines without anything to evaluate are in neither.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Coverage {
    /// Reached.
    pub covered: BTreeSet<u32>,
    /// Missed.
    pub missed: BTreeSet<u32>,
}

impl TestReport {
    /// At least one test, and all of them true.
    pub fn is_green(&self) -> bool {
        !self.tests.is_empty() && self.tests.iter().all(|test| test.passed)
    }
}

impl Coverage {
    /// Reached lines in percent, rounded down; 100 when there is nothing to reach.
    pub fn percent(&self) -> u8 {
        let all = self.covered.len() + self.missed.len();
        (self.covered.len() * 100).checked_div(all).and_then(|percent| u8::try_from(percent).ok()).unwrap_or(100)
    }
}

const POLICY: &str = "policy.rego";
const TESTS: &str = "policy_test.rego";

pub(super) fn test(source: &str, tests: &str) -> Result<TestReport, RegoError> {
    let module = Module::read(POLICY, source)?;
    let mut paths = test_rules(&module);
    let mut engine = module.engine.clone();
    if tests.trim().is_empty() {
        module.expect_known_functions(&[])?;
    } else {
        let beside = Module::read(TESTS, tests)?;
        module.expect_known_functions(&[&beside])?;
        beside.expect_known_functions(&[&module])?;
        paths.extend(test_rules(&beside));
        engine = syntax::add(&engine, TESTS, tests)?.0;
    }
    functions::install(&mut engine).map_err(RegoError::of)?;
    functions::set_clock(0);
    run::limit(&mut engine);
    engine.set_enable_coverage(true);
    let tests = paths.iter().map(|path| outcome(&mut engine, path)).collect();
    Ok(TestReport { tests, coverage: coverage(&engine)? })
}

fn test_rules(module: &Module) -> Vec<String> {
    module.rules.iter().filter(|name| name.starts_with("test_")).map(|name| format!("{}.{name}", module.package)).collect()
}

fn outcome(engine: &mut Engine, path: &str) -> TestOutcome {
    let name = path.rsplit('.').next().unwrap_or_default().to_owned();
    match engine.eval_rule(path.to_owned()) {
        Ok(value) => TestOutcome { name, passed: value == Value::Bool(true), error: None },
        Err(error) => TestOutcome { name, passed: false, error: Some(RegoError::of(error).message) },
    }
}

fn coverage(engine: &Engine) -> Result<Coverage, RegoError> {
    let report = engine.get_coverage_report().map_err(RegoError::of)?;
    let file = report.files.into_iter().find(|file| file.path == POLICY);
    Ok(file.map_or_else(
        || Coverage { covered: BTreeSet::new(), missed: BTreeSet::new() },
        |file| Coverage { covered: file.covered, missed: file.not_covered },
    ))
}

//! Policies written in Rego, evaluated in the process: no network, no files, no clock but the call's.
//!
//! A module decides by rules with fixed names, see [`Rule`]. Whatever goes wrong while one is evaluated refuses the call.

mod answer;
mod functions;
mod grow;
mod print;
mod rewrite;
mod rule;
mod run;
mod syntax;
mod testing;

use std::sync::{
    Arc,
    atomic::{AtomicU8, Ordering},
};

use regorus::Engine;

pub(crate) use answer::Answer;
pub use rule::Rule;
pub use syntax::RegoError;
pub use testing::{Coverage, TestOutcome, TestReport};

use crate::facts::Asked;

/// The largest module that is accepted (BP-61).
pub const LARGEST_BYTES: usize = 100 * 1024;

/// A compiled module.
#[derive(Debug, Clone)]
pub struct Rego {
    source: Arc<str>,
    rules: Vec<(Rule, String)>,
    /// Sentences of the module itself: only these may come out of it into records.
    sentences: Arc<[String]>,
    engine: Engine,
    /// Calls in a row for which it ran too long.
    overruns: Arc<AtomicU8>,
}

impl Rego {
    /// Compiles a module and tries it once; what cannot be evaluated is refused here.
    pub fn parse(source: &str) -> Result<Self, RegoError> {
        let module = syntax::Module::read("policy.rego", source)?;
        module.expect_known_functions(&[])?;
        let rules = module.deciding_rules()?;
        let mut engine = module.engine;
        functions::install(&mut engine).map_err(RegoError::of)?;
        let rego = Self { source: Arc::from(source), rules, sentences: module.sentences.into(), engine, overruns: Arc::default() };
        run::prepared(rego)
    }

    /// The source as written.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// The rules by which it decides.
    pub fn rules(&self) -> impl Iterator<Item = Rule> {
        self.rules.iter().map(|(rule, _)| *rule)
    }

    /// Runs the `test_` rules of this module and of `tests`, and says which lines they reached.
    pub fn test(source: &str, tests: &str) -> Result<TestReport, RegoError> {
        testing::test(source, tests)
    }

    /// What the module says to a call; `None` when nothing in it matched.
    pub(crate) fn judge(&self, asked: &Asked<'_>) -> Option<Answer> {
        if self.overruns.load(Ordering::Relaxed) >= run::MOST_OVERRUNS {
            return Some(Answer::failed("rego: stopped, it ran too long before"));
        }
        run::judge(self, asked)
    }
}

use serde::{Deserialize, Serialize};

use super::TierOfPolicy;
use crate::{Action, Verdict};

/// A policy as its form has it: words as they were typed, checked when it is saved, tried or looked over.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PolicyDraft {
    /// `pattern`, `conditions` or `rego`.
    pub kind: String,
    /// Its name.
    pub name: String,
    /// What it is for.
    pub description: String,
    /// What it is about.
    pub category: String,
    /// `organization` or `tenant`; cannot change later.
    pub tier: String,
    /// How bad a match is.
    pub severity: String,
    /// What it asks for.
    pub action: String,
    /// Where it speaks; everywhere when empty.
    pub surfaces: Vec<String>,
    /// A regular expression.
    pub pattern: String,
    /// All of these have to hold; rows without a field are left out.
    pub conditions: Vec<DraftCondition>,
    /// The sentence that goes with a match of conditions.
    pub reason: String,
    /// The providers that a route allows, apart by commas.
    pub providers: String,
    /// A Rego module.
    pub source: String,
    /// Its tests.
    pub tests: String,
    /// Texts to try a pattern on, one a line.
    pub samples: String,
    /// Calls and whether the policy matches them; rows without a name and a call are left out. Not of a module, whose form shows none.
    pub cases: Vec<DraftCase>,
    /// It is saved switched off.
    pub off: bool,
    /// It comes into force with green tests only.
    pub critical: bool,
}

/// What a form of a policy offers.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DraftChoices {
    /// Every category.
    pub categories: Vec<String>,
    /// Fields of a condition with a fixed name.
    pub fields: Vec<String>,
    /// Operators of a condition.
    pub operators: Vec<String>,
}

/// One condition as its row of the form has it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct DraftCondition {
    /// What it looks at.
    pub field: String,
    /// How it compares.
    pub operator: String,
    /// With what: a text, a number, or several apart by commas or as a JSON list.
    pub value: String,
}

/// A test case as its row of the form has it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct DraftCase {
    /// Its name.
    pub name: String,
    /// What the call says; or the whole call, as a JSON object.
    pub call: String,
    /// `matches` or `differs`.
    pub expect: String,
    /// When the call comes, as RFC 3339; now when empty.
    pub at: String,
}

/// A call that is not made, as its form has it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct TrialCall {
    /// What it says.
    pub query: String,
    /// The way it comes; `decide` when empty.
    pub plane: String,
    /// The tool or model.
    pub target: String,
    /// The end user.
    pub user: String,
    /// Everything else, as a JSON object.
    pub context: String,
}

/// What is wrong with a draft, and where.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LintLine {
    /// The field of the draft.
    pub field: String,
    /// The line of that field, or the row of the conditions, from 1.
    pub line: Option<u32>,
    /// The character of that line, from 1.
    pub column: Option<u32>,
    /// In words.
    pub message: String,
}

/// What the tests of a draft showed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TestsView {
    /// Each test, or each text that a pattern was tried on.
    pub tests: Vec<TestLine>,
    /// Lines of the module that the tests reached.
    pub covered: Vec<u32>,
    /// Lines that they missed.
    pub missed: Vec<u32>,
    /// Reached lines in percent; of a module only.
    pub percent: Option<u8>,
    /// Each test case.
    pub cases: Vec<TestLine>,
}

/// One test.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TestLine {
    /// The name of the rule, or the text.
    pub name: String,
    /// Whether the rule was true, or the pattern occurs.
    pub passed: bool,
    /// Why it could not be evaluated, or what the groups of the pattern caught.
    pub note: Option<String>,
}

/// What policies say to a call that is not made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TraceView {
    /// The answer.
    pub verdict: Verdict,
    /// Why, in words.
    pub reason: String,
    /// The answer without the draft, when a draft was tried.
    pub without_draft: Option<Verdict>,
    /// Every policy that was evaluated, matching ones first.
    pub policies: Vec<TraceLine>,
    /// What the call says, without what would be taken out.
    pub redacted: String,
    /// Time of scan and evaluation in microseconds.
    pub took_micros: u64,
    /// Simulations left today; `None` is without limit.
    pub left_today: Option<u32>,
}

/// What one policy said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TraceLine {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The version that was asked.
    pub version: u32,
    /// Who it speaks for.
    pub tier: TierOfPolicy,
    /// Whether it is the draft.
    pub is_draft: bool,
    /// The action of its match, when it matched.
    pub action: Option<Action>,
    /// What decided that action, and what it matched on.
    pub because: Option<(String, String)>,
    /// How long it took, in microseconds.
    pub took_micros: u64,
}

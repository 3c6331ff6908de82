use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use crate::{ReleaseChange, ReleaseId, ReleaseState, Verdict};

/// One change of a policy on its way into force, in the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReleaseLine {
    /// Which.
    pub id: ReleaseId,
    /// The policy.
    pub policy_id: String,
    /// The name that the policy has after it.
    pub policy_name: String,
    /// `pattern`, `conditions` or `rego`.
    pub policy_kind: String,
    /// Whether the policy comes into force with green tests only.
    pub critical: bool,
    /// What it does.
    pub change: ReleaseChange,
    /// Where it stands.
    pub state: ReleaseState,
    /// The version that was in force when it was written.
    pub base_version: i32,
    /// The version that it became.
    pub version: Option<i32>,
    /// Who wrote it first.
    pub drafted_by: String,
    /// When.
    #[serde(with = "time::serde::rfc3339")]
    pub drafted_at: OffsetDateTime,
    /// Who wrote it last.
    pub changed_by: String,
    /// When.
    #[serde(with = "time::serde::rfc3339")]
    pub changed_at: OffsetDateTime,
    /// When it was simulated since its last change.
    #[serde(with = "time::serde::rfc3339::option")]
    pub simulated_at: Option<OffsetDateTime>,
    /// On how many calls.
    pub simulated_inputs: Option<i32>,
    /// What its tests said when it was handed in.
    pub tests: Option<TestRun>,
    /// Who handed it in.
    pub requested_by: Option<String>,
    /// When.
    #[serde(with = "time::serde::rfc3339::option")]
    pub requested_at: Option<OffsetDateTime>,
    /// Who released or withdrew it.
    pub closed_by: Option<String>,
    /// When.
    #[serde(with = "time::serde::rfc3339::option")]
    pub closed_at: Option<OffsetDateTime>,
    /// Why, when somebody had to say: of an emergency or a roll-back.
    pub reason: Option<String>,
    /// Whether it was released without tests, simulation or a second person.
    pub is_emergency: bool,
    /// Who looked at it afterwards. An emergency without this waits for review.
    pub reviewed_by: Option<String>,
    /// When.
    #[serde(with = "time::serde::rfc3339::option")]
    pub reviewed_at: Option<OffsetDateTime>,
    /// Whether the viewer wrote some of it, by hand or with a key of theirs, and so may not release it.
    pub is_viewers_own: bool,
}

impl ReleaseLine {
    /// Whether it was an emergency that nobody looked at yet.
    pub const fn waits_for_review(&self) -> bool {
        self.is_emergency && self.reviewed_by.is_none()
    }
}

/// One change of a policy with everything that a second person looks at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReleaseDetail {
    /// The line.
    pub line: ReleaseLine,
    /// The version in force, which is what it is compared with; `None` when the policy is removed.
    pub live_version: Option<i32>,
    /// What would change, or what changed.
    pub diff: VersionDiff,
    /// What has to be done before it can be handed in, in sentences; empty when nothing.
    pub missing: Vec<String>,
}

/// What the tests of a policy said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TestRun {
    /// Whether it may come into force by them.
    pub is_green: bool,
    /// How many were true.
    pub passed: usize,
    /// Those that were not.
    pub failed: Vec<TestFailure>,
    /// Lines of a Rego module that they reached, in percent.
    pub coverage_percent: Option<u8>,
    /// Why it is not green beside failed tests: none at all, or too few lines reached.
    pub problem: Option<String>,
}

/// A test that was not true.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TestFailure {
    /// Its name.
    pub name: String,
    /// What was wrong.
    pub problem: String,
}

/// How two forms of a policy differ.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct VersionDiff {
    /// Fields of one line that differ, in a fixed order.
    pub fields: Vec<FieldChange>,
    /// Texts of several lines that differ: pattern, conditions, source, tests.
    pub texts: Vec<TextChange>,
}

impl VersionDiff {
    /// Whether both forms are the same.
    pub const fn is_empty(&self) -> bool {
        self.fields.is_empty() && self.texts.is_empty()
    }
}

/// A field that differs; `None` where there is no such thing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldChange {
    /// Its name.
    pub field: String,
    /// What it was.
    pub before: Option<String>,
    /// What it is.
    pub after: Option<String>,
}

/// A text that differs, whole, line by line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TextChange {
    /// Its name.
    pub field: String,
    /// Every line of both forms, in order.
    pub lines: Vec<DiffLine>,
}

/// One line of a text that differs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DiffLine {
    /// Where it stands.
    pub kind: DiffKind,
    /// The line without its end.
    pub text: String,
    /// Its number before, from 1.
    pub before: Option<u32>,
    /// Its number after, from 1.
    pub after: Option<u32>,
}

/// Where a line of a diff stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DiffKind {
    /// In both forms.
    Same,
    /// In the later one only.
    Added,
    /// In the earlier one only.
    Removed,
}

/// What a change would do to some calls, beside what is in force now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Comparison {
    /// How many calls were asked about.
    pub inputs: usize,
    /// How many would be answered differently.
    pub changed: usize,
    /// Each call, in the order in which they came.
    pub lines: Vec<ComparedCall>,
}

/// One call under both sets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ComparedCall {
    /// What it would be answered now.
    pub live: Verdict,
    /// What it would be answered after the change.
    pub draft: Verdict,
    /// The policy that decides after the change, if one matches.
    pub decided_by: Option<String>,
    /// Whether the text that may be passed on differs.
    pub redaction_differs: bool,
}

impl ComparedCall {
    /// Whether a client would notice.
    pub fn differs(&self) -> bool {
        self.live != self.draft || self.redaction_differs
    }
}

use serde::Serialize;

use crate::VerifierKey;

/// Problems beyond this number are counted but not listed.
const LISTED: usize = 1000;

/// What a reader brings along.
#[derive(Debug, Clone, Default)]
pub struct VerifyOptions {
    /// Keys got by another way than the bundle. Without one, a bundle can only be shown to agree with itself.
    pub pinned: Vec<VerifierKey>,
    /// The signed checkpoint kept from last time; the bundle must prove that the log only grew since.
    pub since: Option<String>,
    /// Fail when no key is pinned.
    pub strict: bool,
}

/// What a verification found.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Report {
    /// Nothing is wrong.
    pub ok: bool,
    /// The checkpoint was signed by a pinned key, not only by a key that the bundle itself names.
    pub pinned: bool,
    /// Whose records.
    pub org: Option<String>,
    /// How many records were read, retired ones included.
    pub records: u64,
    /// The first record's number, when there is one.
    pub first_seq: Option<u64>,
    /// The last record's number, when there is one.
    pub last_seq: Option<u64>,
    /// How many records the log had when the checkpoint was signed.
    pub tree_size: Option<u64>,
    /// When the checkpoint was signed, in microseconds since 1970.
    pub checkpoint_at: Option<i64>,
    /// Personal values that were erased.
    pub erased: u64,
    /// Records of which only the leaf is left.
    pub retired: u64,
    /// Policy sets in the bundle.
    pub policy_sets: u64,
    /// Policy sets whose digest a record names; the others are context, not proof.
    pub policy_sets_bound: u64,
    /// How many problems there are; the list stops at a thousand.
    pub problem_count: u64,
    /// What is wrong.
    pub problems: Vec<Problem>,
}

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// In which line, from 1; the manifest stands for everything that concerns the whole.
    pub line: u64,
    /// At which record, when it is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seq: Option<u64>,
    /// What, for programs.
    pub code: ProblemCode,
    /// What, for people.
    pub message: &'static str,
}

/// Everything that can be wrong with a bundle.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ProblemCode {
    /// The file cannot be read, or a line is longer than any line may be.
    Unreadable,
    /// A line or record that does not follow the format.
    Malformed,
    /// A bundle or record of another version.
    UnsupportedVersion,
    /// Organisation, origin and checkpoint do not name the same log.
    OriginMismatch,
    /// A checkpoint that is not one.
    MalformedCheckpoint,
    /// No accepted key signed a checkpoint.
    WrongKey,
    /// A signature in the name of an accepted key does not fit.
    BadSignature,
    /// No key was pinned, but one was demanded.
    Unpinned,
    /// A record of another organisation.
    ForeignRecord,
    /// A record that is not in its canonical form.
    NotCanonical,
    /// A record that does not hash to its leaf.
    LeafMismatch,
    /// A record with another number than its place says.
    SeqGap,
    /// A record that is older than the one before it.
    TimeReversed,
    /// A personal value that is not the one that was recorded.
    CommitmentMismatch,
    /// A personal value that the record does not commit to.
    UncommittedValue,
    /// A field that is said to be erased but is there, or never was.
    ErasedMismatch,
    /// A body that is said to be retired by something that is not such a deed.
    BadRetirement,
    /// Another number of records or policy sets than announced.
    CountMismatch,
    /// A range proof with the wrong number of hashes.
    BadRangeProof,
    /// The records do not lead to the signed root.
    RootMismatch,
    /// The log did not grow out of the earlier checkpoint.
    Inconsistent,
    /// Two checkpoints of the same size with different roots: the log showed two faces.
    SplitView,
    /// The log is smaller than it once was.
    Rollback,
    /// The bundle does not prove that the log grew out of the reader's checkpoint.
    SinceUnproven,
    /// The end is missing.
    Truncated,
    /// The end line does not fit what stands before it.
    DigestMismatch,
    /// Something stands behind the end line.
    Trailing,
}

/// A report under construction.
#[derive(Debug, Default)]
pub(super) struct Findings {
    pub(super) report: Report,
}

impl Findings {
    pub(super) fn add(&mut self, code: ProblemCode, line: u64, seq: Option<u64>, message: &'static str) {
        self.report.problem_count += 1;
        if self.report.problems.len() < LISTED {
            self.report.problems.push(Problem { line, seq, code, message });
        }
    }

    pub(super) fn into_report(mut self) -> Report {
        self.report.ok = self.report.problem_count == 0;
        self.report
    }
}

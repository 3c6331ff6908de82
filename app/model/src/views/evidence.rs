use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use crate::ExportId;

/// The evidence page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EvidenceView {
    /// Where the ledger stands.
    pub ledger: LedgerState,
    /// Exports, newest first.
    pub exports: Vec<ExportLine>,
    /// Why this viewer may not export, when they may not (plan or permission).
    pub refusal: Option<String>,
}

/// Where an organisation's ledger stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LedgerState {
    /// Records.
    pub size: u64,
    /// Size of the newest signed checkpoint.
    pub checkpoint_size: Option<u64>,
    /// When it was signed.
    #[serde(with = "time::serde::rfc3339::option")]
    pub checkpoint_at: Option<OffsetDateTime>,
    /// The signed note itself, to keep elsewhere.
    pub checkpoint_note: Option<String>,
    /// The public key to pin, in C2SP `vkey` form.
    pub verifier_key: String,
    /// When the first record was made.
    #[serde(with = "time::serde::rfc3339::option")]
    pub first_at: Option<OffsetDateTime>,
}

/// One export.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExportLine {
    /// Which.
    pub id: ExportId,
    /// Who asked.
    pub requested_by: String,
    /// When.
    #[serde(with = "time::serde::rfc3339")]
    pub requested_at: OffsetDateTime,
    /// First day of the range, when bounded.
    #[serde(with = "time::serde::rfc3339::option")]
    pub from: Option<OffsetDateTime>,
    /// End of the range, when bounded.
    #[serde(with = "time::serde::rfc3339::option")]
    pub until: Option<OffsetDateTime>,
    /// How far it is.
    pub status: ExportStatus,
    /// Records written so far.
    pub records_done: u64,
    /// Records to write; zero until counted.
    pub records_total: u64,
    /// Size of the finished file.
    pub size_bytes: u64,
    /// SHA-256 of the finished file, hexadecimal.
    pub digest: Option<String>,
    /// What went wrong, when it failed.
    pub problem: Option<String>,
}

/// How far an export is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ExportStatus {
    /// Waits for the worker.
    Queued,
    /// Being written.
    Running,
    /// Ready to download.
    Ready,
    /// Stopped; `problem` says why.
    Failed,
}

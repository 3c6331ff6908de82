//! What clients report after the fact, and reading the trail back in the words that SDKs know.

pub(crate) mod clean;
mod entry;
mod filter;
mod report_llm_call;
mod report_tool_call;
mod search;

use ledger::Deed;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::{Error, Result, detection::Tally};

pub use entry::{AuditEntry, PolicyDetails, PolicyHit};
pub use filter::{AuditFilter, ReadScope};
pub use report_llm_call::{LlmCall, TokenUsage, report_llm_call};
pub use report_tool_call::{ToolCall, report_tool_call};
pub use search::{AuditPage, search};

pub(crate) use entry::AUDITED_KINDS;

/// Looks at a report away from the event loop: it may be as large as a body may be.
async fn looked_at(look: impl FnOnce() -> (Deed, Tally) + Send + 'static) -> Result<(Deed, Tally)> {
    tokio::task::spawn_blocking(look).await.map_err(Error::broken)
}

/// A report that is durable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reported {
    /// Names the record.
    pub audit_id: Uuid,
    /// When it was recorded.
    pub at: OffsetDateTime,
}

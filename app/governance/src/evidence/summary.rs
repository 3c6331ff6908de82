use model::Tier;
use serde::Serialize;
use store::{
    OrgScope, approvals,
    ledger_read::{self, RecordFilter},
};
use time::{Duration, OffsetDateTime};

use super::plan::Plan;
use crate::{Governance, Result, audit::AUDITED_KINDS, policies::own_tenant};

/// Beyond this a count is only "many".
const COUNTED: i64 = 1_000_000;
/// How far a summary reaches back where the plan does not bound it.
const WINDOW: Duration = Duration::days(90);

/// What an export would hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EvidenceSummary {
    /// The workspace.
    pub tenant_id: String,
    /// The plan.
    pub tier: Tier,
    /// How many days back it counts.
    pub window_days: i64,
    /// How much there is.
    pub counts: EvidenceCounts,
    /// When it was counted.
    #[serde(with = "time::serde::rfc3339")]
    pub generated_at: OffsetDateTime,
    /// What an export must not be used for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub disclaimer: Option<&'static str>,
}

/// Records by kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct EvidenceCounts {
    /// Governed calls and reports.
    pub audit_logs: u64,
    /// Steps of workflows; this product records none yet.
    pub workflow_steps: u64,
    /// Held calls.
    pub hitl_approvals: u64,
    /// Together.
    pub total: u64,
}

/// Counts what an export of the plan's whole window would hold.
pub async fn summary(gov: &Governance, scope: &OrgScope) -> Result<EvidenceSummary> {
    let _turn = gov.slow_reads.enter(scope.org()).await?;
    let mut tx = gov.pool().org_tx(scope).await?;
    let plan = Plan::here(&mut tx).await?;
    let window = plan.window.unwrap_or(WINDOW);
    let since = tx.now() - window;
    let filter = RecordFilter { kinds: AUDITED_KINDS.to_vec(), since: Some(since), ..RecordFilter::default() };
    let audit_logs = ledger_read::count(&mut tx, &filter, COUNTED).await?;
    let hitl_approvals = approvals::count_since(&mut tx, since).await?;
    Ok(EvidenceSummary {
        tenant_id: own_tenant(&mut tx).await?.to_string(),
        tier: plan.tier,
        window_days: window.whole_days(),
        counts: EvidenceCounts { audit_logs, workflow_steps: 0, hitl_approvals, total: audit_logs + hitl_approvals },
        generated_at: tx.now(),
        disclaimer: plan.disclaimer(),
    })
}

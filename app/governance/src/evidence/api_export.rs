use model::{DeedKind, ExportId, Id, Invalid, Tier};
use serde::{Deserialize, Serialize};
use store::{
    OrgScope, OrgTx, approvals,
    approvals::ApprovalRecord,
    ledger_read::{self, RecordFilter},
    members,
};
use time::{Date, Duration, OffsetDateTime, format_description::well_known::Rfc3339, macros::format_description};
use uuid::Uuid;

use super::{
    plan::Plan,
    request::{expect_order, range_deed},
};
use crate::{
    Governance, Result,
    audit::{AUDITED_KINDS, AuditEntry},
    policies::own_tenant,
};

const TYPES: [&str; 3] = ["audit_logs", "workflow_steps", "hitl_approvals"];

/// What to export, in the words of the wire.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct ApiExport {
    /// First day or instant, `YYYY-MM-DD` or RFC 3339.
    pub start_date: String,
    /// Last day, or the instant before which it ends; now when unsaid.
    pub end_date: Option<String>,
    /// `audit_logs`, `workflow_steps`, `hitl_approvals`; all when empty.
    pub types: Vec<String>,
    /// Records at most.
    pub limit: Option<i64>,
}

/// A plain export. It proves nothing by itself; the bundle does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ApiEvidence {
    /// Names it.
    pub export_id: ExportId,
    /// The workspace.
    pub tenant_id: String,
    /// The plan.
    pub tier: Tier,
    /// What it covers.
    pub date_range: DateRange,
    /// What it must not be used for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub disclaimer: Option<&'static str>,
    /// Records in all.
    pub record_count: usize,
    /// Governed calls and reports, newest first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub audit_logs: Option<Vec<AuditEntry>>,
    /// Steps of workflows; this product records none yet.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub workflow_steps: Option<Vec<serde_json::Value>>,
    /// Held calls, oldest first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hitl_approvals: Option<Vec<HitlEvidence>>,
    /// When it was made.
    #[serde(with = "time::serde::rfc3339")]
    pub exported_at: OffsetDateTime,
    /// How much of the day's allowance is used.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub daily_usage: Option<DailyUsage>,
}

/// From when until when.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct DateRange {
    /// From this time on.
    #[serde(with = "time::serde::rfc3339")]
    pub start: OffsetDateTime,
    /// Before this time.
    #[serde(with = "time::serde::rfc3339")]
    pub end: OffsetDateTime,
}

/// Exports of a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct DailyUsage {
    /// Made so far.
    pub used: u64,
    /// Allowed.
    pub limit: u64,
}

/// A held call in a plain export.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HitlEvidence {
    /// Which.
    pub request_id: String,
    /// Where it stands.
    pub status: &'static str,
    /// How bad it could be.
    pub severity: &'static str,
    /// What kind of call.
    pub request_type: String,
    /// The key that asked.
    pub client_id: String,
    /// The call, masked.
    pub original_query: String,
    /// The policy that stopped it.
    pub triggered_policy_id: String,
    /// That policy's name.
    pub triggered_policy_name: String,
    /// Why it stopped.
    pub trigger_reason: String,
    /// Who decided.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reviewer: Option<String>,
    /// What they said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub review_comment: Option<String>,
    /// When it was asked.
    #[serde(with = "time::serde::rfc3339")]
    pub created_at: OffsetDateTime,
    /// When it was decided.
    #[serde(with = "time::serde::rfc3339::option", skip_serializing_if = "Option::is_none")]
    pub reviewed_at: Option<OffsetDateTime>,
}

/// Exports records as plain JSON, and records that it did.
pub async fn api_export(gov: &Governance, scope: &OrgScope, asked: ApiExport) -> Result<ApiEvidence> {
    let (start, end) = asked.range(gov.now())?;
    let _turn = gov.slow_reads.enter(scope.org()).await?;
    let mut tx = gov.pool().org_tx(scope).await?;
    let acting = members::acting(&mut tx).await?;
    let plan = Plan::here(&mut tx).await?;
    let used = plan.draw(&mut tx).await?;
    let start = plan.start(Some(start), tx.now()).unwrap_or(start);
    let most = asked.limit.unwrap_or(plan.most_records).clamp(1, plan.most_records);
    let audit_logs = if asked.wants("audit_logs") { Some(audit_logs(&mut tx, start, end, most).await?) } else { None };
    let left = most - audit_logs.as_ref().map_or(0, |logs| i64::try_from(logs.len()).unwrap_or(most));
    let hitl_approvals = if asked.wants("hitl_approvals") { Some(holds(&mut tx, start, end, left).await?) } else { None };
    let evidence = ApiEvidence {
        export_id: Id::from_uuid(Uuid::now_v7()),
        tenant_id: own_tenant(&mut tx).await?.to_string(),
        tier: plan.tier,
        date_range: DateRange { start, end },
        disclaimer: plan.disclaimer(),
        record_count: audit_logs.as_ref().map_or(0, Vec::len) + hitl_approvals.as_ref().map_or(0, Vec::len),
        audit_logs,
        workflow_steps: asked.wants("workflow_steps").then(Vec::new),
        hitl_approvals,
        exported_at: tx.now(),
        daily_usage: plan.daily.map(|limit| DailyUsage { used, limit }),
    };
    let deed = range_deed(DeedKind::ExportRequested, evidence.export_id, Some(start), Some(end));
    let deed = deed.fact("form", "json").fact("records", evidence.record_count);
    tx.commit(acting.sign(deed)).await?;
    Ok(evidence)
}

async fn audit_logs(tx: &mut OrgTx, start: OffsetDateTime, end: OffsetDateTime, most: i64) -> Result<Vec<AuditEntry>> {
    let filter = RecordFilter { kinds: AUDITED_KINDS.to_vec(), since: Some(start), until: Some(end), ..RecordFilter::default() };
    ledger_read::page(tx, &filter, most, 0).await?.iter().map(AuditEntry::of).collect()
}

async fn holds(tx: &mut OrgTx, start: OffsetDateTime, end: OffsetDateTime, most: i64) -> Result<Vec<HitlEvidence>> {
    Ok(approvals::between(tx, start, end, most).await?.into_iter().map(hold).collect())
}

fn hold(record: ApprovalRecord) -> HitlEvidence {
    let row = record.row;
    HitlEvidence {
        request_id: record.id.to_string(),
        status: record.status.as_str(),
        severity: record.severity.as_str(),
        request_type: row.request_type,
        client_id: record.key.client_id(),
        original_query: row.call_masked,
        triggered_policy_id: row.policy_id,
        triggered_policy_name: row.policy_name,
        trigger_reason: row.reason,
        reviewer: row.decided_name,
        review_comment: row.decision_reason,
        created_at: row.created_at,
        reviewed_at: row.decided_at,
    }
}

impl ApiExport {
    fn wants(&self, what: &str) -> bool {
        self.types.is_empty() || self.types.iter().any(|asked| asked == what)
    }

    fn range(&self, now: OffsetDateTime) -> Result<(OffsetDateTime, OffsetDateTime)> {
        if self.types.iter().any(|asked| !TYPES.contains(&asked.as_str())) {
            return Err(Invalid::new("types", format!("must be of {}", TYPES.join(", "))).into());
        }
        let start = instant("start_date", &self.start_date, Duration::ZERO)?;
        // A day that is named as the last one belongs to the range.
        let end = self.end_date.as_deref().map(|end| instant("end_date", end, Duration::DAY)).transpose()?.unwrap_or(now);
        expect_order(Some(start), Some(end))?;
        Ok((start, end))
    }
}

/// An instant, or midnight UTC of a day moved by `of_day`.
fn instant(field: &'static str, text: &str, of_day: Duration) -> Result<OffsetDateTime> {
    let day = || Date::parse(text, format_description!("[year]-[month]-[day]")).ok()?.midnight().assume_utc().checked_add(of_day);
    let found = OffsetDateTime::parse(text, &Rfc3339).ok().or_else(day);
    Ok(found.ok_or_else(|| Invalid::new(field, "must be YYYY-MM-DD or an RFC 3339 time"))?)
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    fn asked(start: &str, end: Option<&str>) -> ApiExport {
        ApiExport { start_date: start.to_owned(), end_date: end.map(str::to_owned), ..ApiExport::default() }
    }

    #[test]
    fn days_and_instants_are_read_and_the_last_day_counts() {
        let now = datetime!(2026-03-10 12:00 UTC);

        let range = |start, end| asked(start, end).range(now).unwrap();

        assert_eq!(range("2026-03-01", None), (datetime!(2026-03-01 0:00 UTC), now));
        assert_eq!(range("2026-03-01", Some("2026-03-01")), (datetime!(2026-03-01 0:00 UTC), datetime!(2026-03-02 0:00 UTC)));
        assert_eq!(range("2026-03-01T10:00:00+01:00", None).0, datetime!(2026-03-01 9:00 UTC));
    }

    #[test]
    fn bad_dates_and_types_are_refused() {
        let now = datetime!(2026-03-10 12:00 UTC);

        for bad in [asked("", None), asked("yesterday", None), asked("2026-03-05", Some("2026-03-01")), asked("2026-04-01", None)] {
            assert!(bad.range(now).is_err(), "{bad:?}");
        }
        assert!(ApiExport { types: vec!["everything".to_owned()], ..asked("2026-03-01", None) }.range(now).is_err());
    }
}

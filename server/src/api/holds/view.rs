use serde::Serialize;
use serde_json::{Map, Value};
use store::approvals::ApprovalRecord;
use utoipa::ToSchema;

use crate::http::Stamp;

/// A held call in the words of the wire. What it shows of the call is masked.
#[derive(Serialize, ToSchema)]
pub(in crate::api) struct HeldCall {
    request_id: String,
    org_id: String,
    tenant_id: String,
    client_id: String,
    original_query: String,
    request_type: String,
    #[schema(value_type = Object)]
    request_context: Map<String, Value>,
    triggered_policy_id: String,
    triggered_policy_name: String,
    trigger_reason: String,
    severity: &'static str,
    /// `pending`, `approved`, `rejected`, `expired` or `overridden`.
    status: &'static str,
    expires_at: Stamp,
    created_at: Stamp,
    updated_at: Stamp,
    #[serde(skip_serializing_if = "Option::is_none")]
    user_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reviewer_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    review_comment: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reviewed_at: Option<Stamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    notify_url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    eu_ai_act_article: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    compliance_framework: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    risk_classification: Option<String>,
}

impl HeldCall {
    pub(super) fn of(org: model::OrgId, record: ApprovalRecord) -> Self {
        let masked = serde_json::from_str(&record.row.call_masked).unwrap_or(Value::Null);
        let row = record.row;
        let label = |name: &str| row.labels.get(name)?.as_str().map(str::to_owned);
        Self {
            request_id: record.id.to_string(),
            org_id: org.to_string(),
            tenant_id: record.tenant.to_string(),
            client_id: record.key.client_id(),
            original_query: query_of(&masked).unwrap_or_else(|| row.title.clone()),
            request_context: context_of(&masked),
            eu_ai_act_article: label("eu_ai_act_article"),
            compliance_framework: label("compliance_framework"),
            risk_classification: label("risk_classification"),
            request_type: row.request_type,
            triggered_policy_id: row.policy_id,
            triggered_policy_name: row.policy_name,
            trigger_reason: row.reason,
            severity: record.severity.as_str(),
            status: record.status.as_str(),
            expires_at: Stamp(row.approve_by),
            created_at: Stamp(row.created_at),
            updated_at: Stamp(row.updated_at),
            user_id: row.end_user,
            reviewer_id: row.decided_name,
            review_comment: row.decision_reason,
            reviewed_at: row.decided_at.map(Stamp),
            notify_url: row.notify_url,
        }
    }
}

/// Each surface has its own name for the text of a call.
fn query_of(masked: &Value) -> Option<String> {
    ["original_query", "query", "statement"].iter().find_map(|name| masked.get(name)?.as_str().map(str::to_owned))
}

fn context_of(masked: &Value) -> Map<String, Value> {
    masked.get("context").and_then(Value::as_object).cloned().unwrap_or_default()
}

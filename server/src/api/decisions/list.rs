use axum::{extract::State, response::Response};
use gate::{AnyClient, problem::Problem};
use governance::{Governance, audit::ReadScope, auth::Caller, decisions};
use model::{
    PageSize, Verdict,
    views::{DecisionFilter, DecisionLine},
};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    api::read_scope,
    http::{QueryText, Stamp},
};

const DEFAULT_LIMIT: usize = 50;

#[derive(Serialize, ToSchema)]
pub(in crate::api) struct Decisions {
    decisions: Vec<DecisionItem>,
}

#[derive(Serialize, ToSchema)]
struct DecisionItem {
    decision_id: String,
    timestamp: Stamp,
    /// `allowed`, `blocked`, `redacted` or `needs_approval`.
    decision: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    policy_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tool_signature: Option<String>,
}

/// Decisions, newest first; none for a key without `audit:read-all`, which the read scope in the header says.
#[utoipa::path(get, path = "/api/v1/decisions", tag = "decisions", responses((status = 200, body = Decisions)),
    params(("since" = Option<String>, Query), ("decision" = Option<String>, Query), ("policy_id" = Option<String>, Query),
        ("tool_signature" = Option<String>, Query), ("limit" = Option<u32>, Query)))]
pub(in crate::api) async fn list_decisions(client: AnyClient, State(gov): State<Governance>, query: QueryText) -> Response {
    let scope = read_scope::of(&client);
    read_scope::answer(&scope, list(&gov, &client.caller, &scope, &query).await)
}

async fn list(gov: &Governance, caller: &Caller, scope: &ReadScope, query: &QueryText) -> Result<Decisions, Problem> {
    let limit = query.number::<usize>("limit")?.unwrap_or(DEFAULT_LIMIT).clamp(1, 200);
    let Some(filter) = filter(query)?.filter(|_| *scope != ReadScope::None) else { return Ok(Decisions { decisions: Vec::new() }) };
    let filter = DecisionFilter { end_user: scope.only().map(str::to_owned), ..filter };
    let tool = query.text("tool_signature");
    // A filter by tool is applied to the newest page; the ledger has no index for it.
    let size = if tool.is_some() { 200 } else { i64::try_from(limit).unwrap_or(200) };
    let page = decisions::list(gov, &caller.scope, &filter, PageSize::clamp(size)).await?;
    let shown = page.items.into_iter().filter(|line| tool.is_none() || line.target == tool).take(limit);
    Ok(Decisions { decisions: shown.map(item).collect() })
}

/// `None` for a filter that no decision can pass: decisions never end in an error.
fn filter(query: &QueryText) -> Result<Option<DecisionFilter>, Problem> {
    let verdict = match query.text("decision").as_deref() {
        None => None,
        Some("error") => return Ok(None),
        Some(word) => Some(
            Verdict::ALL
                .iter()
                .copied()
                .find(|verdict| verdict.read_word() == word)
                .ok_or_else(|| Problem::invalid("decision", "must be allowed, blocked, redacted, needs_approval or error"))?,
        ),
    };
    Ok(Some(DecisionFilter { verdict, policy: query.text("policy_id"), since: query.time("since")?, ..DecisionFilter::default() }))
}

fn item(line: DecisionLine) -> DecisionItem {
    DecisionItem {
        decision_id: line.id.to_string(),
        timestamp: Stamp(line.at),
        decision: line.verdict.read_word(),
        policy_id: line.policies.into_iter().next(),
        tool_signature: line.target,
    }
}

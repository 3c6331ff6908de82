use axum::{Json, extract::State};
use gate::{ApiClient, HoldsRead, problem::Problem};
use governance::{
    Governance,
    approvals::{ApprovalFilter, records},
};
use model::{ApprovalStatus, PageRequest, PageSize, Severity};

use super::{
    envelope::{Meta, Page},
    view::HeldCall,
};
use crate::http::QueryText;

/// Held calls: waiting ones by due time, others newest first and counted up to ten thousand.
#[utoipa::path(get, path = "/api/v1/hitl/queue", tag = "approvals", responses((status = 200, body = Page<HeldCall>)),
    params(("status" = Option<String>, Query), ("severity" = Option<String>, Query), ("limit" = Option<i64>, Query), ("offset" = Option<u32>, Query)))]
pub(in crate::api) async fn list_holds(
    client: ApiClient<HoldsRead>,
    State(gov): State<Governance>,
    query: QueryText,
) -> Result<Json<Page<HeldCall>>, Problem> {
    let (filter, page) = asked(&query)?;
    let scope = &client.caller.scope;
    let (rows, total) = records(&gov, scope, &filter, page).await?;
    let meta = Meta { total, limit: page.size.get(), offset: page.offset };
    Ok(Json(Page::of(rows.into_iter().map(|row| HeldCall::of(scope.org(), row)).collect(), meta)))
}

fn asked(query: &QueryText) -> Result<(ApprovalFilter, PageRequest), Problem> {
    let statuses = query.words("status", ApprovalStatus::parse)?;
    let severities = query.words("severity", Severity::parse)?;
    let size = PageSize::clamp(query.number("limit")?.unwrap_or(50));
    let offset = query.number("offset")?.unwrap_or(0);
    Ok((ApprovalFilter { statuses, severities }, PageRequest { size, offset }))
}

use axum::{
    extract::{Path, State},
    response::Response,
};
use gate::{AnyClient, problem::Problem};
use governance::{
    Governance,
    audit::{AuditFilter, AuditPage, ReadScope, search},
    auth::Caller,
};

use crate::{api::read_scope, http::QueryText};

/// The trail of the credential's own tenant; any other is not there.
#[utoipa::path(get, path = "/api/v1/audit/tenant/{tenant_id}", tag = "audit", responses((status = 200, body = Value), (status = 404)),
    params(("tenant_id" = String, Path), ("limit" = Option<u32>, Query), ("offset" = Option<u32>, Query)))]
pub(in crate::api) async fn audit_of_tenant(
    client: AnyClient,
    State(gov): State<Governance>,
    Path(tenant): Path<String>,
    query: QueryText,
) -> Response {
    let scope = read_scope::of(&client);
    read_scope::answer(&scope, page(&gov, &client.caller, &tenant, &query, scope.clone()).await)
}

async fn page(gov: &Governance, caller: &Caller, tenant: &str, query: &QueryText, scope: ReadScope) -> Result<AuditPage, Problem> {
    if tenant != caller.tenant().to_string() && tenant != caller.scope.org().to_string() {
        return Err(Problem::not_found());
    }
    let filter = AuditFilter {
        limit: query.number("limit")?.unwrap_or(50),
        offset: query.number("offset")?.unwrap_or(0),
        restrict_to: scope,
        ..AuditFilter::default()
    };
    Ok(search(gov, &caller.scope, filter).await?)
}

use axum::{
    Json,
    extract::{Path, State},
    http::StatusCode,
};
use gate::{ApiClient, SettingsWrite, json_body::Body, problem::Problem};
use governance::{Governance, sso};
use model::{ConnectionId, SsoMode, views::DomainLine};
use serde::Deserialize;
use utoipa::ToSchema;

use super::{certificates::NoWords, shapes::SsoDomain};

/// A domain to prove.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::api) struct SsoDomainToProve {
    domain: String,
}

/// Where a domain's people sign in.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::api) struct SsoRoute {
    #[schema(value_type = String)]
    connection: ConnectionId,
    /// `off`, `optional` or `required`.
    #[schema(value_type = String)]
    mode: SsoMode,
}

/// Every domain, with the record that proves it.
#[utoipa::path(get, path = "/api/v1/sso/domains", tag = "single sign-on", responses((status = 200, body = [SsoDomain])))]
pub(in crate::api) async fn list_domains(
    client: ApiClient<SettingsWrite>,
    State(gov): State<Governance>,
) -> Result<Json<Vec<DomainLine>>, Problem> {
    Ok(Json(sso::domain_lines(&gov, &client.caller.scope).await?))
}

/// Adds a domain, to be proved by the record that is answered; one that is there already keeps its record.
#[utoipa::path(post, path = "/api/v1/sso/domains", tag = "single sign-on", request_body = SsoDomainToProve,
    responses((status = 201, body = SsoDomain)))]
pub(in crate::api) async fn add_domain(
    client: ApiClient<SettingsWrite>,
    State(gov): State<Governance>,
    body: Body<SsoDomainToProve>,
) -> Result<(StatusCode, Json<DomainLine>), Problem> {
    let row = sso::add_domain(&gov, &client.caller.scope, &body.value.domain).await?;
    Ok((StatusCode::CREATED, Json(sso::domain_line(&gov, &client.caller.scope, &row.domain).await?)))
}

/// Looks for a domain's record now.
#[utoipa::path(post, path = "/api/v1/sso/domains/{domain}/verification", tag = "single sign-on", params(("domain" = String, Path)),
    request_body = NoWords, responses((status = 200, body = SsoDomain), (status = 404), (status = 409)))]
pub(in crate::api) async fn verify_domain(
    client: ApiClient<SettingsWrite>,
    State(gov): State<Governance>,
    Path(domain): Path<String>,
    _: Body<NoWords>,
) -> Result<Json<DomainLine>, Problem> {
    let row = sso::verify_domain(&gov, &client.caller.scope, &domain).await?;
    Ok(Json(sso::domain_line(&gov, &client.caller.scope, &row.domain).await?))
}

/// Says by which connection a domain's people sign in, and whether they may or have to.
#[utoipa::path(put, path = "/api/v1/sso/domains/{domain}/route", tag = "single sign-on", params(("domain" = String, Path)),
    request_body = SsoRoute, responses((status = 200, body = SsoDomain), (status = 404), (status = 409)))]
pub(in crate::api) async fn route_domain(
    client: ApiClient<SettingsWrite>,
    State(gov): State<Governance>,
    Path(domain): Path<String>,
    body: Body<SsoRoute>,
) -> Result<Json<DomainLine>, Problem> {
    let scope = &client.caller.scope;
    let row = sso::route_domain(&gov, scope, &domain, body.value.connection, body.value.mode.as_str()).await?;
    Ok(Json(sso::domain_line(&gov, scope, &row.domain).await?))
}

/// Removes a domain; its people sign in by password again.
#[utoipa::path(delete, path = "/api/v1/sso/domains/{domain}", tag = "single sign-on", params(("domain" = String, Path)),
    responses((status = 204), (status = 404)))]
pub(in crate::api) async fn remove_domain(
    client: ApiClient<SettingsWrite>,
    State(gov): State<Governance>,
    Path(domain): Path<String>,
) -> Result<StatusCode, Problem> {
    sso::remove_domain(&gov, &client.caller.scope, &domain).await?;
    Ok(StatusCode::NO_CONTENT)
}

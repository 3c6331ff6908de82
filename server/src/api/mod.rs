//! The API that SDKs speak: one folder per resource, one file per verb, every handler a thin door to a use case.
//!
//! A handler names what it needs by its extractor ([`gate::ApiClient`], [`gate::AnyClient`], [`gate::Anyone`]), asks one
//! use case, and puts the answer into the wire's words; verdicts get theirs in `verdict_words`, errors in `gate::problem`.
//! To add a route: a verb file with its `#[utoipa::path]`, a line in its group below, a line in [`table::ROUTES`].

mod access;
mod api_keys;
mod audit;
mod connectors;
mod decisions;
mod departures;
mod dynamic_policies;
mod evidence;
mod governed;
mod governing;
mod health;
mod holds;
mod metrics;
mod pep_handshake;
mod policy_filter;
mod policy_releases;
mod policy_removal;
mod pre_checks;
mod read_scope;
mod rego_policies;
mod reports;
mod requests;
mod sdk_portal;
mod sign_ins;
mod simulation;
mod sso;
mod state;
mod static_policies;
pub mod table;
mod teams;
mod tool_checks;
mod user_tokens;
mod verdict_words;

use axum::{Router, extract::Request, middleware, middleware::Next, routing::any};
use gate::{
    problem::{Family, speak},
    request_facts::{Edge, carry},
};
use governance::Governance;
use tower_http::catch_panic::CatchPanicLayer;
use utoipa_axum::{router::OpenApiRouter, routes};

pub use state::{About, Api};

use crate::{
    http::{Refusals, method_not_allowed, panicked, record_refusals, unknown_route, within_time},
    openapi,
};

/// The API standing alone: every route, and JSON for every path that is none.
pub fn router(api: Api, edge: Edge) -> Router {
    let gov = api.gov.clone();
    let whole = routes(api).fallback(unknown_route).method_not_allowed_fallback(method_not_allowed);
    guarded(&gov, whole).layer(middleware::from_fn_with_state(edge, carry))
}

/// The API as part of a larger router, which brings [`carry`] and the answer for paths outside of the API.
pub fn mounted(api: Api) -> Router {
    let gov = api.gov.clone();
    let outside = Router::new()
        .route("/api/{*rest}", any(unknown_route))
        .route("/mcp/{*rest}", any(unknown_route))
        .route("/access/{*rest}", any(unknown_route));
    guarded(&gov, routes(api).method_not_allowed_fallback(method_not_allowed).merge(outside))
}

/// The layers that every answer passes, innermost first.
fn guarded(gov: &Governance, routes: Router) -> Router {
    routes
        .layer(middleware::from_fn_with_state(gov.clone(), within_time))
        .layer(CatchPanicLayer::custom(panicked))
        .layer(middleware::from_fn(|request: Request, next: Next| speak(Family::Agent, request, next)))
        .layer(middleware::from_fn_with_state(Refusals::new(gov.clone()), record_refusals))
}

fn routes(api: Api) -> Router {
    let (router, document) = described().split_for_parts();
    router.with_state(api).merge(openapi::reference(document))
}

/// Every route with its description, by the shape in which it refuses.
pub(crate) fn described() -> OpenApiRouter<Api> {
    OpenApiRouter::new()
        .merge(in_family(Family::Problem, open_routes()))
        .merge(in_family(Family::Agent, agent_routes()))
        .merge(in_family(Family::McpCheck, check_routes()))
        .merge(in_family(Family::Coded, policy_routes()))
        .merge(in_family(Family::CodedDetails, evidence_routes()))
        .merge(in_family(Family::CodedDetails, dynamic_policy_routes()))
        .merge(in_family(Family::CodedDetails, rego_policy_routes()))
        .merge(in_family(Family::CodedDetails, simulation_routes()))
        .merge(in_family(Family::Problem, governing_routes()))
        .merge(in_family(Family::Problem, release_routes()))
        .merge(in_family(Family::Problem, key_routes()))
        .merge(in_family(Family::Problem, team_routes()))
        .merge(in_family(Family::Problem, user_tokens::routes()))
        .merge(in_family(Family::Problem, sdk_portal::routes()))
        .merge(in_family(Family::Problem, sso_routes()))
        .merge(in_family(Family::AuthZen, access_routes()))
}

fn in_family(family: Family, routes: OpenApiRouter<Api>) -> OpenApiRouter<Api> {
    routes.layer(middleware::from_fn(move |request: Request, next: Next| speak(family, request, next)))
}

fn open_routes() -> OpenApiRouter<Api> {
    OpenApiRouter::new().routes(routes!(health::health)).routes(routes!(metrics::metrics)).routes(routes!(metrics::prometheus))
}

fn agent_routes() -> OpenApiRouter<Api> {
    OpenApiRouter::new()
        .routes(routes!(pre_checks::pre_check))
        .routes(routes!(reports::llm_call))
        .routes(routes!(reports::tool_call))
        .routes(routes!(decisions::decide))
        .routes(routes!(decisions::list_decisions))
        .routes(routes!(decisions::explain_decision))
        .routes(routes!(requests::request))
        .routes(routes!(connectors::connectors))
        .routes(routes!(holds::list_holds, holds::create_hold))
        .routes(routes!(holds::get_hold))
        .routes(routes!(holds::approve_hold))
        .routes(routes!(holds::reject_hold))
        .routes(routes!(holds::hold_stats))
        .routes(routes!(audit::search_audit))
        .routes(routes!(audit::audit_of_tenant))
}

fn check_routes() -> OpenApiRouter<Api> {
    OpenApiRouter::new().routes(routes!(tool_checks::check_input)).routes(routes!(tool_checks::check_output))
}

fn policy_routes() -> OpenApiRouter<Api> {
    use static_policies as policies;
    OpenApiRouter::new()
        .routes(routes!(policies::list_policies, policies::create_policy))
        .routes(routes!(policies::get_policy, policies::update_policy, policies::toggle_policy, policies::delete_policy))
        .routes(routes!(policies::effective_policies))
        .routes(routes!(policies::test_policy_pattern))
        .routes(routes!(policies::list_overrides))
        .routes(routes!(policies::policy_versions))
        .routes(routes!(policies::create_override, policies::delete_override))
        .routes(routes!(policies::diff_policy_versions))
        .routes(routes!(policies::roll_back_policy))
}

fn dynamic_policy_routes() -> OpenApiRouter<Api> {
    use dynamic_policies as policies;
    OpenApiRouter::new()
        .routes(routes!(policies::list_dynamic_policies, policies::create_dynamic_policy))
        .routes(routes!(policies::get_dynamic_policy, policies::update_dynamic_policy, policies::delete_dynamic_policy))
        .routes(routes!(policies::effective_dynamic_policies))
}

fn rego_policy_routes() -> OpenApiRouter<Api> {
    use rego_policies as policies;
    OpenApiRouter::new()
        .routes(routes!(policies::list_rego_policies, policies::create_rego_policy))
        .routes(routes!(policies::get_rego_policy, policies::update_rego_policy, policies::delete_rego_policy))
        .routes(routes!(policies::test_rego_policy))
}

fn simulation_routes() -> OpenApiRouter<Api> {
    OpenApiRouter::new()
        .routes(routes!(simulation::simulate_policies))
        .routes(routes!(simulation::simulate_batch))
        .routes(routes!(simulation::replay_policies))
        .routes(routes!(simulation::policy_impact))
        .routes(routes!(simulation::policy_conflicts))
}

fn governing_routes() -> OpenApiRouter<Api> {
    OpenApiRouter::new().routes(routes!(governing::get_governing, governing::set_governing))
}

fn release_routes() -> OpenApiRouter<Api> {
    use policy_releases as releases;
    OpenApiRouter::new()
        .routes(routes!(releases::list_releases))
        .routes(routes!(releases::get_release_mode, releases::set_release_mode))
        .routes(routes!(releases::get_release))
        .routes(routes!(releases::test_release))
        .routes(routes!(releases::simulate_release))
        .routes(routes!(releases::request_release))
        .routes(routes!(releases::release_policy))
        .routes(routes!(releases::withdraw_release))
        .routes(routes!(releases::release_in_emergency))
        .routes(routes!(releases::review_emergency))
}

fn key_routes() -> OpenApiRouter<Api> {
    OpenApiRouter::new()
        .routes(routes!(api_keys::list_api_keys, api_keys::create_api_key))
        .routes(routes!(api_keys::api_key_hygiene))
        .routes(routes!(api_keys::look_up_api_key))
        .routes(routes!(api_keys::get_api_key_rules, api_keys::set_api_key_rules))
        .routes(routes!(api_keys::get_api_key))
        .routes(routes!(api_keys::set_api_key))
        .routes(routes!(api_keys::roll_api_key))
        .routes(routes!(api_keys::end_api_key_overlap))
        .routes(routes!(api_keys::revoke_api_key))
}

fn team_routes() -> OpenApiRouter<Api> {
    OpenApiRouter::new()
        .routes(routes!(teams::list_teams, teams::create_team))
        .routes(routes!(teams::get_team, teams::change_team, teams::delete_team))
        .routes(routes!(teams::list_team_members))
        .routes(routes!(teams::add_team_member, teams::remove_team_member))
        .routes(routes!(teams::take_team_role))
}

fn sso_routes() -> OpenApiRouter<Api> {
    OpenApiRouter::new()
        .routes(routes!(sso::list_connections, sso::begin_connection))
        .routes(routes!(sso::get_connection, sso::change_connection, sso::remove_connection))
        .routes(routes!(sso::preview_provider))
        .routes(routes!(sso::set_provider))
        .routes(routes!(sso::map_people))
        .routes(routes!(sso::trust_certificate))
        .routes(routes!(sso::distrust_certificate))
        .routes(routes!(sso::refresh_metadata))
        .routes(routes!(sso::change_our_key))
        .routes(routes!(sso::list_set_up_links, sso::make_set_up_link))
        .routes(routes!(sso::revoke_set_up_link))
        .routes(routes!(sign_ins::list_sign_ins))
        .routes(routes!(sso::list_domains, sso::add_domain))
        .routes(routes!(sso::verify_domain))
        .routes(routes!(sso::route_domain))
        .routes(routes!(sso::remove_domain))
}

fn access_routes() -> OpenApiRouter<Api> {
    OpenApiRouter::new()
        .routes(routes!(access::evaluate_access))
        .routes(routes!(access::evaluate_standard))
        .routes(routes!(access::evaluate_standard_many))
}

fn evidence_routes() -> OpenApiRouter<Api> {
    OpenApiRouter::new()
        .routes(routes!(evidence::export_evidence))
        .routes(routes!(evidence::evidence_summary))
        .routes(routes!(evidence::evidence_bundle))
        .routes(routes!(departures::list_departures))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn the_table_names_every_route_and_no_other() {
        let described: BTreeSet<(String, String)> = openapi::operations(&described().into_openapi())
            .into_iter()
            .map(|operation| (operation.method.to_owned(), operation.path))
            .collect();
        let own = ["/openapi.json", "/docs/api"];
        let listed = table::ROUTES.iter().filter(|route| !own.contains(&route.path));

        let listed: BTreeSet<(String, String)> = listed.map(|route| (route.method.to_owned(), route.path.to_owned())).collect();

        assert_eq!(described, listed);
    }
}

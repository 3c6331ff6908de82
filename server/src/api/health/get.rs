use std::{collections::BTreeMap, time::Duration};

use axum::{Json, extract::State, http::StatusCode};
use gate::Anyone;
use serde::Serialize;
use utoipa::ToSchema;

use crate::{api::Api, http::Stamp};

/// A database that needs longer than this is as good as away; probes give up after a second.
const PATIENCE: Duration = Duration::from_millis(800);

/// What this server can do, with the version since which it can.
const CAPABILITIES: [(&str, &str, &str); 10] = [
    ("health_check", "0.1.0", "Health and version handshake"),
    ("version_discovery", "0.1.0", "Capabilities and SDK compatibility in the health answer"),
    ("gateway_mode", "0.1.0", "Pre-check a call, report it afterwards"),
    ("audit_llm_call", "0.1.0", "Report what a model answered"),
    ("decision_mode", "0.1.0", "Decide a call and say what has to be done about it"),
    ("static_policies", "0.1.0", "Policies, versions, overrides and pattern tests"),
    ("mcp_check_endpoints", "0.1.0", "Check what goes into a tool and what comes out"),
    ("hitl_queue", "0.1.0", "Hold calls for a human and spend approvals once"),
    ("audit_search", "0.1.0", "Search decisions and reports, explain a decision"),
    ("evidence_export", "0.1.0", "Signed evidence that verifies offline"),
];

#[derive(Serialize, ToSchema)]
pub(in crate::api) struct Health {
    /// `healthy`, or `unhealthy` when the database does not answer.
    status: &'static str,
    service: &'static str,
    version: String,
    edition: String,
    deployment_mode: String,
    timestamp: Stamp,
    components: Components,
    capabilities: Vec<Capability>,
    sdk_compatibility: SdkCompatibility,
}

#[derive(Serialize, ToSchema)]
struct Components {
    /// `healthy` or `unreachable`.
    database: &'static str,
}

#[derive(Serialize, ToSchema)]
struct Capability {
    name: &'static str,
    since: &'static str,
    description: &'static str,
}

#[derive(Serialize, ToSchema)]
struct SdkCompatibility {
    /// By language.
    min_sdk_version: BTreeMap<&'static str, &'static str>,
    /// By language.
    recommended_sdk_version: BTreeMap<&'static str, &'static str>,
}

/// Whether the server works, and what it can do.
#[utoipa::path(get, path = "/health", tag = "health", responses((status = 200, body = Health), (status = 503, body = Health)))]
pub(in crate::api) async fn health(_: Anyone, State(api): State<Api>) -> (StatusCode, Json<Health>) {
    let answers = matches!(tokio::time::timeout(PATIENCE, api.gov.pool().ping()).await, Ok(Ok(())));
    let code = if answers { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    (code, Json(state(&api, answers)))
}

fn state(api: &Api, answers: bool) -> Health {
    let (status, database) = if answers { ("healthy", "healthy") } else { ("unhealthy", "unreachable") };
    Health {
        status,
        service: "axonflow-agent",
        version: api.about.version.clone(),
        edition: api.about.edition.clone(),
        deployment_mode: api.about.deployment_mode.clone(),
        timestamp: Stamp(api.gov.now()),
        components: Components { database },
        capabilities: CAPABILITIES.map(|(name, since, description)| Capability { name, since, description }).into(),
        sdk_compatibility: SdkCompatibility {
            min_sdk_version: BTreeMap::from([("python", "9.0.0")]),
            recommended_sdk_version: BTreeMap::from([("python", "9.5.0")]),
        },
    }
}

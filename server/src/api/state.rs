use std::sync::Arc;

use axum::extract::FromRef;
use governance::Governance;
use metrics_exporter_prometheus::PrometheusHandle;

/// What API handlers can reach.
#[derive(Clone)]
pub struct Api {
    /// The use cases.
    pub gov: Governance,
    /// What this process says about itself.
    pub about: Arc<About>,
    /// Renders the metrics.
    pub metrics: PrometheusHandle,
}

/// What this process says about itself.
#[derive(Debug, Clone)]
pub struct About {
    /// Semantic version.
    pub version: String,
    /// `community` or `enterprise`.
    pub edition: String,
    /// How it runs: `embedded`, `self-hosted` or the like.
    pub deployment_mode: String,
}

impl Default for About {
    fn default() -> Self {
        Self { version: env!("CARGO_PKG_VERSION").to_owned(), edition: "enterprise".to_owned(), deployment_mode: "self-hosted".to_owned() }
    }
}

impl FromRef<Api> for Governance {
    fn from_ref(api: &Api) -> Self {
        api.gov.clone()
    }
}

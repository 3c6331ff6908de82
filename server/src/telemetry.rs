//! Logs and metrics of the process. Libraries speak through `tracing` and `metrics`; here it is decided where that goes.

use metrics::{Unit, describe_counter, describe_histogram};
use metrics_exporter_prometheus::{BuildError, Matcher, PrometheusBuilder, PrometheusHandle};
use tracing_subscriber::{EnvFilter, util::TryInitError};

/// Buckets of every duration, in seconds: fine where calls are decided, coarse where pages are made.
const SECONDS: [f64; 14] = [0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 15.0];

/// Buckets of what happens on every call before it is looked at, in microseconds.
const MICROS: [f64; 12] = [2.0, 5.0, 10.0, 15.0, 20.0, 30.0, 40.0, 50.0, 75.0, 100.0, 1_000.0, 10_000.0];

/// How log lines look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogForm {
    /// For people at a terminal.
    Text,
    /// One JSON object per line, for machines.
    Json,
}

/// Sends log lines to standard error; `filter` is in the form of `RUST_LOG`.
pub fn install_logs(form: LogForm, filter: &str) -> Result<(), TryInitError> {
    use tracing_subscriber::util::SubscriberInitExt;
    let filter = EnvFilter::try_new(filter).unwrap_or_else(|_| EnvFilter::new("info"));
    let lines = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    match form {
        LogForm::Text => lines.finish().try_init(),
        LogForm::Json => lines.json().flatten_event(true).finish().try_init(),
    }
}

/// Collects metrics for the whole process; the handle renders them.
pub fn install_metrics() -> Result<PrometheusHandle, BuildError> {
    let handle = builder()?.install_recorder()?;
    describe();
    Ok(handle)
}

fn builder() -> Result<PrometheusBuilder, BuildError> {
    PrometheusBuilder::new()
        .set_buckets_for_metric(Matcher::Suffix("_seconds".to_owned()), &SECONDS)?
        .set_buckets_for_metric(Matcher::Suffix("_micros".to_owned()), &MICROS)
}

fn describe() {
    describe_counter!("axonflow_http_requests_total", Unit::Count, "Answered requests by route template, method and status.");
    describe_histogram!("axonflow_http_request_duration_seconds", Unit::Seconds, "Time to the answer by route template and method.");
    describe_counter!("axonflow_http_panics_total", Unit::Count, "Handlers that panicked.");
    describe_counter!("axonflow_decisions_total", Unit::Count, "Decided calls by surface and verdict.");
    describe_counter!("axonflow_detections_total", Unit::Count, "Findings in governed calls and reports by surface and kind.");
    describe_histogram!("axonflow_decision_duration_seconds", Unit::Seconds, "Time to a durable decision by surface.");
    describe_counter!("axonflow_authentication_refused_total", Unit::Count, "API clients that were not authenticated, by why.");
    describe_histogram!("axonflow_admission_micros", Unit::Microseconds, "Time to know an API client, its scopes and its limits.");
    describe_histogram!("axonflow_password_check_seconds", Unit::Seconds, "Time in the password hash, without the wait for a turn.");
    describe_counter!("axonflow_refusals_unrecorded_total", Unit::Count, "Refusals whose record could not be made.");
    describe_counter!("axonflow_ledger_commits_total", Unit::Count, "Commits of the group-commit writer.");
    describe_counter!("axonflow_worker_failures_total", Unit::Count, "Background rounds that failed, by job.");
}

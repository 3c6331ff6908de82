use axum::Json;
use gate::{ApiClient, ConnectorsRead};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

#[derive(Serialize, ToSchema)]
pub(in crate::api) struct Connectors {
    connectors: Vec<Value>,
    total: u64,
}

/// The connectors of the organisation; there are none that this server runs.
#[utoipa::path(get, path = "/api/v1/connectors", tag = "connectors", responses((status = 200, body = Connectors)))]
pub(in crate::api) async fn connectors(_: ApiClient<ConnectorsRead>) -> Json<Connectors> {
    Json(Connectors { connectors: Vec::new(), total: 0 })
}

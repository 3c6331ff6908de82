use leptos::prelude::*;
use model::{
    ExportId,
    views::{EvidenceView, ExportLine},
};

use crate::PortalError;

/// Where the ledger stands, and what was exported.
#[server(prefix = "/fn", endpoint = "evidence/read")]
pub(crate) async fn read_evidence(org: String) -> Result<EvidenceView, PortalError> {
    crate::door::evidence::evidence(org).await
}

/// Orders a bundle of the records between two days and goes to its page.
#[server(prefix = "/fn", endpoint = "evidence/export")]
pub(crate) async fn request_export(org: String, from: Option<String>, until: Option<String>) -> Result<(), PortalError> {
    let filled = |day: Option<String>| day.filter(|text| !text.is_empty());
    let export = crate::door::evidence::request_export(org.clone(), filled(from), filled(until)).await?;
    leptos_axum::redirect(&format!("/o/{org}/evidence/{export}?done=export-started"));
    Ok(())
}

/// One export.
#[server(prefix = "/fn", endpoint = "evidence/read-export")]
pub(crate) async fn read_export(org: String, id: ExportId) -> Result<ExportLine, PortalError> {
    crate::door::evidence::export(org, id).await
}

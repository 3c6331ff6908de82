use governance::evidence;
use model::{
    ExportId, Invalid, Permission,
    views::{EvidenceView, ExportLine},
};
use time::{Date, Duration, OffsetDateTime, format_description::well_known::Iso8601};

use super::{OrRefuse as _, door, member};
use crate::PortalError;

/// The evidence page.
pub(crate) async fn evidence(org: String) -> Result<EvidenceView, PortalError> {
    let door = door()?;
    let (scope, _) = member(&door, &org, Permission::AuditReadAll).await?;
    evidence::view(door.governance(), &scope).await.or_refuse(&door)
}

/// Asks for an export of these days, both included, in UTC.
pub(crate) async fn request_export(org: String, from: Option<String>, until: Option<String>) -> Result<ExportId, PortalError> {
    let door = door()?;
    let (scope, _) = member(&door, &org, Permission::AuditReadAll).await?;
    let from = day("from", from.as_deref()).or_refuse(&door)?;
    let until = day("until", until.as_deref()).or_refuse(&door)?.map(|start| start + Duration::DAY);
    evidence::request(door.governance(), &scope, from, until).await.or_refuse(&door)
}

/// The start of a day as a date field sends it.
fn day(field: &'static str, text: Option<&str>) -> governance::Result<Option<OffsetDateTime>> {
    let Some(text) = text.map(str::trim).filter(|text| !text.is_empty()) else { return Ok(None) };
    let date = Date::parse(text, &Iso8601::DATE).map_err(|_| Invalid::new(field, "is not a date like 2026-11-21"))?;
    Ok(Some(date.midnight().assume_utc()))
}

/// One export.
pub(crate) async fn export(org: String, id: ExportId) -> Result<ExportLine, PortalError> {
    let door = door()?;
    let (scope, _) = member(&door, &org, Permission::AuditReadAll).await?;
    evidence::find(door.governance(), &scope, id).await.or_refuse(&door)
}

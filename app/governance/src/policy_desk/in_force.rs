use model::{
    Plane,
    views::{Ask, PolicyEntry, SurfaceOfPolicy},
};
use policy::{Surface, Way};
use store::OrgScope;

use super::list::every;
use crate::{Governance, Result};

/// What applies to a call that comes this way, in the order in which it decides: the strictest action first, then the worst
/// severity.
pub async fn in_force(gov: &Governance, scope: &OrgScope, plane: Plane) -> Result<Vec<PolicyEntry>> {
    let mut entries = every(gov, scope).await?;
    let surface = SurfaceOfPolicy::parse(Surface::of(plane).as_str());
    entries.retain(|entry| entry.enabled && surface.is_some_and(|surface| entry.surfaces.contains(&surface)));
    entries.sort_by_key(|entry| (ask(entry, plane).action, entry.severity, entry.name.to_lowercase()));
    Ok(entries)
}

fn ask(entry: &PolicyEntry, plane: Plane) -> &Ask {
    match Way::of(plane) {
        Way::General => &entry.asks.general,
        Way::Gateway => &entry.asks.gateway,
        Way::Mcp => &entry.asks.mcp,
    }
}

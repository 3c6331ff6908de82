use governance::org_security::{self, ChangedBy, SecurityChange};
use model::{Permission, views::SecurityView};

use super::{OrRefuse as _, door, member};
use crate::PortalError;

/// How people get into the organisation.
pub(crate) async fn security(org: String) -> Result<SecurityView, PortalError> {
    let door = door()?;
    let (scope, _) = member(&door, &org, Permission::SettingsWrite).await?;
    org_security::view(door.governance(), &scope, door.facts().ip.as_deref()).await.or_refuse(&door)
}

/// Changes it.
pub(crate) async fn change_security(org: String, change: SecurityChange) -> Result<(), PortalError> {
    let door = door()?;
    let (scope, _) = member(&door, &org, Permission::SettingsWrite).await?;
    let by = ChangedBy::Person(door.facts().ip.as_deref());
    org_security::change(door.governance(), &scope, change, by).await.or_refuse(&door)
}

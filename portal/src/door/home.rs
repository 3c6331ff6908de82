use governance::home;
use model::{Permission, views::HomeView};

use super::{OrRefuse as _, door, member};
use crate::PortalError;

/// The home page.
pub(crate) async fn home(org: String) -> Result<HomeView, PortalError> {
    let door = door()?;
    let (scope, viewer) = member(&door, &org, Permission::AuditReadAll).await?;
    home::view(door.governance(), &scope, &viewer).await.or_refuse(&door)
}

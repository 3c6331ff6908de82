use governance::sso;
use model::{Permission, views::DomainLine};

use super::{OrRefuse as _, door, member};
use crate::PortalError;

/// Every domain.
pub(crate) async fn lines(org: &str) -> Result<Vec<DomainLine>, PortalError> {
    let door = door()?;
    let (scope, _) = member(&door, org, Permission::SettingsWrite).await?;
    sso::domain_lines(door.governance(), &scope).await.or_refuse(&door)
}

/// Adds a domain, to be proved; answers its name as it is stored.
pub(crate) async fn add(org: &str, domain: &str) -> Result<String, PortalError> {
    let door = door()?;
    let (scope, _) = member(&door, org, Permission::SettingsWrite).await?;
    sso::add_domain(door.governance(), &scope, domain).await.or_refuse(&door).map(|row| row.domain)
}

/// Looks for a domain's record now.
pub(crate) async fn verify(org: &str, domain: &str) -> Result<(), PortalError> {
    let door = door()?;
    let (scope, _) = member(&door, org, Permission::SettingsWrite).await?;
    sso::verify_domain(door.governance(), &scope, domain).await.or_refuse(&door).map(|_row| ())
}

/// Removes a domain.
pub(crate) async fn remove(org: &str, domain: &str) -> Result<(), PortalError> {
    let door = door()?;
    let (scope, _) = member(&door, org, Permission::SettingsWrite).await?;
    sso::remove_domain(door.governance(), &scope, domain).await.or_refuse(&door)
}

use governance::{
    org_security::{self, ChangedBy, SecurityChange},
    sdk_sign_in,
};
use model::{
    Permission,
    views::{SdkSignInView, SecurityView},
};

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

/// The SDK's way into the portal.
pub(crate) async fn sdk_sign_in(org: String) -> Result<SdkSignInView, PortalError> {
    let door = door()?;
    let (scope, _) = member(&door, &org, Permission::SettingsWrite).await?;
    sdk_sign_in::view(door.governance(), &scope).await.or_refuse(&door)
}

/// Makes the password of the SDK, which waits to be read once.
pub(crate) async fn make_sdk_password(org: &str) -> Result<(), PortalError> {
    let door = door()?;
    let (scope, _) = member(&door, org, Permission::SettingsWrite).await?;
    let password = sdk_sign_in::make_password(door.governance(), &scope).await.or_refuse(&door)?;
    door.keep_reveal(&reveal(org), password.expose()).await.or_refuse(&door)
}

/// The password that waits to be read; reading it is what ends it.
pub(crate) async fn issued_sdk_password(org: String) -> Result<Option<String>, PortalError> {
    let door = door()?;
    member(&door, &org, Permission::SettingsWrite).await?;
    door.take_reveal(&reveal(&org)).await.or_refuse(&door)
}

/// Removes the password of the SDK.
pub(crate) async fn remove_sdk_password(org: &str) -> Result<(), PortalError> {
    let door = door()?;
    let (scope, _) = member(&door, org, Permission::SettingsWrite).await?;
    sdk_sign_in::remove_password(door.governance(), &scope).await.or_refuse(&door)
}

fn reveal(org: &str) -> String {
    format!("sdk-password/{org}")
}

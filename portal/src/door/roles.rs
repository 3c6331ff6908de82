use governance::roles::{self, RoleInput};
use model::{
    Invalid, Permission, PermissionSet, RoleId, UnknownPermission,
    views::{RoleLine, RolePreview},
};

use super::{OrRefuse as _, door, member};
use crate::PortalError;

/// Every role.
pub(crate) async fn roles(org: String) -> Result<Vec<RoleLine>, PortalError> {
    let door = door()?;
    let (scope, _) = member(&door, &org, Permission::MembersRead).await?;
    roles::list(door.governance(), &scope).await.or_refuse(&door)
}

/// One role.
pub(crate) async fn one_role(org: String, id: RoleId) -> Result<RoleLine, PortalError> {
    let door = door()?;
    let (scope, _) = member(&door, &org, Permission::MembersRead).await?;
    roles::find(door.governance(), &scope, id).await.or_refuse(&door)
}

/// Makes a role.
pub(crate) async fn create(org: String, name: &str, description: &str, permissions: &[String]) -> Result<(), PortalError> {
    let door = door()?;
    let (scope, _) = member(&door, &org, Permission::MembersWrite).await?;
    let input = RoleInput::parse(name, description, permissions).or_refuse(&door)?;
    roles::create(door.governance(), &scope, &input).await.or_refuse(&door).map(|_role| ())
}

/// Who would gain and lose what.
pub(crate) async fn preview(org: String, id: RoleId, permissions: &[String]) -> Result<RolePreview, PortalError> {
    let door = door()?;
    let (scope, _) = member(&door, &org, Permission::MembersWrite).await?;
    let refuse = |unknown: UnknownPermission| governance::Error::from(Invalid::new("permissions", unknown.to_string()));
    let permissions = PermissionSet::parse(permissions).map_err(refuse).or_refuse(&door)?;
    roles::preview(door.governance(), &scope, id, permissions).await.or_refuse(&door)
}

/// Changes a role.
pub(crate) async fn change(org: String, id: RoleId, name: &str, description: &str, permissions: &[String]) -> Result<(), PortalError> {
    let door = door()?;
    let (scope, _) = member(&door, &org, Permission::MembersWrite).await?;
    let input = RoleInput::parse(name, description, permissions).or_refuse(&door)?;
    roles::change(door.governance(), &scope, id, &input).await.or_refuse(&door)
}

/// Removes a role.
pub(crate) async fn remove(org: String, id: RoleId) -> Result<(), PortalError> {
    let door = door()?;
    let (scope, _) = member(&door, &org, Permission::MembersWrite).await?;
    roles::remove(door.governance(), &scope, id).await.or_refuse(&door)
}

use governance::sign_ins;
use model::{
    Permission,
    views::{SignInLine, SignInQuery},
};

use super::{OrRefuse as _, door, member};
use crate::PortalError;

/// The sign-in log. It tells from where people come, so it is for who may change settings.
pub(crate) async fn list(org: &str, query: &SignInQuery) -> Result<Vec<SignInLine>, PortalError> {
    let door = door()?;
    let (scope, _) = member(&door, org, Permission::SettingsWrite).await?;
    sign_ins::list(door.governance(), &scope, query).await.or_refuse(&door)
}

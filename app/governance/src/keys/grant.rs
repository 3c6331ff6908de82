use model::{PermissionSet, Principal};
use store::{OrgScope, entry};

use crate::{Error, Governance, Result};

/// What whoever acts may do, as stored now. An operator's command may do everything.
pub(super) async fn permissions_of(gov: &Governance, scope: &OrgScope) -> Result<PermissionSet> {
    match scope.principal() {
        Principal::Command { .. } => Ok(PermissionSet::all()),
        Principal::Directory { .. } | Principal::Job { .. } => Ok(PermissionSet::NONE),
        Principal::ApiKey { key, .. } => {
            let found = entry::find_api_key(gov.pool(), *key).await?;
            Ok(found.map_or(PermissionSet::NONE, |row| row.scopes))
        }
        Principal::Member { person, .. } => {
            let memberships = entry::memberships(gov.pool(), *person).await?;
            let here = memberships.into_iter().find(|membership| membership.org == scope.org());
            Ok(here.map_or(PermissionSet::NONE, |membership| membership.permissions))
        }
    }
}

/// Nobody hands out what they lack: whoever gets a key's secret can do what the key can do.
pub(super) fn refuse_beyond(granted_by: PermissionSet, wanted: PermissionSet) -> Result<()> {
    let missing: Vec<&str> = wanted.iter().filter(|p| !granted_by.has(*p)).map(model::Permission::as_str).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let missing = missing.join(", ");
    Err(Error::Refused(format!("A key cannot have more rights than the person who issues it. You lack: {missing}.")))
}

#[cfg(test)]
mod tests {
    use model::Permission;

    use super::*;

    #[test]
    fn what_one_has_may_be_granted() {
        assert!(refuse_beyond(PermissionSet::sdk(), PermissionSet::sdk()).is_ok());
    }

    #[test]
    fn what_one_lacks_is_named() {
        let wanted = PermissionSet::sdk().with(Permission::HoldsDecide);

        let refused = refuse_beyond(PermissionSet::sdk(), wanted);

        assert!(matches!(refused, Err(Error::Refused(why)) if why.ends_with("You lack: holds:decide.")));
    }
}

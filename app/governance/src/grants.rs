//! The one guard of everything that gives somebody rights: writing a role, giving one, inviting, bringing somebody back, a key's
//! scopes. Nobody hands out what they lack, only owners touch owners, and one owner always stays.

use model::{BuiltInRole, PermissionSet, PersonId, Principal};
use store::{OrgTx, keys, members};

use crate::{Error, Result};

/// Whoever acts, as stored now.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Actor {
    /// What they may do, and so hand out.
    pub(crate) rights: PermissionSet,
    /// Whether they may touch owners.
    pub(crate) is_owner: bool,
    /// Who, when a member acts.
    pub(crate) person: Option<PersonId>,
}

impl Actor {
    /// Reads it inside the transaction, so that it is true until the commit when members are locked. An operator's command may
    /// do everything; a job, a
    /// directory or a guest nothing, since it acts on what somebody else decided.
    pub(crate) async fn in_tx(tx: &mut OrgTx) -> Result<Self> {
        let principal = tx.scope().principal().clone();
        match principal {
            Principal::Command { .. } => Ok(Self { rights: PermissionSet::all(), is_owner: true, person: None }),
            Principal::Job { .. } | Principal::Directory { .. } | Principal::Guest { .. } => {
                Ok(Self { rights: PermissionSet::NONE, is_owner: false, person: None })
            }
            Principal::ApiKey { key, .. } => {
                let scopes = keys::find(tx, key).await?.map_or(PermissionSet::NONE, |key| key.scopes);
                Ok(Self { rights: scopes, is_owner: false, person: None })
            }
            Principal::Member { person, .. } => Self::member(tx, person).await,
        }
    }

    /// A member, whoever acts in the transaction.
    pub(crate) async fn member(tx: &mut OrgTx, person: PersonId) -> Result<Self> {
        let life = members::life(tx, person).await?;
        if life.is_none_or(|life| life.suspended_at.is_some()) {
            return Ok(Self { rights: PermissionSet::NONE, is_owner: false, person: Some(person) });
        }
        let held = members::held(tx, person).await?;
        Ok(Self { rights: together(held.iter().map(|held| held.permissions)), is_owner: is_owner(&held), person: Some(person) })
    }

    /// Whether this may be handed out.
    pub(crate) fn hand_out(&self, wanted: PermissionSet) -> Result<()> {
        refuse_beyond(self.rights, wanted)
    }

    /// Whether a member with these roles may be touched.
    pub(crate) fn touch(&self, held: &[members::Assignment]) -> Result<()> {
        if is_owner(held) && !self.is_owner {
            return Err(Error::Refused("Only an owner can change an owner.".to_owned()));
        }
        Ok(())
    }
}

/// All of several sets.
pub(crate) fn together(sets: impl Iterator<Item = PermissionSet>) -> PermissionSet {
    sets.fold(PermissionSet::NONE, PermissionSet::union)
}

/// Whether these roles make an owner.
pub(crate) fn is_owner(held: &[members::Assignment]) -> bool {
    held.iter().any(|held| held.name == BuiltInRole::Owner.as_str())
}

/// Refuses a change after which the organisation would have no owner who may enter for good: a role with an end lapses without
/// anybody's doing. Called last, with members locked.
pub(crate) async fn keep_an_owner(tx: &mut OrgTx) -> Result<()> {
    if !members::has_lasting_owner(tx).await? {
        return Err(Error::Conflict("This is the last owner whose role does not end. Make somebody else an owner first.".to_owned()));
    }
    Ok(())
}

/// Nobody hands out what they lack: whoever gets a role, or a key's secret, can do what it can do.
pub(crate) fn refuse_beyond(granted_by: PermissionSet, wanted: PermissionSet) -> Result<()> {
    let missing: Vec<&str> = wanted.iter().filter(|p| !granted_by.has(*p)).map(model::Permission::as_str).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let missing = missing.join(", ");
    Err(Error::Refused(format!("Nobody can hand out more than they may do themselves. You lack: {missing}.")))
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

    #[test]
    fn sets_add_up() {
        let viewer = BuiltInRole::Viewer.permissions();
        let approver = BuiltInRole::Approver.permissions();

        assert!(together([viewer, approver].into_iter()).covers(approver));
        assert_eq!(together(std::iter::empty()), PermissionSet::NONE);
    }
}

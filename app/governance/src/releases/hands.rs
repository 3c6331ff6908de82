use model::{Id, Principal};
use store::{OrgTx, keys, orgs, releases::ReleaseRow};
use uuid::Uuid;

use crate::{Error, Result};

const OWN: &str = "You wrote some of this, or hold a key that did, so somebody else has to.";

/// Whose work a write in this transaction is: the person; or the key and everybody who has held a secret of it. An operator's
/// command has none.
pub(super) async fn hands(tx: &mut OrgTx) -> Result<Vec<Uuid>> {
    let principal = tx.scope().principal().clone();
    Ok(match principal {
        Principal::Member { person, .. } => vec![person.as_uuid()],
        Principal::ApiKey { key, .. } => {
            let holders = keys::holders(tx, key).await?;
            holders.into_iter().map(Id::as_uuid).chain([key.as_uuid()]).collect()
        }
        Principal::Directory { .. } | Principal::Guest { .. } | Principal::Job { .. } | Principal::Command { .. } => Vec::new(),
    })
}

/// Everybody in both, each once.
pub(super) fn joined(earlier: &[Uuid], now: &[Uuid]) -> Vec<Uuid> {
    let new = now.iter().filter(|hand| !earlier.contains(hand));
    earlier.iter().chain(new).copied().collect()
}

/// The caller is a second person: somebody whose work this is not. A key counts where keys may approve, as a person's.
pub(super) async fn expect_second(tx: &mut OrgTx, own: &[Uuid], earlier: &[Uuid]) -> Result<()> {
    let principal = tx.scope().principal().clone();
    match principal {
        Principal::Directory { .. } | Principal::Guest { .. } | Principal::Job { .. } | Principal::Command { .. } => {
            return Err(Error::Refused("Only a member of the organisation can do this.".to_owned()));
        }
        Principal::ApiKey { .. } if !orgs::this(tx).await?.api_keys_may_approve => {
            return Err(Error::Refused("API keys may not release in this organisation. A person has to.".to_owned()));
        }
        Principal::ApiKey { .. } | Principal::Member { .. } => {}
    }
    if is_own(own, earlier) { Err(Error::Refused(OWN.to_owned())) } else { Ok(()) }
}

/// Whether somebody had a hand in it.
pub(super) fn is_own(own: &[Uuid], earlier: &[Uuid]) -> bool {
    own.iter().any(|hand| earlier.contains(hand))
}

/// Whoever wrote or released it.
pub(super) fn everybody(release: &ReleaseRow) -> Vec<Uuid> {
    joined(&release.hands, release.closed_hands.as_deref().unwrap_or_default())
}

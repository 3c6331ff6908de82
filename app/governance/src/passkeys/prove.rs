use identity::passkey::{Begun, Claim, Discovering, Proving, PublicKey};
use model::{Id, PersonId};
use store::entry::{self, PasskeyRow};

use super::{not_accepted, of, relying_party};
use crate::{Error, Governance, Result};

/// Asks one of a person's passkeys.
pub(crate) async fn ask(gov: &Governance, person: PersonId) -> Result<Begun<Proving>> {
    let (_, keys) = of(gov, person).await?;
    relying_party(gov)?.ask(&keys).map_err(|failed| not_accepted(&failed))
}

/// Checks the answer of one of a person's passkeys.
pub(crate) async fn prove(gov: &Governance, person: PersonId, state: &Proving, answer: &str) -> Result<()> {
    let claim = Claim::read(answer).map_err(|failed| not_accepted(&failed))?;
    let (rows, keys) = of(gov, person).await?;
    let (place, key) = relying_party(gov)?.proved(&claim, state, &keys).map_err(|failed| not_accepted(&failed))?;
    note_used(gov, &rows[place], &key).await
}

/// Checks the answer of a passkey that the device found, and says whose it is.
pub(crate) async fn prove_anybody(gov: &Governance, state: Discovering, answer: &str) -> Result<PersonId> {
    let claim = Claim::read(answer).map_err(|failed| not_accepted(&failed))?;
    let person: PersonId = Id::from_uuid(claim.person.unwrap_or_default());
    let (rows, keys) = of(gov, person).await?;
    let (place, key) = relying_party(gov)?.discovered(&claim, state, &keys).map_err(|failed| not_accepted(&failed))?;
    note_used(gov, &rows[place], &key).await?;
    Ok(person)
}

/// Whose passkey an answer says to be of; nothing is proved by that.
pub(crate) fn claimed(answer: &str) -> Option<PersonId> {
    Claim::read(answer).ok()?.person.map(Id::from_uuid)
}

/// A key that was removed while it was asked proves nothing.
async fn note_used(gov: &Governance, row: &PasskeyRow, key: &PublicKey) -> Result<()> {
    let material = key.to_json().map_err(Error::broken)?;
    if entry::note_passkey_used(gov.pool(), row.id(), &material, gov.now()).await? { Ok(()) } else { Err(Error::NotFound) }
}

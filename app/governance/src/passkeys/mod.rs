//! Passkeys of a person: what browsers are asked, and what their answers prove.

mod prove;

use identity::passkey::{Failed, PublicKey, RelyingParty};
use model::PersonId;
use store::entry::{self, PasskeyRow};

use crate::{Error, Governance, Result};

pub(crate) use prove::{ask, claimed, prove, prove_anybody};

/// Why no passkey can be used.
const NOT_HERE: &str = "Passkeys do not work at the address of this server: they need a host name and TLS.";
/// One sentence for every answer that does not fit.
const NOT_ACCEPTED: &str = "That passkey was not accepted. Try again, or use another way.";

/// We, as browsers know us.
pub(crate) fn relying_party(gov: &Governance) -> Result<RelyingParty> {
    RelyingParty::at(&gov.parts.settings.public_url).ok_or_else(|| Error::Refused(NOT_HERE.to_owned()))
}

/// Whether passkeys can be used at the public address.
pub(crate) fn work_here(gov: &Governance) -> bool {
    relying_party(gov).is_ok()
}

/// A person's passkeys: rows and public keys, in one order.
pub(crate) async fn of(gov: &Governance, person: PersonId) -> Result<(Vec<PasskeyRow>, Vec<PublicKey>)> {
    let rows = entry::passkeys_of(gov.pool(), person).await?;
    let keys = rows.iter().map(|row| PublicKey::from_json(&row.material)).collect::<std::result::Result<_, Failed>>();
    Ok((rows, keys.map_err(Error::broken)?))
}

/// What the person is told; the reason is for whoever reads the log.
pub(crate) fn not_accepted(failed: &Failed) -> Error {
    tracing::info!(%failed, "refused a passkey");
    Error::Refused(NOT_ACCEPTED.to_owned())
}

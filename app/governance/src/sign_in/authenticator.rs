//! The authenticator's seed: sealed at rest, opened only to check a code or to show it once.

use std::fmt;

use identity::totp::{self, TotpSecret};
use model::{Invalid, PersonId, views::TotpSetup};
use serde::{Deserialize, Serialize};
use store::entry::{self, PersonRow};
use vault::Sealed;

use crate::{Error, Governance, Result, contexts};

/// What authenticator apps show beside the account.
const ISSUER: &str = "AxonFlow";

/// A seed that is not in force yet, sealed. The browser's session keeps it until a code proves that an app has it, so an
/// authenticator that is in force works until then.
#[derive(Clone, Serialize, Deserialize)]
pub struct KeptSeed(String);

/// A seed that an app has shown to hold.
pub(crate) struct ProvedSeed {
    pub(crate) sealed: Vec<u8>,
    pub(crate) step: i64,
}

/// A new seed, or the one that was begun before, with what the page shows.
pub(crate) async fn begin(gov: &Governance, person: &PersonRow, kept: Option<&KeptSeed>) -> Result<(KeptSeed, TotpSetup)> {
    if let Some(kept) = kept {
        let secret = open(gov, person.person(), &kept.bytes()?).await?;
        return Ok((kept.clone(), setup(&secret, &person.email)?));
    }
    let secret = TotpSecret::generate(&mut rand::rng());
    let sealed = gov.parts.vault.seal(&contexts::authenticator(person.person()), secret.to_bytes().expose()).await?;
    Ok((KeptSeed(hex::encode(sealed.to_bytes())), setup(&secret, &person.email)?))
}

/// Checks the first code of a seed that was begun.
pub(crate) async fn prove(gov: &Governance, person: PersonId, kept: &KeptSeed, code: &str) -> Result<ProvedSeed> {
    let sealed = kept.bytes()?;
    let secret = open(gov, person, &sealed).await?;
    let step = totp::verify(&secret, code, gov.now(), None).ok_or_else(wrong_code)?;
    Ok(ProvedSeed { sealed, step: i64::try_from(step).map_err(Error::broken)? })
}

/// Checks a code of the authenticator that is in force and spends its time step: the same code never works twice.
pub(crate) async fn spend(gov: &Governance, person: &PersonRow, code: &str) -> Result<bool> {
    let (Some(sealed), Some(_)) = (&person.totp_sealed, person.totp_confirmed_at) else { return Ok(false) };
    let secret = open(gov, person.person(), sealed).await?;
    let last = person.totp_last_step.and_then(|step| u64::try_from(step).ok());
    let Some(step) = totp::verify(&secret, code, gov.now(), last) else { return Ok(false) };
    // Two requests with one code both come here; the database lets one of them pass.
    Ok(entry::spend_totp_step(gov.pool(), person.person(), i64::try_from(step).map_err(Error::broken)?).await?)
}

/// One sentence for a wrong, an old and a spent code.
pub(crate) fn wrong_code() -> Error {
    wrong_code_in("code")
}

/// The same for a form that calls the field so.
pub(crate) fn wrong_code_in(field: &'static str) -> Error {
    Error::Invalid(Invalid::new(field, "That code was not accepted. Codes change every 30 seconds and work once."))
}

async fn open(gov: &Governance, person: PersonId, sealed: &[u8]) -> Result<TotpSecret> {
    let bytes = gov.parts.vault.open(&contexts::authenticator(person), &Sealed::from_bytes(sealed)?).await?;
    TotpSecret::from_bytes(&bytes).ok_or_else(|| Error::broken("a stored authenticator seed has the wrong length"))
}

fn setup(secret: &TotpSecret, email: &str) -> Result<TotpSetup> {
    // A colon separates issuer and account in the address that apps scan.
    let uri = secret.provisioning_uri(ISSUER, &email.replace(':', "_")).map_err(Error::broken)?;
    Ok(TotpSetup { secret: secret.to_base32().expose().clone(), uri: uri.expose().clone() })
}

impl KeptSeed {
    fn bytes(&self) -> Result<Vec<u8>> {
        hex::decode(&self.0).map_err(Error::broken)
    }
}

impl fmt::Debug for KeptSeed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("KeptSeed")
    }
}

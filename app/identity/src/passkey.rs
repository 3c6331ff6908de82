//! Passkeys (WebAuthn): a key pair whose private half never leaves the person's device, and that works at our address alone.
//!
//! The device checks who holds it (a fingerprint, a PIN), and says so under its signature; that is asked for always, so a
//! passkey counts as two factors. What a ceremony has to fit is given back to the caller, to be kept where the browser cannot
//! reach it, and to be used once.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use url::Url;
use uuid::Uuid;
use webauthn_rs::prelude::{
    AuthenticationResult, DiscoverableAuthentication, DiscoverableKey, Passkey, PasskeyAuthentication, PasskeyRegistration,
    PublicKeyCredential, RegisterPublicKeyCredential, Webauthn, WebauthnBuilder, WebauthnError,
};
use webauthn_rs_proto::ResidentKeyRequirement;

/// What browsers show beside the address.
const NAME: &str = "AxonFlow";

/// We, as browsers and authenticators know us: the host of the public address.
pub struct RelyingParty(Webauthn);

/// A ceremony that a browser has to go through.
#[derive(Debug)]
pub struct Begun<S> {
    /// What the browser's script is given, as JSON.
    pub options: String,
    /// What its answer has to fit.
    pub state: S,
}

/// What a new passkey has to fit.
#[derive(Debug, Serialize, Deserialize)]
pub struct Registering(PasskeyRegistration);

/// What the answer of one of a person's passkeys has to fit.
#[derive(Debug, Serialize, Deserialize)]
pub struct Proving(PasskeyAuthentication);

/// What the answer of anybody's passkey has to fit.
#[derive(Debug, Serialize, Deserialize)]
pub struct Discovering(DiscoverableAuthentication);

/// The public half of a passkey.
#[derive(Debug, Clone)]
pub struct PublicKey(Passkey);

/// An answer of a passkey that was not looked at yet, and whose it says it is.
#[derive(Debug)]
pub struct Claim {
    answer: PublicKeyCredential,
    /// The person that the device keeps it for, as far as it says so.
    pub person: Option<Uuid>,
}

/// What a ceremony can end in but success.
#[derive(Debug, thiserror::Error)]
pub enum Failed {
    /// The answer does not fit: another challenge, another address, another key, a wrong signature.
    #[error("the answer of the passkey does not fit: {0}")]
    Misfit(#[source] WebauthnError),
    /// The answer, or what is stored, cannot be read.
    #[error("the answer of the passkey cannot be read: {0}")]
    Unreadable(#[source] serde_json::Error),
}

impl RelyingParty {
    /// We at this address. `None` where browsers offer no passkeys: without TLS (but on `localhost`), and at a bare IP address.
    pub fn at(public_url: &str) -> Option<Self> {
        let origin = Url::parse(public_url).ok()?;
        let host = origin.domain()?;
        let trusted = origin.scheme() == "https" || host == "localhost" || host.ends_with(".localhost");
        let built = trusted.then(|| WebauthnBuilder::new(host, &origin).ok()?.rp_name(NAME).build().ok())?;
        built.map(Self)
    }

    /// Begins to make a passkey for a person; those that they have are left out.
    pub fn register(&self, person: Uuid, email: &str, name: &str, have: &[PublicKey]) -> Result<Begun<Registering>, Failed> {
        let have = have.iter().map(|key| key.0.cred_id().clone()).collect();
        let (mut challenge, state) = self.0.start_passkey_registration(person, email, name, Some(have)).map_err(Failed::Misfit)?;
        // Signing in without typing an address needs a key that the device finds by itself.
        if let Some(wanted) = &mut challenge.public_key.authenticator_selection {
            wanted.resident_key = Some(ResidentKeyRequirement::Required);
            wanted.require_resident_key = true;
        }
        Ok(Begun { options: json(&challenge.public_key)?, state: Registering(state) })
    }

    /// The passkey that was made.
    pub fn registered(&self, answer: &str, state: &Registering) -> Result<PublicKey, Failed> {
        let answer: RegisterPublicKeyCredential = read(answer)?;
        self.0.finish_passkey_registration(&answer, &state.0).map(PublicKey).map_err(Failed::Misfit)
    }

    /// Asks one of these passkeys.
    pub fn ask(&self, keys: &[PublicKey]) -> Result<Begun<Proving>, Failed> {
        let keys: Vec<Passkey> = keys.iter().map(|key| key.0.clone()).collect();
        let (challenge, state) = self.0.start_passkey_authentication(&keys).map_err(Failed::Misfit)?;
        Ok(Begun { options: json(&challenge.public_key)?, state: Proving(state) })
    }

    /// Asks whatever passkey of ours the device has.
    pub fn ask_anybody(&self) -> Result<Begun<Discovering>, Failed> {
        let (challenge, state) = self.0.start_discoverable_authentication().map_err(Failed::Misfit)?;
        Ok(Begun { options: json(&challenge.public_key)?, state: Discovering(state) })
    }

    /// Checks the answer of one of the passkeys that were asked; the key as it is to be stored from now on.
    pub fn proved(&self, claim: &Claim, state: &Proving, keys: &[PublicKey]) -> Result<(usize, PublicKey), Failed> {
        let result = self.0.finish_passkey_authentication(&claim.answer, &state.0).map_err(Failed::Misfit)?;
        used(keys, &result)
    }

    /// Checks the answer of a passkey that was found by the device; `keys` are those of the person whom the claim names.
    pub fn discovered(&self, claim: &Claim, state: Discovering, keys: &[PublicKey]) -> Result<(usize, PublicKey), Failed> {
        let named = keys.iter().find(|key| key.credential() == claim.answer.get_credential_id());
        let key = DiscoverableKey::from(&named.ok_or(Failed::Misfit(WebauthnError::CredentialNotFound))?.0);
        let result = self.0.finish_discoverable_authentication_v2(&claim.answer, state.0, &key).map_err(Failed::Misfit)?;
        used(keys, &result)
    }
}

impl std::fmt::Debug for RelyingParty {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("RelyingParty")
    }
}

impl Claim {
    /// Reads what a browser sent.
    pub fn read(answer: &str) -> Result<Self, Failed> {
        let answer: PublicKeyCredential = read(answer)?;
        let person = answer.get_user_unique_id().and_then(|id| Uuid::from_slice(id).ok());
        Ok(Self { answer, person })
    }
}

impl PublicKey {
    /// Its name with the authenticator.
    pub fn credential(&self) -> &[u8] {
        self.0.cred_id()
    }

    /// To be stored.
    pub fn to_json(&self) -> Result<Value, Failed> {
        serde_json::to_value(&self.0).map_err(Failed::Unreadable)
    }

    /// Reads what [`Self::to_json`] gave.
    pub fn from_json(stored: &Value) -> Result<Self, Failed> {
        Passkey::deserialize(stored).map(Self).map_err(Failed::Unreadable)
    }
}

fn used(keys: &[PublicKey], result: &AuthenticationResult) -> Result<(usize, PublicKey), Failed> {
    let place = keys.iter().position(|key| key.0.cred_id() == result.cred_id());
    let place = place.ok_or(Failed::Misfit(WebauthnError::CredentialNotFound))?;
    let mut key = keys[place].clone();
    key.0.update_credential(result);
    Ok((place, key))
}

fn json(value: &impl Serialize) -> Result<String, Failed> {
    serde_json::to_string(value).map_err(Failed::Unreadable)
}

fn read<T: for<'a> Deserialize<'a>>(answer: &str) -> Result<T, Failed> {
    serde_json::from_str(answer).map_err(Failed::Unreadable)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passkeys_need_a_host_name_and_tls() {
        for (url, works) in [
            ("https://axonflow.example", true),
            ("https://axonflow.example:8443", true),
            ("http://localhost:8080", true),
            ("http://axonflow.example", false),
            ("https://192.0.2.7", false),
            ("http://127.0.0.1:8080", false),
            ("https://[2001:db8::1]", false),
            ("not an address", false),
        ] {
            assert_eq!(RelyingParty::at(url).is_some(), works, "{url}");
        }
    }

    #[test]
    fn a_passkey_is_asked_to_know_its_person_and_to_check_who_holds_it() {
        let us = RelyingParty::at("https://axonflow.example").unwrap();

        let begun = us.register(Uuid::from_u128(1), "ada@acme.example", "Ada", &[]).unwrap();
        let asked: Value = serde_json::from_str(&begun.options).unwrap();

        assert_eq!(asked["rp"]["id"], "axonflow.example");
        assert_eq!(asked["authenticatorSelection"]["residentKey"], "required");
        assert_eq!(asked["authenticatorSelection"]["userVerification"], "required");
        let anybody: Value = serde_json::from_str(&us.ask_anybody().unwrap().options).unwrap();
        assert_eq!(anybody["userVerification"], "required");
    }
}

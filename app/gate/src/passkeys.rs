//! Ceremonies with passkeys: begun by one request, and ended by another of the same session. What the answer has to fit is
//! sealed into the session under the name of its purpose and taken out once, so an answer serves for one thing and one time.

use governance::{Error, Result, account, sign_in};
use identity::passkey::{Begun, Discovering, Proving, Registering};
use model::{
    PasskeyId,
    views::{FactorWays, SignInStep},
};
use serde::{Serialize, de::DeserializeOwned};
use vault::SecretString;

use crate::{Door, reveal::RECOVERY_CODES};

const ADD: &str = "passkey/add";
const CONFIRM: &str = "passkey/confirm";
const SIGN_IN: &str = "passkey/sign-in";
const FACTOR: &str = "passkey/factor";
const ENROL: &str = "passkey/enrol";

impl Door {
    /// What the browser's script is given to make a passkey.
    pub async fn start_passkey(&self) -> Result<String> {
        let begun = account::start_passkey(&self.gov, self.signed_in().await?).await?;
        self.keep_ceremony(ADD, begun).await
    }

    /// Adds the passkey that was made; true when recovery codes wait to be read once.
    pub async fn add_passkey(&self, answer: &str, name: &str) -> Result<bool> {
        let who = self.signed_in().await?;
        let state: Registering = self.ceremony(ADD).await?;
        let codes = account::add_passkey(&self.gov, who, &state, answer, name, &self.facts).await?;
        self.renew_cookie().await?;
        if let Some(codes) = &codes {
            self.keep_reveal(RECOVERY_CODES, codes).await?;
        }
        Ok(codes.is_some())
    }

    /// Removes a passkey.
    pub async fn remove_passkey(&self, passkey: PasskeyId) -> Result<()> {
        account::remove_passkey(&self.gov, self.signed_in().await?, passkey, &self.facts).await?;
        self.renew_cookie().await
    }

    /// Proves again who is signed in, by a code or the password, so that how they sign in may be changed.
    pub async fn confirm(&self, secret: SecretString) -> Result<()> {
        let who = account::confirm(&self.gov, self.signed_in().await?, secret, &self.facts).await?;
        self.stay_as(who).await
    }

    /// What the browser's script is given to do the same by a passkey.
    pub async fn start_confirm_by_passkey(&self) -> Result<String> {
        let begun = account::start_confirm_by_passkey(&self.gov, self.signed_in().await?).await?;
        self.keep_ceremony(CONFIRM, begun).await
    }

    /// Does the same by a passkey.
    pub async fn confirm_by_passkey(&self, answer: &str) -> Result<()> {
        let who = self.signed_in().await?;
        let state: Proving = self.ceremony(CONFIRM).await?;
        let who = account::confirm_by_passkey(&self.gov, who, &state, answer, &self.facts).await?;
        self.stay_as(who).await
    }

    /// What the browser's script is given to sign in by a passkey alone.
    pub async fn start_sign_in_by_passkey(&self) -> Result<String> {
        let begun = sign_in::start_by_passkey(&self.gov, &self.facts).await?;
        self.keep_ceremony(SIGN_IN, begun).await
    }

    /// Signs in whoever the passkey belongs to.
    pub async fn sign_in_by_passkey(&self, answer: &str) -> Result<SignInStep> {
        let state: Discovering = self.ceremony(SIGN_IN).await?;
        let step = sign_in::by_passkey(&self.gov, state, answer, &self.facts).await?;
        self.go_on(step).await
    }

    /// By what the second step of signing in can be done; none when it starts over.
    pub async fn sign_in_ways(&self) -> Result<FactorWays> {
        let Some(pending) = self.pending().await? else { return Ok(FactorWays::default()) };
        Ok(sign_in::ways(&self.gov, &pending).await?.unwrap_or_default())
    }

    /// What the browser's script is given to do the second step by a passkey; `None` when the sign-in starts over.
    pub async fn start_sign_in_factor_by_passkey(&self) -> Result<Option<String>> {
        let Some(pending) = self.pending().await? else { return Ok(None) };
        let Some(begun) = sign_in::start_factor_by_passkey(&self.gov, &pending).await? else { return Ok(None) };
        self.keep_ceremony(FACTOR, begun).await.map(Some)
    }

    /// Takes a passkey as the second factor.
    pub async fn sign_in_factor_by_passkey(&self, answer: &str) -> Result<SignInStep> {
        let Some(pending) = self.pending().await? else { return Ok(SignInStep::Password) };
        let state: Proving = self.ceremony(FACTOR).await?;
        let step = sign_in::factor_by_passkey(&self.gov, &pending, &state, answer, &self.facts).await?;
        self.go_on(step).await
    }

    /// What the browser's script is given to make the passkey that serves as the second factor which a role asks for; `None` when
    /// the sign-in starts over.
    pub async fn start_sign_in_enrol_by_passkey(&self) -> Result<Option<String>> {
        let Some(pending) = self.pending().await? else { return Ok(None) };
        let Some(begun) = sign_in::start_enrol_passkey(&self.gov, &pending).await? else { return Ok(None) };
        self.keep_ceremony(ENROL, begun).await.map(Some)
    }

    /// Takes that passkey and signs in; the recovery codes wait to be read once.
    pub async fn sign_in_enrol_by_passkey(&self, answer: &str, name: &str) -> Result<SignInStep> {
        let Some(pending) = self.pending().await? else { return Ok(SignInStep::Password) };
        let state: Registering = self.ceremony(ENROL).await?;
        match sign_in::enrol_passkey(&self.gov, &pending, &state, answer, name, &self.facts).await? {
            Some(enrolled) => self.sign_in_enrolled(enrolled).await,
            None => self.go_on(sign_in::Step::StartOver).await,
        }
    }

    async fn keep_ceremony(&self, name: &str, begun: Begun<impl Serialize + Sync>) -> Result<String> {
        self.keep_reveal(name, &begun.state).await?;
        Ok(begun.options)
    }

    async fn ceremony<S: DeserializeOwned>(&self, name: &str) -> Result<S> {
        self.take_reveal(name).await?.ok_or_else(over)
    }
}

fn over() -> Error {
    Error::Conflict("That took too long, or was sent twice. Try again.".to_owned())
}

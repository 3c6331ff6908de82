use governance::{
    Error, Result, account,
    sign_in::KeptSeed,
    sso::{self, Origin, WayOut},
};
use identity::sessions::ORIGIN;
use model::{
    SessionId,
    views::{AccountView, RecoveryCodes, TotpSetup},
};
use vault::SecretString;

use crate::{Door, door::unavailable, reveal::RECOVERY_CODES};

/// Remembers the seed of an authenticator that is being set up.
const SEED: &str = "seed";

impl Door {
    /// The account page.
    pub async fn account(&self) -> Result<AccountView> {
        account::view(&self.gov, self.signed_in().await?).await
    }

    /// What to scan for a new second factor; asking again gives the same until it is proved.
    pub async fn start_factor(&self) -> Result<TotpSetup> {
        let kept: Option<KeptSeed> = self.read(SEED).await?;
        let (seed, setup) = account::start_totp(&self.gov, self.signed_in().await?, kept.as_ref()).await?;
        self.write(SEED, seed).await?;
        self.keep_now().await?;
        Ok(setup)
    }

    /// Proves the new second factor; the recovery codes wait to be read once.
    pub async fn confirm_factor(&self, code: &str) -> Result<()> {
        let who = self.signed_in().await?;
        let seed: KeptSeed = self.read(SEED).await?.ok_or_else(not_begun)?;
        let codes = account::confirm_totp(&self.gov, who, &seed, code, &self.facts).await?;
        self.forget(SEED).await?;
        self.renew_cookie().await?;
        self.keep_reveal(RECOVERY_CODES, &codes).await
    }

    /// Replaces all recovery codes; the new ones wait to be read once.
    pub async fn new_recovery_codes(&self, code: &str) -> Result<()> {
        let codes = account::new_recovery_codes(&self.gov, self.signed_in().await?, code, &self.facts).await?;
        self.keep_reveal(RECOVERY_CODES, &codes).await
    }

    /// The recovery codes made last; a second reading finds none.
    pub async fn recovery_codes(&self) -> Result<Option<RecoveryCodes>> {
        self.take_reveal(RECOVERY_CODES).await
    }

    /// Changes the password, ends the person's other sessions and gives this one a new cookie.
    pub async fn change_password(&self, current: SecretString, new: SecretString) -> Result<()> {
        account::change_password(&self.gov, self.signed_in().await?, current, new, &self.facts).await?;
        self.renew_cookie().await
    }

    /// Ends one session of the person; their own is a sign-out.
    pub async fn end_session(&self, session: SessionId) -> Result<()> {
        let who = self.signed_in().await?;
        if who.session == session {
            return self.sign_out().await.map(|_way_out| ());
        }
        account::end_session(&self.gov, who, session, &self.facts).await
    }

    /// Ends every session of the person but this one.
    pub async fn end_other_sessions(&self) -> Result<()> {
        account::end_other_sessions(&self.gov, self.signed_in().await?, &self.facts).await.map(|_ended| ())
    }

    /// Ends this browser's session, whatever it was. Answers how to sign out at the provider too by which it came, when that has a
    /// place for it.
    pub async fn sign_out(&self) -> Result<Option<WayOut>> {
        // What cannot be read any more does not keep a session from ending.
        let origin: Option<Origin> = self.read(ORIGIN).await.unwrap_or_default();
        match self.signed_in().await {
            Ok(who) => account::sign_out(&self.gov, who, &self.facts).await?,
            Err(Error::Unauthenticated(_)) => {}
            Err(other) => return Err(other),
        }
        self.session.flush().await.map_err(unavailable)?;
        match origin {
            Some(origin) => Ok(sso::way_out(&self.gov, &origin).await),
            None => Ok(None),
        }
    }
}

fn not_begun() -> Error {
    Error::Conflict("The set-up is no longer open. Start it again.".to_owned())
}

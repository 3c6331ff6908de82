use governance::{
    Result,
    sign_in::{self, Enrolled, Pending, Proved, Step},
    sso::{self, Origin, SsoDestination},
};
use identity::sessions::ORIGIN;
use model::{
    EmailAddress,
    views::{SignInStep, TotpSetup},
};
use vault::SecretString;

use crate::{Door, reveal};

/// Remembers a right password until the second factor is proved.
const PENDING: &str = "pending";

impl Door {
    /// Checks address and password, and signs in when nothing else is owed.
    pub async fn sign_in(&self, email: &str, password: SecretString) -> Result<SignInStep> {
        let step = sign_in::start(&self.gov, email, password, &self.facts).await?;
        self.go_on(step).await
    }

    /// Checks a code of the authenticator, or a recovery code. [`SignInStep::Password`] when it starts over.
    pub async fn sign_in_factor(&self, code: &str) -> Result<SignInStep> {
        let Some(pending) = self.pending().await? else { return Ok(SignInStep::Password) };
        let step = sign_in::second_factor(&self.gov, &pending, code, &self.facts).await?;
        self.go_on(step).await
    }

    /// What to scan for the second factor that a role asks for; `None` when the sign-in starts over.
    pub async fn sign_in_enrol_start(&self) -> Result<Option<TotpSetup>> {
        let Some(pending) = self.pending().await? else { return Ok(None) };
        let Some((pending, setup)) = sign_in::enrol_start(&self.gov, &pending).await? else { return Ok(None) };
        self.write(PENDING, pending).await?;
        self.keep_now().await?;
        Ok(Some(setup))
    }

    /// Proves that second factor and signs in; the recovery codes wait to be read once.
    pub async fn sign_in_enrol(&self, code: &str) -> Result<SignInStep> {
        let Some(pending) = self.pending().await? else { return Ok(SignInStep::Password) };
        let Some(enrolled) = sign_in::enrol_finish(&self.gov, &pending, code, &self.facts).await? else {
            return self.go_on(Step::StartOver).await;
        };
        self.sign_in_enrolled(enrolled).await
    }

    /// Signs in somebody who has just set up a second factor; the recovery codes wait to be read once.
    pub(crate) async fn sign_in_enrolled(&self, enrolled: Enrolled) -> Result<SignInStep> {
        let step = self.go_on(Step::Proved(enrolled.proved)).await?;
        if let Some(codes) = &enrolled.codes {
            self.keep_reveal(reveal::RECOVERY_CODES, codes).await?;
        }
        Ok(step)
    }

    /// Signs in somebody whom an organisation's identity provider vouched for, and remembers by which session there.
    pub async fn sign_in_by_provider(&self, proved: &Proved, origin: &Origin) -> Result<()> {
        let who = sign_in::finish(&self.gov, proved, &self.facts).await?;
        self.sign_in_as(who).await?;
        self.write(ORIGIN, origin).await
    }

    /// Where people of this address sign in, when their organisation has an identity provider.
    pub async fn sso_destination(&self, email: &str) -> Result<Option<SsoDestination>> {
        let Ok(email) = EmailAddress::parse(email) else { return Ok(None) };
        sso::destination(&self.gov, &email).await
    }

    /// Which step the browser is at.
    pub async fn sign_in_step(&self) -> Result<SignInStep> {
        Ok(self.pending().await?.map_or(SignInStep::Password, |pending| pending.step()))
    }

    pub(crate) async fn pending(&self) -> Result<Option<Pending>> {
        self.read(PENDING).await
    }

    pub(crate) async fn go_on(&self, step: Step) -> Result<SignInStep> {
        match step {
            Step::StartOver => self.forget(PENDING).await.map(|()| SignInStep::Password),
            Step::Owes(pending) => {
                let next = pending.step();
                self.write(PENDING, pending).await?;
                self.renew_cookie().await?;
                Ok(next)
            }
            Step::Proved(proved) => {
                let who = sign_in::finish(&self.gov, &proved, &self.facts).await?;
                self.sign_in_as(who).await?;
                Ok(SignInStep::SignedIn)
            }
        }
    }
}

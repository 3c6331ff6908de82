use governance::{Error, Result, members, sign_in};
use model::views::{InvitationView, SignInStep};
use vault::SecretString;

use crate::Door;

impl Door {
    /// What the link of an invitation leads to, and who is signed in here.
    pub async fn invitation(&self, token: &str) -> Result<InvitationView> {
        let who = match self.signed_in().await {
            Ok(who) => Some(who),
            Err(Error::Unauthenticated(_)) => None,
            Err(other) => return Err(other),
        };
        members::look(&self.gov, token, who).await
    }

    /// Makes the account that an invitation is for, and goes on with signing in.
    pub async fn accept_with_new_account(&self, token: &str, name: &str, password: SecretString) -> Result<SignInStep> {
        let step = members::accept_new(&self.gov, token, name, password, &self.facts).await?;
        self.go_on(step).await
    }

    /// Makes whoever is signed in a member. Answers the organisation's short name.
    pub async fn accept_invitation(&self, token: &str) -> Result<String> {
        members::accept_as(&self.gov, token, self.signed_in().await?, &self.facts).await
    }

    /// Mails a link for a new password, when somebody has this address; the answer is the same when nobody does.
    pub async fn ask_password_reset(&self, email: &str) -> Result<()> {
        sign_in::ask_reset(&self.gov, email, &self.facts).await
    }

    /// Whether the link for a new password is good.
    pub async fn password_reset_is_open(&self, token: &str) -> Result<bool> {
        sign_in::reset_is_open(&self.gov, token).await
    }

    /// Sets the new password; every session of the person ends.
    pub async fn reset_password(&self, token: &str, new: SecretString) -> Result<()> {
        sign_in::reset(&self.gov, token, new, &self.facts).await
    }
}
